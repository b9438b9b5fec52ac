import { cpus } from "node:os";

import { weighBundles } from "./bench/bytes.js";
import { timeCalls } from "./bench/calls.js";
import { buildPackage, importClient } from "./command/built-package.js";
import { isEntryPoint, runPlainCommand } from "./command/entry-point.js";
import { reportDone, startClock } from "./command/progress.js";

const usage = `Usage: npm run bench

Builds the package and measures what it costs: the time of a call over loopback, beside raw fetch and
bare openapi-fetch, and the bytes of an app with four calls. Prints Markdown tables on stdout.

  --help  this text
`;

async function main(): Promise<void> {
  await buildPackage();

  const timing = startClock();
  const timings = await timeCalls(await importClient());
  reportDone("calls", timing());
  process.stdout.write(
    `\nNode ${process.versions.node}, ${cpus().length} cores: POST with JSON over loopback\n\n`,
  );
  printTable(
    ["at once", "client", "µs per call", "× raw fetch"],
    timings.map(({ concurrency, name, microseconds, ratio }) => [
      String(concurrency),
      name,
      microseconds.toFixed(0),
      ratio.toFixed(2),
    ]),
  );

  const weighing = startClock();
  const weights = await weighBundles();
  reportDone("bytes", weighing());
  process.stdout.write("\nBytes of a bundle (esbuild, minified)\n\n");
  printTable(
    ["bundle", "minified", "gzip", "brotli"],
    weights.map(({ name, minified, gzip, brotli }) => [
      name,
      String(minified),
      String(gzip),
      String(brotli),
    ]),
  );
}

function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const all = [head, head.map(() => "---"), ...rows];
  for (const row of all) process.stdout.write(`| ${row.join(" | ")} |\n`);
}

if (isEntryPoint(import.meta.url)) await runPlainCommand(usage, main);
