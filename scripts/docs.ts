import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";

import { withCodeSamples } from "./code-samples.js";
import {
  describeFailure,
  isEntryPoint,
  runOptionCommand,
  type CommandOptions,
  type CommandValues,
} from "./command/entry-point.js";
import { GenerationError } from "./command/generation-error.js";
import { count, reportDone, reportFailed, shownPath, startClock } from "./command/progress.js";
import {
  defaultConfig,
  defaultExamples,
  defaultSpec,
  projectRoot,
  scratch,
} from "./command/project.js";
import { watchFolders } from "./command/watch-folders.js";
import { exportPages } from "./docs/exports.js";
import type { Page } from "./docs/page.js";
import { renderRedoc } from "./docs/redoc.js";
import { guidesFolder, renderSite } from "./docs/site.js";
import { readConfig, readSpec } from "./document/read-spec.js";
import { replaceFolder, writeOutputs } from "./step.js";

const usage = `Usage: npm run docs [-- options]

Builds the docs site into dist/site/ with VitePress: the guides of docs/, a page for each operation
with its example, a page for each schema, the exports of the package, and Redoc's page. Any web
server can serve the folder. The site requests nothing from other hosts.

  --out DIR   write to another folder, and replace its content
  --base URL  the path of the site (default: /)
  --preview   serve the site on loopback until Ctrl-C. Pages reload when docs/ or spec/ change. The
              exports and Redoc's page are read only once
  --help      show this text
`;

/** `docs/.vitepress/config.ts` reads this folder. */
const pagesFolder = join(scratch, "docs-pages");

interface Slow {
  readonly exported: readonly Page[];
  readonly redoc: string;
}

async function readSpecification() {
  const spec = await readSpec(defaultSpec, await readConfig(defaultConfig));
  return { spec, document: await withCodeSamples(spec, defaultExamples) };
}

async function readSlow(): Promise<Slow> {
  const { document } = await readSpecification();
  // Redoc runs in another process at the same time.
  const [redoc, exported] = await Promise.all([
    timed("redoc", shownPath(defaultSpec), () => renderRedoc(document)),
    timed("typedoc", "src/", exportPages),
  ]);
  return { redoc, exported };
}

async function buildDocs(out: string, base: string): Promise<void> {
  const elapsed = startClock();
  const slow = await readSlow();
  const { files, pages } = await timed("pages", "spec/, docs/", async () =>
    renderSite({ ...(await readSpecification()), ...slow }),
  );
  await replaceFolder(pagesFolder, files, scratch);
  await timed("vitepress", shownPath(pagesFolder), () =>
    vitepress(["build", guidesFolder, "--outDir", out, "--base", base]),
  );
  reportDone("docs", shownPath(out), count(pages.length, "page"), elapsed());
}

/** Serves the site until the signal aborts. */
async function preview(signal: AbortSignal): Promise<void> {
  const slow = await readSlow();
  const update = async () => {
    const elapsed = startClock();
    try {
      const { files } = await renderSite({ ...(await readSpecification()), ...slow });
      const changed = await writeOutputs(
        files.map(({ path, text }) => ({ path: join(pagesFolder, path), text })),
      );
      reportDone("pages", count(changed.length, "changed file"), elapsed());
    } catch (error) {
      // The file may be half edited, so the pages stay as they are.
      reportFailed("pages", describeFailure(error));
    }
  };
  await update();
  const { ended } = await watchFolders([dirname(defaultSpec), guidesFolder], update, { signal });
  await vitepress(["dev", guidesFolder], signal);
  await ended;
  reportDone("preview", "ended");
}

/** Runs VitePress's command until it ends or the signal aborts. Its output goes to stderr. */
async function vitepress(args: readonly string[], signal?: AbortSignal): Promise<void> {
  const isStopped = () => signal?.aborted === true;
  if (isStopped()) return;
  const manifest = createRequire(import.meta.url).resolve("vitepress/package.json");
  const command = join(dirname(manifest), "bin", "vitepress.js");
  const child = spawn(process.execPath, [command, ...args], { stdio: ["ignore", 2, 2] });
  signal?.addEventListener("abort", () => child.kill());
  // The first argument of the event is the exit code.
  const [code] = (await once(child, "exit")) as [number | null];
  if (code === 0 || isStopped()) return;
  const advice = "What it says above names the page.";
  throw new GenerationError([{ message: "VitePress failed.", places: ["docs/"], advice }]);
}

async function timed<T>(name: string, input: string, run: () => Promise<T>): Promise<T> {
  const elapsed = startClock();
  const result = await run();
  reportDone(name, input, elapsed());
  return result;
}

const options = {
  out: { type: "string", default: join(projectRoot, "dist", "site") },
  base: { type: "string", default: "/" },
  preview: { type: "boolean", default: false },
} satisfies CommandOptions;

async function main(values: CommandValues<typeof options>): Promise<void> {
  if (!values.preview) return buildDocs(resolve(values.out), values.base);
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"]) process.once(name, () => stop.abort());
  await preview(stop.signal);
}

if (isEntryPoint(import.meta.url)) await runOptionCommand(usage, options, main);
