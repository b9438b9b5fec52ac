import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";

import { build } from "esbuild";

import { count, reportDone, shownPath, startClock } from "../command/progress.js";
import { replaceFolder, type Output } from "../step.js";
import { collectLicenses } from "./bundle-command.js";

/** Libraries that are not bundled. The project that runs the generator installs them if needed. */
const external = ["openapi-typescript", "@redocly/openapi-core", "typescript", "ajv", "prettier"];

/** Files that the generator reads at run time. */
const data = ["request-validators/table-types.ts", "response-validators/table-types.ts"];

/** Bundles the generator into `dist/generator/`. Does nothing in a project without a generator. */
export async function bundleGenerator(root: string, scratchFolder: string): Promise<void> {
  const elapsed = startClock();
  const entry = join(root, "scripts", "main.ts");
  if (!existsSync(entry)) return;
  const folder = join(root, "dist", "generator");
  const { outputFiles, metafile } = await build({
    ...{ absWorkingDir: root, entryPoints: { main: entry }, outdir: folder, write: false },
    ...{ bundle: true, splitting: true, format: "esm", platform: "node", target: "node20" },
    ...{ external, metafile: true, legalComments: "none", logLevel: "silent" },
    // All chunks are in one folder, because the generator looks for its data there.
    chunkNames: "part-[hash]",
  });
  const files: Output[] = outputFiles.map(({ path, text }) => ({
    path: relative(folder, path),
    text,
  }));
  for (const path of data) {
    files.push({ path, text: await readFile(join(root, "scripts", path), "utf8") });
  }
  files.push({ path: "LICENSES.txt", text: await collectLicenses(root, metafile) });
  await replaceFolder(folder, files, scratchFolder);
  reportDone("bundle", shownPath(folder), count(files.length, "file"), elapsed());
}
