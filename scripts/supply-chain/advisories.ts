import { GenerationError, type Problem } from "../command/generation-error.js";
import { runNpm } from "../command/npm.js";
import { isObject } from "../document/spec-document.js";
import type { LockedPackage } from "./lock-file.js";

/** A published weakness of an installed package. */
export interface Advisory {
  readonly name: string;
  readonly severity: string;
  readonly title: string;
  readonly url: string;
  /** Whether users of the published package install it. */
  readonly runtime: boolean;
}

/**
 * Asks the registry for advisories of the installed packages, by `npm audit`. Which of them users
 * install comes from the lock file: npm's own `--omit dev` also leaves out what a development
 * dependency has as a peer.
 *
 * @throws GenerationError where the registry gives no answer
 */
export async function findAdvisories(
  folder: string,
  packages: readonly LockedPackage[],
): Promise<Advisory[]> {
  const { stdout, stderr } = await runNpm(folder, ["audit", "--json"]);
  const runtime = new Set(packages.filter((each) => each.runtime).map(({ name }) => name));
  const vulnerabilities = readReport(stdout);
  if (vulnerabilities === undefined) throw noAnswer(stdout, stderr);
  const found = Object.values(vulnerabilities).flatMap((each) =>
    isObject(each) && Array.isArray(each["via"]) ? (each["via"] as unknown[]) : [],
  );
  // A package that merely depends on a weak one names it by a string.
  return found.filter(isObject).map((advisory) => {
    const { name, severity, title, url } = advisory;
    const weak = String(name);
    return {
      name: weak,
      severity: String(severity),
      title: String(title),
      url: String(url),
      runtime: runtime.has(weak),
    };
  });
}

/** What forbids a release: anything in what users install, and what is grave in a tool. */
export function refusedAdvisories(advisories: readonly Advisory[]): Problem[] {
  return advisories
    .filter(({ runtime, severity }) => runtime || ["high", "critical"].includes(severity))
    .map(({ name, severity, title, url, runtime }) => ({
      message: `${name} (${runtime ? "what users install" : "a tool"}): ${severity}: ${title}`,
      places: [url],
      advice: "Install a version without it; `npm audit` says which.",
    }));
}

function readReport(stdout: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const report: unknown = JSON.parse(stdout);
    const vulnerabilities = isObject(report) ? report["vulnerabilities"] : undefined;
    return isObject(vulnerabilities) ? vulnerabilities : undefined;
  } catch {
    return undefined;
  }
}

function noAnswer(stdout: string, stderr: string): GenerationError {
  const status =
    /\b[45]\d\d [A-Z]\w+(?: [A-Z]\w+)*/.exec(stdout + stderr)?.[0] ??
    /\bE[A-Z]{4,}\b/.exec(stderr)?.[0];
  return new GenerationError([
    {
      message: `The registry gives no advisories${status === undefined ? "" : `: ${status}`}.`,
      places: [],
      advice: "Nothing is known of them now; run the command where npm's registry can be reached.",
    },
  ]);
}
