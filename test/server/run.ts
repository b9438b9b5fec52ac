import { parseArgs } from "node:util";
import { createVitest } from "vitest/node";
import type { ServerName } from "../contract/support/contract-setup.js";
import { readCoverage } from "../contract/support/coverage.js";
import { listNeedlessReasons, listUnseen } from "../contract/support/coverage-table.js";
import { type ApiVersion, isApiVersion, releases } from "./api-version.js";
import { isEntryPoint } from "./command-line.js";
import { startRealServer } from "./start-real-server.js";
import type { ServerConnection } from "./server-access.js";
import { step } from "./step.js";

const help = `Runs the contract suite against real DataMeta servers, each started for it and stopped.

Usage: npm run test:server -- [--api v0|v1] [FILE ...]

  --api    only this one; v1 is DataMeta 1.1.1, v0 is 0.9.8
  --help   this text
  FILE     only the test files whose path contains this; the coverage stays as it is

After a complete run without failures, the server's column of test/contract/coverage.md is written
anew. Needs what \`npm run server\` needs.
`;

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Runs the suite against one server; resolves with the counts. */
async function testServer(api: ApiVersion, files: readonly string[]): Promise<Counts> {
  process.stderr.write(`\nDataMeta ${releases[api]}, API ${api}\n`);
  await using server = await startRealServer({ api });
  return await step("tests", async (note) => {
    const counts = await Promise.race([
      runSuite(`real ${api}`, server.connection, files),
      server.ended.then((how) => Promise.reject(new Error(`the server ended by itself: ${how}`))),
    ]);
    note(format(counts));
    return counts;
  });
}

async function runSuite(
  project: ServerName,
  connection: ServerConnection,
  files: readonly string[],
): Promise<Counts> {
  const vitest = await createVitest("test", {
    ...{ config: "vitest.contract.config.ts", project, watch: false, update: true },
  });
  try {
    vitest.provide("connection", connection);
    const { testModules, unhandledErrors } = await vitest.start([...files]);
    const tests = testModules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((each) => each.result().state === state).length;
    const broken = testModules.filter((module) => module.errors().length > 0).length;
    return {
      passed: count("passed"),
      failed: count("failed") + broken + unhandledErrors.length,
      skipped: count("skipped"),
    };
  } finally {
    await vitest.close();
  }
}

function format({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} not applicable`;
}

/** Lists what the document promises and no real server gave; tells whether each has its reason. */
function reportUnseen(): boolean {
  const coverage = readCoverage();
  const unseen = listUnseen(coverage);
  const needless = listNeedlessReasons(coverage);
  const lines = unseen.map(({ answer, reason }) => `  ${answer}: ${reason ?? "NO REASON GIVEN"}\n`);
  process.stdout.write(
    `\nDocumented, and given by no real server: ${unseen.length}\n${lines.join("")}`,
  );
  for (const answer of needless) {
    process.stdout.write(`  ${answer} was given, yet unseen.ts says why it cannot be\n`);
  }
  return needless.length === 0 && unseen.every(({ reason }) => reason !== undefined);
}

function readArguments(): { apis: readonly ApiVersion[]; files: readonly string[] } | undefined {
  try {
    const { values, positionals } = parseArgs({
      options: { api: { type: "string" }, help: { type: "boolean", short: "h", default: false } },
      allowPositionals: true,
    });
    if (values.help) {
      process.stdout.write(help);
      return undefined;
    }
    const { api } = values;
    if (api === undefined) return { apis: ["v1", "v0"], files: positionals };
    if (isApiVersion(api)) return { apis: [api], files: positionals };
    throw new Error(`--api takes ${Object.keys(releases).join(" or ")}; got "${api}"`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
    process.exitCode = 2;
    return undefined;
  }
}

async function run(apis: readonly ApiVersion[], files: readonly string[]): Promise<void> {
  // Leaving in good order removes the data; the programs end with this one.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => process.exit(130));
  }
  const results: string[] = [];
  let good = true;
  for (const api of apis) {
    const counts = await testServer(api, files);
    results.push(`real ${api}: ${format(counts)}`);
    good &&= counts.failed === 0 && counts.passed > 0;
  }
  const complete = files.length === 0 && good;
  if (complete) good = reportUnseen();
  process.stdout.write(`\n${results.join("\n")}\n`);
  if (!good) process.exitCode = 1;
}

if (isEntryPoint(import.meta.url)) {
  const wanted = readArguments();
  if (wanted !== undefined) {
    await run(wanted.apis, wanted.files).catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    });
  }
}
