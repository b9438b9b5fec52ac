import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { analyzeMetafile, build, type BuildOptions, type Metafile } from "esbuild";

import { isEntryPoint, runPlainCommand } from "./command/entry-point.js";
import { GenerationError } from "./command/generation-error.js";
import { reportDone, startClock } from "./command/progress.js";
import { projectRoot } from "./command/project.js";

/**
 * The maximum size of an app with four calls, in bytes after gzip. Lower it when the app becomes
 * smaller.
 */
export const budget = 17_483;

/** The size of a minified bundle, in bytes. */
export interface Weight {
  readonly minified: number;
  readonly gzip: number;
  readonly metafile: Metafile;
}

/** Measures an app from scripts/bench/fixtures/apps/ with its four calls, bundled for a browser. */
export async function weighApp(app: string, options: BuildOptions = {}): Promise<Weight> {
  const contents = `
    import { connect } from ${JSON.stringify(app)};
    import { fourCalls } from ${JSON.stringify(join(projectRoot, "scripts/bench/four-calls.ts"))};
    const account = { email: "a", password: "b", newPassword: "c" };
    await fourCalls(connect("https://localhost/api/v1", "t"), account);`;
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: projectRoot },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    ...options,
    write: false,
    metafile: true,
  });
  const code = Buffer.concat(outputFiles.map((output) => output.contents));
  return { minified: code.length, gzip: gzipSync(code, { level: 9 }).length, metafile };
}

/** Measures our app with the current sources. */
export function weighOurs(): Promise<Weight> {
  return weighApp(join(projectRoot, "scripts/bench/fixtures/apps/datameta-client"), {
    alias: { "datameta-client": join(projectRoot, "src", "index.ts") },
    absWorkingDir: projectRoot,
  });
}

const usage = `Usage: npm run size [-- --help]

Bundles an app with four calls (esbuild, minified) and prints the bytes of each module.
Fails if the app is larger than the budget in scripts/size.ts.
`;

async function main(): Promise<void> {
  const elapsed = startClock();
  const { minified, gzip, metafile } = await weighOurs();
  process.stdout.write(await analyzeMetafile(metafile));
  if (gzip > budget) {
    const message = `The app has ${gzip} bytes after gzip. Its budget is ${budget}.`;
    throw new GenerationError([{ message, places: [], advice: "Make it smaller again." }]);
  }
  reportDone("size", `${minified} bytes, ${gzip} of ${budget} after gzip`, elapsed());
}

if (isEntryPoint(import.meta.url)) await runPlainCommand(usage, main);
