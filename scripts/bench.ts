import { buildApps } from "./bench/built-apps.js";
import { weighApps } from "./bench/bytes.js";
import { measureCalls } from "./bench/calls.js";
import { checkApps } from "./bench/check-apps.js";
import type { Contender } from "./bench/contenders.js";
import { printGoals } from "./bench/goals.js";
import { describeMachine, pageFile, printPage } from "./bench/page.js";
import { measurePipeline } from "./bench/pipeline.js";
import * as report from "./bench/report.js";
import { setUp } from "./bench/set-up.js";
import { measureStart } from "./bench/start-up.js";
import { measureTypes } from "./bench/types.js";
import { importTesting } from "./command/built-package.js";
import {
  checkNames,
  UsageError,
  isEntryPoint,
  runOptionCommand,
  type CommandOptions,
  type CommandValues,
} from "./command/entry-point.js";
import { reportDone, shownPath, startClock } from "./command/progress.js";
import { writeOutputs } from "./step.js";

/** What is measured, in the order of the report. */
const parts: Readonly<
  Record<string, (contenders: readonly Contender[], quick: boolean) => Promise<report.Chapter>>
> = {
  calls: async (contenders, quick) => report.reportCalls(await measureCalls(contenders, quick)),
  bytes: async (contenders) => report.reportBytes(await weighApps(contenders)),
  start: async (contenders, quick) => report.reportStart(await measureStart(contenders, quick)),
  types: async (contenders, quick) => report.reportTypes(await measureTypes(contenders, quick)),
  pipeline: async (_, quick) => report.reportPipeline(await measurePipeline(quick)),
};

const names = Object.keys(parts);

const usage = `Usage: npm run bench [-- options]

Builds the package and measures what it costs beside raw fetch, openapi-fetch, axios and what other
generators make of the same document. Prints Markdown on stdout. The first run installs the peers
into .cache/bench/, from npm and, for OpenAPI Generator, by mvn from Maven Central.

  calls     time and allocations of a call, over loopback and with a stubbed fetch
  bytes     an app with four calls, bundled
  start     from the import to the first answer
  types     time and instantiations of tsc
  pipeline  time and memory of npm run generate, from 36 to 10,000 operations

  --only PART  just this part; may be given several times
  --quick      fewer rounds, no document of 10,000 operations: for a look, not for a record
  --write      keep the whole report in docs/benchmarks.md
  --help       this text
`;

const options = {
  only: { type: "string", multiple: true, default: names },
  quick: { type: "boolean", default: false },
  write: { type: "boolean", default: false },
} satisfies CommandOptions;

async function main(values: CommandValues<typeof options>): Promise<void> {
  checkNames("--only", values.only, names);
  const isWhole = names.every((name) => values.only.includes(name)) && !values.quick;
  if (values.write && !isWhole) {
    throw new UsageError("--write keeps the whole report: neither --only nor --quick go with it.");
  }
  const elapsed = startClock();
  const { contenders, absent } = await setUp();
  await buildApps(contenders);
  await checkApps(contenders, await importTesting());

  const chapters: report.Chapter[] = [];
  for (const [name, measure] of Object.entries(parts)) {
    if (!values.only.includes(name)) continue;
    chapters.push(await measure(contenders, values.quick));
  }
  const text =
    printGoals(chapters.flatMap(({ goals }) => goals)) +
    report.reportAbsences(absent) +
    chapters.map(report.printChapter).join("\n");
  const now = new Date();
  process.stdout.write(`${describeMachine(now)}\n\n${text}`);
  if (values.write) {
    await writeOutputs([{ path: pageFile, text: await printPage(text, now) }]);
    reportDone("page", shownPath(pageFile));
  }
  reportDone("bench", elapsed());
}

if (isEntryPoint(import.meta.url)) await runOptionCommand(usage, options, main);
