import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

import { build } from "./build.js";
import { isEntryPoint, runCommand } from "./entry-point.js";
import { steps } from "./generate.js";
import { count, reportDone, startClock } from "./progress.js";
import { defaultConfig, defaultOut, defaultSpec, projectRoot, scratch } from "./project.js";
import { runTour } from "./start/tour.js";
import { generate } from "./step-command.js";

const usage = `Usage: npm start

The main job, from the spec to live calls: lints spec/ and regenerates generated/, builds dist/,
starts the embedded DataMeta server on loopback and calls it through the built package. Each call is
a line: method, path, status, time, what came back. Secrets are masked.

  --help  this text
`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: "boolean", default: false } } });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const elapsed = startClock();
  const files = { spec: defaultSpec, out: defaultOut, config: defaultConfig, check: false };
  await generate(steps, files, "warning");
  await build(join(projectRoot, "tsconfig.build.json"), scratch);

  // By their place in dist/: the package's name would lead tsx to the sources.
  const client = (await importBuilt("index.js")) as typeof import("datameta-client");
  const testing = (await importBuilt(
    "testing/index.js",
  )) as typeof import("datameta-client/testing");
  const calls = await runTour(client, testing);
  reportDone("start", `${count(calls, "call")}, each as documented`, elapsed());
}

function importBuilt(file: string): Promise<unknown> {
  return import(pathToFileURL(join(projectRoot, "dist", "src", file)).href);
}

if (isEntryPoint(import.meta.url)) await runCommand(main);
