import { join } from "node:path";

import { withCodeSamples } from "./code-samples.js";
import {
  isEntryPoint,
  runOptionCommand,
  type CommandOptions,
  type CommandValues,
} from "./command/entry-point.js";
import { count, reportDone, shownPath, startClock } from "./command/progress.js";
import {
  defaultConfig,
  defaultExamples,
  defaultSpec,
  projectRoot,
  scratch,
} from "./command/project.js";
import { readPackageApi } from "./docs/package-api.js";
import { renderRedoc } from "./docs/redoc.js";
import { renderSite } from "./docs/site.js";
import { readConfig, readSpec } from "./document/read-spec.js";
import { replaceFolder } from "./step.js";

const usage = `Usage: npm run docs [-- options]

Builds the docs site into dist/site/: the guides of docs/, a page for each operation of spec/ with its
example, and what the package exports. The site needs no server, and asks no other host for anything.

  --out DIR  another folder; what is in it is replaced
  --help     this text
`;

/** Builds the site; gives how many pages it has. */
async function buildDocs(out: string): Promise<number> {
  const elapsed = startClock();
  const spec = await readSpec(defaultSpec, await readConfig(defaultConfig));
  const document = await withCodeSamples(spec, defaultExamples);
  // Redoc runs in a process of its own, while TypeDoc keeps this one busy.
  const [redoc, api] = await Promise.all([
    timed("redoc", () => renderRedoc(document), shownPath(defaultSpec)),
    timed("typedoc", readPackageApi, "src/"),
  ]);
  const { files, pages } = await timed(
    "render",
    () => renderSite({ spec, document, redoc, api }),
    "docs/",
  );

  await replaceFolder(out, files, scratch);
  const bytes = files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  const size = `${(bytes / 1e6).toFixed(1)} MB`;
  reportDone("docs", shownPath(out), count(pages.length, "page"), size, elapsed());
  return pages.length;
}

async function timed<T>(name: string, run: () => Promise<T>, input: string): Promise<T> {
  const elapsed = startClock();
  const result = await run();
  reportDone(name, input, elapsed());
  return result;
}

const options = {
  out: { type: "string", default: join(projectRoot, "dist", "site") },
} satisfies CommandOptions;

async function main(values: CommandValues<typeof options>): Promise<void> {
  await buildDocs(values.out);
}

if (isEntryPoint(import.meta.url)) await runOptionCommand(usage, options, main);
