import { buildPackage, importClient, importTesting } from "./command/built-package.js";
import { isEntryPoint, runPlainCommand } from "./command/entry-point.js";
import { count, reportDone, startClock } from "./command/progress.js";
import { runTour } from "./start/tour.js";

const usage = `Usage: npm start

Shows the package at work: builds it like npm run build, starts the embedded DataMeta server on
loopback, and calls it with the built package. Prints a line per call with method, path, status, time
and result. Secrets are masked.

  --help  show this text
`;

async function main(): Promise<void> {
  const elapsed = startClock();
  await buildPackage();
  const calls = await runTour(await importClient(), await importTesting());
  reportDone("start", `${count(calls, "call")}, each as documented`, elapsed());
}

if (isEntryPoint(import.meta.url)) await runPlainCommand(usage, main);
