import { execFile } from "node:child_process";
import { userEnvironment } from "../package/support/run.js";
import type { Setting } from "./host.js";
import type { Workspace } from "./workspace.js";

/** One thing that held, or did not. */
export interface Check {
  readonly name: string;
  readonly passed: boolean;
  /** Why not. */
  readonly detail?: string;
}

export interface Outcome {
  readonly version: string;
  readonly checks: readonly Check[];
}

/** A runtime, a bundler or a compiler that the package is tried with. */
export interface Target {
  /** How `--only` names it. */
  readonly name: string;
  /** What it shows. */
  readonly purpose: string;
  /** @throws MissingError where it cannot be had */
  run(workspace: Workspace): Promise<Outcome>;
}

export function verdict(name: string, passed: boolean, detail: string): Check {
  return passed ? { name, passed } : { name, passed, detail };
}

/** How long a program may take: it makes some fifty calls. */
const timeout = 120_000;

const marker = "@checks ";

/** The variable that gives a program its setting, where the arguments are for a test runner. */
export function environmentOf(setting: Setting): Record<string, string> {
  return { CONFORMANCE: JSON.stringify(setting) };
}

/** Runs a program that prints its checks; one that prints none has failed. */
export async function runProgram(
  project: string,
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Check[]> {
  const { code, output } = await execute(project, program, args, env);
  const line = output.split("\n").findLast((each) => each.startsWith(marker));
  const checks = line === undefined ? undefined : readChecks(line.slice(marker.length));
  if (checks === undefined || checks.length === 0) {
    const detail = `ended with ${code} and told of no check:\n${output.trim().slice(-2000)}`;
    return [{ name: "the program runs", passed: false, detail }];
  }
  if (code === 0) return checks;
  return [...checks, { name: "the program ends well", passed: false, detail: `code ${code}` }];
}

export function readChecks(json: string): Check[] {
  // Safe: conformance.js gives its results in this form.
  return JSON.parse(json) as Check[];
}

export interface Ended {
  readonly code: number | string;
  /** stdout, then stderr. */
  readonly output: string;
}

/** Runs a program to its end, whichever it is. */
export function execute(
  folder: string,
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const settings = {
      cwd: folder,
      env: { ...userEnvironment(), ...env },
      timeout,
      maxBuffer: 2 ** 26,
    };
    execFile(program, args, settings, (error, stdout, stderr) => {
      const code = error === null ? 0 : (error.code ?? error.signal ?? "no code");
      resolve({ code, output: `${stdout}\n${stderr}` });
    });
  });
}
