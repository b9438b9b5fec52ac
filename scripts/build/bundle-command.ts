import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";

import { build, type Metafile, type Plugin } from "esbuild";

import { count, reportDone, shownPath, startClock } from "../command/progress.js";
import { replaceFolder, type Output } from "../step.js";

/** The entry files of `dist/cli/`, and their sources. The other files are chunks. */
const entries = { main: "scripts/bin/main.ts", datameta: "src/cli/index.ts" };

/** Some libraries in the bundle are CommonJS and load Node's modules with `require`. */
const banner = `import { createRequire as $createRequire } from "node:module";
const require = $createRequire(import.meta.url);`;

/**
 * Bundles the command `datameta` with its libraries into `dist/cli/`, and puts their licenses next
 * to it. Does nothing in a project without the command.
 */
export async function bundleCommand(root: string, scratchFolder: string): Promise<void> {
  const elapsed = startClock();
  if (Object.values(entries).some((file) => !existsSync(join(root, file)))) return;
  const folder = join(root, "dist", "cli");
  const { outputFiles, metafile } = await build({
    ...{ absWorkingDir: root, entryPoints: entries, outdir: folder, write: false },
    ...{ bundle: true, splitting: true, format: "esm", platform: "node", target: "node20" },
    ...{ minify: true, keepNames: true, legalComments: "none", metafile: true },
    ...{ plugins: [compiledPackage(root)] },
    ...{ chunkNames: "part-[hash]", banner: { js: banner }, logLevel: "silent" },
  });
  const files: Output[] = outputFiles.map(({ path, text }) => ({
    path: relative(folder, path),
    text,
  }));
  files.push({ path: "LICENSES.txt", text: await collectLicenses(root, metafile) });
  await replaceFolder(folder, files, scratchFolder);
  reportDone("bundle", shownPath(folder), count(files.length, "file"), elapsed());
}

/**
 * Leaves modules out of the bundle that are already in `dist/src/`. The command in `dist/cli/`
 * imports them from there.
 */
function compiledPackage(root: string): Plugin {
  return {
    name: "compiled-package",
    setup(build) {
      build.onResolve({ filter: /^\.\.?\// }, ({ importer, path }) => {
        const inSources = relative(join(root, "src"), join(dirname(importer), path));
        const isOutside = inSources.startsWith("..") || inSources.startsWith(`cli${sep}`);
        if (!importer.startsWith(join(root, "src", "cli") + sep) || isOutside) return undefined;
        return { path: `../src/${inSources.replaceAll(sep, "/")}`, external: true };
      });
    },
  };
}

/** Collects the licenses of the libraries in the bundle. */
export async function collectLicenses(root: string, { inputs }: Metafile): Promise<string> {
  const packages = new Set(
    Object.keys(inputs).flatMap(
      (path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [],
    ),
  );
  const texts = [...packages].sort().map(async (path) => {
    // Safe: npm does not install a package without these.
    const { name, version, license } = JSON.parse(
      await readFile(join(root, path, "package.json"), "utf8"),
    ) as { name: string; version: string; license: string };
    const file = (await readdir(join(root, path))).find((each) => /^licen[cs]e/i.test(each));
    const text = file === undefined ? "" : await readFile(join(root, path, file), "utf8");
    return `${name} ${version} (${license})\n\n${text.trim()}\n`;
  });
  const head = "The command datameta contains these libraries:\n";
  return [head, ...(await Promise.all(texts))].join(`\n${"-".repeat(80)}\n\n`);
}
