import { execFile } from "node:child_process";
import { userEnvironment } from "../package/support/run.js";
import type { Setting } from "./host.js";
import type { Workspace } from "./workspace.js";

/** The result of a check. */
export interface Check {
  readonly name: string;
  readonly passed: boolean;
  /** The reason of a failure. */
  readonly detail?: string;
}

export interface Outcome {
  readonly version: string;
  readonly checks: readonly Check[];
}

/** A runtime, a bundler or a compiler to test the package with. */
export interface Target {
  /** The name for `--only`. */
  readonly name: string;
  /** What the target tests. */
  readonly purpose: string;
  /** @throws MissingError if this machine does not have it */
  run(workspace: Workspace): Promise<Outcome>;
}

export function verdict(name: string, passed: boolean, detail: string): Check {
  return passed ? { name, passed } : { name, passed, detail };
}

/** The timeout of a program in ms. It makes about fifty calls. */
const timeout = 120_000;

const marker = "@checks ";

/** Returns the variable with the setting, for programs whose arguments belong to a test runner. */
export function environmentOf(setting: Setting): Record<string, string> {
  return { CONFORMANCE: JSON.stringify(setting) };
}

/** Runs a program that prints its checks. A program without checks has failed. */
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
    const detail = `exited with ${code} and printed no checks:\n${output.trim().slice(-2000)}`;
    return [{ name: "the program runs", passed: false, detail }];
  }
  if (code === 0) return checks;
  return [...checks, { name: "the program exits with 0", passed: false, detail: `code ${code}` }];
}

export function readChecks(json: string): Check[] {
  // Safe: conformance.js prints its results in this format.
  return JSON.parse(json) as Check[];
}

export interface Ended {
  readonly code: number | string;
  /** stdout, then stderr. */
  readonly output: string;
}

/** Runs a program and returns its result, even if it fails. */
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
