import type { ServerResponse } from "node:http";
import { dirname, join } from "node:path";

import { withCodeSamples } from "../code-samples.js";
import {
  UsageError,
  isEntryPoint,
  runOptionCommand,
  type CommandOptions,
  type CommandValues,
} from "../command/entry-point.js";
import { GenerationError } from "../command/generation-error.js";
import { count, reportDone, reportFailed, startClock } from "../command/progress.js";
import { defaultConfig, defaultExamples, defaultSpec, projectRoot } from "../command/project.js";
import { watchFolders } from "../command/watch-folders.js";
import { readConfig, readSpec } from "../document/read-spec.js";
import type { Output } from "../step.js";
import type { ApiPage } from "./package-api.js";
import { readPackageApi } from "./package-api.js";
import { renderRedoc } from "./redoc.js";
import { listenOnLoopback, serveFiles } from "./serve.js";
import { guidesFolder, renderSite } from "./site.js";

const usage = `Usage: npm run docs:preview [-- options]

Serves the docs site on loopback, and renders it anew when a file of spec/, docs/ or scripts/docs/assets/
changes; open pages then reload. What the package exports, and Redoc's page, are read once: start it
anew after a change of src/.

  --port N  the port (default: 4173)
  --help    this text
`;

const events = "/.events";

/** Reloads a page when the site has changed. */
const reload = `<script>new EventSource("${events}").onmessage = () => location.reload();</script>\n`;

interface Preview {
  readonly api: readonly ApiPage[];
  readonly redoc: string;
}

async function render({ api, redoc }: Preview): Promise<Output[]> {
  const spec = await readSpec(defaultSpec, await readConfig(defaultConfig));
  const document = await withCodeSamples(spec, defaultExamples);
  return (await renderSite({ spec, document, redoc, api, extra: reload })).files;
}

/** Starts the preview; it goes on until the process ends. */
async function preview(port: number): Promise<void> {
  const elapsed = startClock();
  const spec = await readSpec(defaultSpec, await readConfig(defaultConfig));
  const document = await withCodeSamples(spec, defaultExamples);
  const [redoc, api] = await Promise.all([renderRedoc(document), readPackageApi()]);
  let files = await render({ api, redoc });
  const readers = new Set<ServerResponse>();

  const serve = serveFiles(() => files);
  const { origin } = await listenOnLoopback((request, response) => {
    if (request.url !== events) {
      serve(request, response);
      return;
    }
    response.writeHead(200, { "Content-Type": "text/event-stream" }).write(":\n\n");
    readers.add(response);
    response.once("close", () => readers.delete(response));
  }, port).catch((error: unknown) => {
    if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) throw error;
    const advice = "Give another one by --port.";
    throw new GenerationError([{ message: `Port ${port} is taken.`, places: [], advice }]);
  });

  const update = async () => {
    const rendering = startClock();
    try {
      files = await render({ api, redoc });
      for (const reader of readers) reader.write("data: changed\n\n");
      reportDone("render", count(readers.size, "open page"), rendering());
    } catch (error) {
      // A file in the middle of an edit: the pages stay as they were.
      if (!(error instanceof GenerationError)) throw error;
      reportFailed("render", error.message);
    }
  };
  const assets = join(projectRoot, "scripts", "docs", "assets");
  await watchFolders([dirname(defaultSpec), guidesFolder, assets], update);
  reportDone("preview", `${origin}/`, elapsed());
}

const options = {
  port: { type: "string", default: "4173" },
} satisfies CommandOptions;

async function main(values: CommandValues<typeof options>): Promise<void> {
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UsageError(`--port must be a number up to 65535; got "${values.port}".`);
  }
  await preview(port);
}

if (isEntryPoint(import.meta.url)) await runOptionCommand(usage, options, main);
