import { readdir } from "node:fs/promises";
import type { TestProject } from "vitest/node";
import { readCoverage, updateCoverage } from "./coverage.js";
import type { ServerName } from "./contract-setup.js";
import { readRecordings, type Recording, type Seen } from "./recording.js";

const operationsFolder = new URL("../operations/", import.meta.url);

/**
 * Prints the skipped tests of a run with their reasons. Compares the responses of the run with
 * coverage.json or, with vitest's `--update`, writes them to it.
 */
export async function concludeRun(
  server: ServerName,
  recordings: string,
  project: TestProject,
): Promise<void> {
  const recording = await readRecordings(recordings);
  for (const { test, reason } of recording.notApplicable) {
    process.stderr.write(`${server}: not applicable: ${test} (${reason})\n`);
  }
  if (!(await isComplete(recording, project))) return;
  if (project.config.snapshotOptions.updateSnapshot === "all") {
    updateCoverage(server, recording.seen);
    return;
  }
  const differences = compare(readCoverage()[server], recording.seen);
  if (differences.length === 0) return;
  process.stderr.write(
    `${server}: the responses differ from test/contract/coverage.json. ` +
      `If they are correct, run the tests with --update:\n` +
      differences.map((difference) => `  ${difference}\n`).join(""),
  );
  process.exitCode = 1;
}

/** Whether every test of every file ran. Only then are unseen responses really missing. */
async function isComplete({ files }: Recording, project: TestProject): Promise<boolean> {
  if (project.config.testNamePattern !== undefined || project.vitest.config.watch) return false;
  if (project.vitest.state.getCountOfFailedTests() > 0) return false;
  const all = (await readdir(operationsFolder)).filter((name) => name.endsWith(".test.ts"));
  return all.every((name) => files.includes(name));
}

function compare(wanted: Seen, got: Seen): string[] {
  const answers = [...new Set([...Object.keys(wanted), ...Object.keys(got)])].sort();
  return answers.flatMap((answer) => {
    const before = wanted[answer]?.join(", ") ?? "not seen";
    const now = got[answer]?.join(", ") ?? "not seen";
    return before === now ? [] : [`${answer}: was ${before}, is ${now}`];
  });
}
