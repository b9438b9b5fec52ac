import { cpus } from "node:os";
import { resolve } from "node:path";

import { buildApps, checkApps, weighApps, type BuiltContender } from "./bench/apps.js";
import { timeCalls, weighCalls, type Race } from "./bench/calls.js";
import { timeFiles } from "./bench/files.js";
import { timeGenerators } from "./bench/generate.js";
import { setUp, type Field } from "./bench/set-up.js";
import { column, describe, number, table } from "./bench/tables.js";
import { buildPackage } from "./command/built-package.js";
import {
  checkNames,
  isEntryPoint,
  runOptionCommand,
  UsageError,
  type CommandOptions,
  type CommandValues,
} from "./command/entry-point.js";
import { reportDone, startClock } from "./command/progress.js";

/** The clients with their apps for Node, and the number of rounds. */
interface Bench extends Field {
  readonly contenders: readonly BuiltContender[];
  readonly rounds: number;
  readonly measure: "time" | "processor";
}

/** The measurements, in the order of the report. Each has one or more tables. */
const parts: Readonly<Record<string, (bench: Bench) => Promise<string>>> = {
  calls: async ({ contenders, rounds, measure }) =>
    (await timeCalls(contenders, rounds, measure)).map((race) => compare(race, "µs", 1)).join("\n"),
  allocations: async ({ contenders, rounds }) =>
    compare(await weighCalls(contenders, rounds), "bytes", 0),
  bytes: async (bench) => {
    const rows = (await weighApps(bench)).map(({ minified, gzip }, index) => [
      ...[bench.contenders[index]?.name ?? "", number(minified), number(gzip)],
    ]);
    return `### Bytes\n\n${table(["client", "minified", "gzip"], rows)}`;
  },
  generate: async (bench) => {
    const costs = await timeGenerators(bench, Math.min(bench.rounds, 3));
    const rows = costs.map(({ document, generator, seconds, memory }) => [
      ...[document, generator, ...describe(seconds, 1), describe(memory, 0)[0]],
    ]);
    const head = ["document", "generator", "s", "quartiles", "memory, MB"];
    return `### Generation\n\n${table(head, rows)}`;
  },
};

/** Formats a table of the cost per call, with ratios to raw `fetch` without and with a deadline. */
function compare({ title, contenders, rounds }: Race, unit: string, digits: number): string {
  const rows = contenders.map(({ name }, index) => [
    ...[name, describe(column(rounds, index), digits)[0]],
    ...describe(column(rounds, index, 0), 2),
    ...describe(column(rounds, index, 1), 2),
  ]);
  const head = ["client", unit, "× raw fetch", "quartiles", "× with a deadline", "quartiles"];
  return `### ${title}\n\n${table(head, rows)}`;
}

/** The measurements without other clients. */
const ownParts: Readonly<Record<string, (rounds: number) => Promise<string>>> = {
  files: async (rounds) => {
    const rows = (await timeFiles(Math.min(rounds, 3))).map((cost) => [
      ...[`${number(cost.size)} MB`, cost.program, ...describe(cost.seconds, 2)],
      ...[describe(cost.memory, 0)[0], describe(cost.reads, 2)[0]],
    ]);
    const head = ["size", "program", "s", "quartiles", "memory over the base, MB", "× read"];
    return `### Files\n\n${table(head, rows)}`;
  },
};

const names = [...Object.keys(parts), ...Object.keys(ownParts)];

const usage = `Usage: npm run bench [-- options]

Builds the package and compares it with raw fetch, openapi-fetch, axios, and the clients of other
generators for the same document. Prints Markdown tables. The first run installs the peers into
.cache/bench/, from npm and (OpenAPI Generator, with mvn) from Maven Central.

  calls        the time of a POST with JSON, over loopback and with a stubbed fetch
  allocations  the bytes that such a call leaves on the heap, with a stubbed fetch
  bytes        the size of an app with four calls, bundled and minified
  generate     the time and memory of the generators, for our document and GitHub's, and of ours for
               made documents of up to 10,000 operations
  files        the time and memory of uploads and downloads of 64 MB, 1 GB and 4 GB, over loopback

  --only PART    run only this part (you can repeat this option)
  --package DIR  also measure the datameta-client in this folder, which needs a dist/ and, for
                 "generate", scripts/ (you can repeat this option)
  --rounds N     the number of measurements of each client (default: 40; generate, files: at most 3)
  --processor    measure processor time instead of elapsed time, for busy machines
  --help         show this text
`;

const options = {
  only: { type: "string", multiple: true, default: names },
  package: { type: "string", multiple: true, default: [] },
  processor: { type: "boolean", default: false },
  rounds: { type: "string", default: "40" },
} satisfies CommandOptions;

async function main(values: CommandValues<typeof options>): Promise<void> {
  checkNames("--only", values.only, names);
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new UsageError("--rounds must be 1 or more.");
  const elapsed = startClock();
  await buildPackage();
  const date = new Date().toISOString().slice(0, 10);
  const cores = `${cpus().length} cores (${cpus()[0]?.model ?? "unknown"})`;
  process.stdout.write(
    `Measured on ${date} with Node ${process.versions.node} on ${process.platform}, ${cores}.\n`,
  );
  if (values.only.some((name) => name in parts)) await compareClients(values, rounds);
  for (const [name, run] of Object.entries(ownParts)) {
    if (values.only.includes(name)) process.stdout.write(`\n${await run(rounds)}`);
  }
  reportDone("bench", elapsed());
}

/** Measures our client and the other clients. */
async function compareClients(
  values: CommandValues<typeof options>,
  rounds: number,
): Promise<void> {
  const { folder, contenders } = await setUp();
  const others = values.package.map((path) => {
    return { name: `datameta-client in ${path}`, app: "datameta-client", package: resolve(path) };
  });
  const built = await buildApps({ folder, contenders: [...contenders, ...others] });
  await checkApps(built);
  const measure = values.processor ? "processor" : "time";
  for (const [name, run] of Object.entries(parts)) {
    if (!values.only.includes(name)) continue;
    process.stdout.write(`\n${await run({ folder, contenders: built, rounds, measure })}`);
  }
}

if (isEntryPoint(import.meta.url)) await runOptionCommand(usage, options, main);
