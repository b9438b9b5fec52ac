import { buildPackage, importClient, importTesting } from "./command/built-package.js";
import { isEntryPoint, runPlainCommand } from "./command/entry-point.js";
import { count, reportDone, startClock } from "./command/progress.js";
import { runTour } from "./start/tour.js";

const usage = `Usage: npm start

The main job, from the spec to live calls: builds the package as npm run build does, starts the
embedded DataMeta server on loopback and calls it through the built package. Each call is a line:
method, path, status, time, what came back. Secrets are masked.

  --help  this text
`;

async function main(): Promise<void> {
  const elapsed = startClock();
  await buildPackage();
  const calls = await runTour(await importClient(), await importTesting());
  reportDone("start", `${count(calls, "call")}, each as documented`, elapsed());
}

if (isEntryPoint(import.meta.url)) await runPlainCommand(usage, main);
