import { parseArgs } from "node:util";
import { createClient } from "datameta-client";
import { createVitest } from "vitest/node";
import type { ServerName } from "../contract/support/contract-setup.js";
import { readCoverage } from "../contract/support/coverage.js";
import { listNeedlessReasons, listUnseen } from "../contract/support/coverage-table.js";
import { makeOptional } from "../contract/support/definitions.js";
import { type ApiVersion, isApiVersion, releases } from "./api-version.js";
import { isEntryPoint } from "./command-line.js";
import { printTeeResult, runTee } from "../tee/run.js";
import { startRealServer } from "./start-real-server.js";
import type { ServerConnection } from "./server-access.js";
import { step } from "./step.js";

const help = `Runs the contract suite and the examples of spec/examples/ against real DataMeta servers.
Starts and stops a server for each of them.

Usage: npm run test:server -- [--api v0|v1] [FILE ...]
       npm run test:server -- --tee [--api v0|v1] [--requests N] [--seed N]

  --api       v1 for DataMeta 1.1.1, or v0 for 0.9.8 (default: both)
  --tee       sends generated requests to a real and the embedded server and compares the responses
  --requests  the number of requests for each API with --tee (default: 10000)
  --seed      the seed of the generated requests (default: 1)
  --help      show this text
  FILE        only the test files whose path contains this text; "examples" runs the examples

A complete run without failures updates the server's column in test/contract/coverage.md.
The requirements are the same as for \`npm run server\`.
`;

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

type Suite = ServerName | "examples";

/** Runs a suite against a new server. Returns the counts. */
async function testServer(
  api: ApiVersion,
  suite: Suite,
  files: readonly string[],
): Promise<Counts> {
  process.stderr.write(`\nDataMeta ${releases[api]}, API ${api}: ${suite}\n`);
  await using server = await startRealServer({ api });
  if (suite === "examples") await prepareForExamples(server.connection);
  return await step("tests", async (note) => {
    const counts = await Promise.race([
      runSuite(suite, server.connection, files),
      server.ended.then((how) =>
        Promise.reject(new Error(`the server ended unexpectedly: ${how}`)),
      ),
    ]);
    note(format(counts));
    return counts;
  });
}

async function prepareForExamples({ url, token }: ServerConnection): Promise<void> {
  const admin = createClient({ baseUrl: url, auth: { bearer: token } });
  await makeOptional(admin, await admin.getMetaData());
}

async function runSuite(
  project: Suite,
  connection: ServerConnection,
  files: readonly string[],
): Promise<Counts> {
  Object.assign(process.env, environmentOf(connection));
  const vitest = await createVitest("test", {
    ...{ config: "vitest.contract.config.ts", project, watch: false, update: true },
  });
  try {
    vitest.provide("connection", connection);
    const { testModules, unhandledErrors } = await vitest.start([...files]);
    const tests = testModules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((each) => each.result().state === state).length;
    // The contract suite prints its own skipped tests.
    for (const test of project === "examples" ? tests : []) {
      const result = test.result();
      if (result.state !== "skipped") continue;
      process.stderr.write(`- ${test.fullName}: not applicable, ${result.note ?? "no reason"}\n`);
    }
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

/** The variables that pass a server to the tests of the examples. */
function environmentOf({ url, release, token, admin }: ServerConnection) {
  return {
    EXAMPLES_URL: url,
    EXAMPLES_RELEASE: release,
    EXAMPLES_EMAIL: admin.email,
    EXAMPLES_PASSWORD: admin.password,
    EXAMPLES_TOKEN: token,
  };
}

function format({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} not applicable`;
}

/**
 * Lists the documented responses that no real server returned. Returns whether each has a reason.
 */
function reportUnseen(): boolean {
  const coverage = readCoverage();
  const unseen = listUnseen(coverage);
  const needless = listNeedlessReasons(coverage);
  const lines = unseen.map(({ answer, reason }) => `  ${answer}: ${reason ?? "NO REASON"}\n`);
  process.stdout.write(
    `\nDocumented, but never returned by a real server: ${unseen.length}\n${lines.join("")}`,
  );
  for (const answer of needless) {
    process.stdout.write(
      `  ${answer} was returned, but unseen.ts has a reason why it cannot occur\n`,
    );
  }
  return needless.length === 0 && unseen.every(({ reason }) => reason !== undefined);
}

interface Wanted {
  readonly apis: readonly ApiVersion[];
  readonly files: readonly string[];
  /** Absent without `--tee`. */
  readonly tee?: { readonly requests: number; readonly seed: number };
}

function readArguments(): Wanted | undefined {
  try {
    const { values, positionals: files } = parseArgs({
      options: {
        api: { type: "string" },
        tee: { type: "boolean", default: false },
        requests: { type: "string", default: "10000" },
        seed: { type: "string", default: "1" },
        help: { type: "boolean", short: "h", default: false },
      },
      allowPositionals: true,
    });
    if (values.help) {
      process.stdout.write(help);
      return undefined;
    }
    const { api } = values;
    if (api !== undefined && !isApiVersion(api)) {
      throw new Error(`--api must be ${Object.keys(releases).join(" or ")}; got "${api}"`);
    }
    const apis = api === undefined ? (["v1", "v0"] as const) : [api];
    if (!values.tee) return { apis, files };
    return {
      apis,
      files,
      tee: { requests: wholeNumber(values.requests), seed: wholeNumber(values.seed) },
    };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
    process.exitCode = 2;
    return undefined;
  }
}

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`--requests and --seed must be integers; got "${text}"`);
}

function suitesOf(api: ApiVersion, files: readonly string[]): readonly Suite[] {
  if (files.length === 0) return [`real ${api}`, "examples"];
  return files.every((file) => file.includes("examples")) ? ["examples"] : [`real ${api}`];
}

async function run(apis: readonly ApiVersion[], files: readonly string[]): Promise<void> {
  const results: string[] = [];
  let good = true;
  for (const api of apis) {
    for (const suite of suitesOf(api, files)) {
      const counts = await testServer(api, suite, files);
      results.push(
        `${suite === "examples" ? "examples" : "contract suite"}, real ${api}: ${format(counts)}`,
      );
      good &&= counts.failed === 0 && counts.passed > 0;
    }
  }
  const complete = files.length === 0 && good;
  if (complete) good = reportUnseen();
  process.stdout.write(`\n${results.join("\n")}\n`);
  if (!good) process.exitCode = 1;
}

/**
 * Runs the tee for each API. Fails if a difference between the responses is not listed as known.
 */
async function compareServers(
  apis: readonly ApiVersion[],
  options: { readonly requests: number; readonly seed: number },
): Promise<void> {
  for (const api of apis) {
    process.stderr.write(`\nDataMeta ${releases[api]}, API ${api}: tee\n`);
    const result = await runTee({ api, ...options });
    process.stdout.write(printTeeResult(api, result));
    if (result.differences > 0) process.exitCode = 1;
  }
}

if (isEntryPoint(import.meta.url)) {
  // A regular exit removes the data. The programs end with this process.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => process.exit(130));
  }
  const wanted = readArguments();
  if (wanted !== undefined) {
    const { apis, files, tee } = wanted;
    await (tee ? compareServers(apis, tee) : run(apis, files)).catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    });
  }
}
