import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { digestFiles } from "./build/digest.js";
import { defineCommand, isEntryPoint, runAsProcess } from "./command/entry-point.js";
import { reportDone, shownPath, startClock } from "./command/progress.js";
import { projectRoot } from "./command/project.js";
import { writeOutputs } from "./step.js";

/** The inputs of the build: the sources, and the generator with its settings. */
const sources = [
  ...["spec", "src", "scripts", "redocly.yaml", "tsconfig.base.json", "tsconfig.build.json"],
  ...["package.json", "package-lock.json", ".prettierrc.json", ".editorconfig"],
];
const results = ["generated", "dist/src", "dist/generated", "dist/cli", "dist/generator"];

/**
 * Lints the document in `spec/`, generates `generated/`, compiles it and `src/` into `dist/`, and
 * bundles the command `datameta` and the generator. Changes nothing if the document has a problem.
 * Keeps `dist/` if the code does not compile. Does nothing if no file has changed since the last
 * build.
 *
 * @param options - `check`: fails if `generated/` is stale, instead of writing it
 * @throws GenerationError with all problems
 */
export async function build({ root = projectRoot, check = false } = {}): Promise<void> {
  const elapsed = startClock();
  const scratch = join(root, ".cache");
  const stamp = join(scratch, "build.sha256");
  const before = await digestFiles(root, sources);
  const built = await readFile(stamp, "utf8").catch(() => "");
  if (built === before + (await digestFiles(root, results))) {
    reportDone("build", shownPath(join(root, "dist")), "nothing has changed", elapsed());
    return;
  }
  // The compiler and the generator's libraries take a second to load.
  const [{ steps }, { runPipeline }, { compile }, ...bundles] = await Promise.all([
    import("./generate.js"),
    import("./pipeline.js"),
    import("./build/compile.js"),
    import("./build/bundle-library.js"),
    import("./build/bundle-command.js"),
    import("./build/bundle-generator.js"),
  ]);
  const [{ bundleLibrary }, { bundleCommand }, { bundleGenerator }] = bundles;
  await runPipeline(steps, {
    ...{ spec: join(root, "spec", "openapi.yaml"), config: join(root, "redocly.yaml") },
    ...{ out: join(root, "generated"), check, lint: "strict" },
  });
  await compile(join(root, "tsconfig.build.json"), scratch);
  await bundleLibrary(join(root, "dist", "src", "files", "md5-web.js"), "js-md5");
  await bundleCommand(root, scratch);
  await bundleGenerator(root, scratch);
  // If a source was edited in the meantime, the next build must run again.
  if ((await digestFiles(root, sources)) !== before) return;
  await writeOutputs([{ path: stamp, text: before + (await digestFiles(root, results)) }]);
}

const usage = `Usage: npm run build [-- options]

Builds the package: lints spec/, regenerates generated/, compiles generated/ and src/ into
dist/generated/ and dist/src/ (JavaScript, type declarations and source maps), and bundles the
command datameta with its libraries into dist/cli/.

Changes nothing if the spec has a problem, and keeps dist/ if the code does not compile. Does nothing
if no file has changed since the last build.

  --check  fail if generated/ is stale, instead of writing it
  --help   show this text
`;

/** `npm run build`. */
export const buildCommand = defineCommand(
  usage,
  { check: { type: "boolean", default: false } },
  ({ check }) => build({ check }),
);

if (isEntryPoint(import.meta.url)) await runAsProcess(buildCommand);
