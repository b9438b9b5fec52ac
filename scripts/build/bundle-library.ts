import { existsSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

import { build } from "esbuild";

import { reportDone, shownPath, startClock } from "../command/progress.js";
import { projectRoot } from "../command/project.js";
import { writeOutputs } from "../step.js";

/**
 * Bundles a library and its license into the compiled module that imports it, so that users of the
 * package install only `openapi-fetch`. Does nothing in a project without the module.
 *
 * @param path - the compiled module
 * @param library - the name of the package, a development dependency
 */
export async function bundleLibrary(path: string, library: string): Promise<void> {
  const elapsed = startClock();
  if (!existsSync(path)) return;
  const folder = join(projectRoot, "node_modules", library);
  const file = (await readdir(folder)).find((name) => /^licen[cs]e/i.test(name));
  if (file === undefined) throw new Error(`${library} has no file with its license`);
  const license = await readFile(join(folder, file), "utf8");
  const { outputFiles } = await build({
    ...{ entryPoints: [path], outfile: path, bundle: true, minifySyntax: true, write: false },
    // A source map would be larger than the code.
    ...{ sourcemap: false, allowOverwrite: true },
    ...{ format: "esm", platform: "neutral", mainFields: ["module", "main"], target: "es2022" },
    banner: { js: `/*! With ${library}:\n${license.trim().replaceAll("*/", "")}\n*/` },
  });
  await writeOutputs(outputFiles);
  await rm(`${path}.map`, { force: true });
  const size = outputFiles.find((file) => file.path === path)?.contents.length ?? 0;
  reportDone("bundle", shownPath(path), library, `${Math.ceil(size / 1024)} kB`, elapsed());
}
