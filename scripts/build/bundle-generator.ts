import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";

import { build } from "esbuild";

import { count, reportDone, shownPath, startClock } from "../command/progress.js";
import { replaceFolder, type Output } from "../step.js";
import { collectLicenses } from "./bundle-command.js";

/** Libraries that the project has which runs the generator, and those that only this project needs. */
const external = ["openapi-typescript", "@redocly/openapi-core", "typescript", "ajv", "prettier"];

/** Files that the generator reads when it runs. */
const data = ["request-validators/table-types.ts", "response-validators/table-types.ts"];

/** Bundles the generator into `dist/generator/`. A project without it has nothing to bundle. */
export async function bundleGenerator(root: string, scratchFolder: string): Promise<void> {
  const elapsed = startClock();
  const entry = join(root, "scripts", "main.ts");
  if (!existsSync(entry)) return;
  const folder = join(root, "dist", "generator");
  const { outputFiles, metafile } = await build({
    ...{ absWorkingDir: root, entryPoints: { main: entry }, outdir: folder, write: false },
    ...{ bundle: true, splitting: true, format: "esm", platform: "node", target: "node20" },
    ...{ external, metafile: true, legalComments: "none", logLevel: "silent" },
    // The whole generator lies in one folder, where it looks for its data.
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
