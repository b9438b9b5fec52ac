import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";

import {
  isEntryPoint,
  runOptionCommand,
  type CommandOptions,
  type CommandValues,
} from "./command/entry-point.js";
import { GenerationError } from "./command/generation-error.js";
import { runNpm } from "./command/npm.js";
import { count, reportDone, shownPath, startClock } from "./command/progress.js";
import { projectRoot, scratch } from "./command/project.js";
import { isObject } from "./document/spec-document.js";
import { writeOutputs } from "./step.js";
import { readLockFile } from "./supply-chain/lock-file.js";

/**
 * Makes the bill of materials of what users install: the package, and its dependencies in the
 * versions of the lock file, with their licences and checksums. Needs no network.
 *
 * @throws GenerationError where it would not name them all
 */
export async function makeSbom(folder: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  if (!isObject(manifest)) throw failure("package.json holds no object.");
  await mkdir(scratch, { recursive: true });
  const temporary = await mkdtemp(join(scratch, "sbom-"));
  try {
    const text = await sbomWithoutTools(temporary, folder, manifest);
    const wanted = (await readLockFile(folder)).filter(({ runtime }) => runtime);
    const named = componentsOf(text);
    const missing = wanted.filter(({ name, version }) => !named.has(`${name}@${version}`));
    if (missing.length === 0 && named.size > 0) return text;
    const names = missing.map(({ name, version }) => `${name}@${version}`).join(", ");
    throw failure(`npm left out of the bill of materials: ${names || "everything"}.`);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/**
 * `npm sbom --omit dev` drops a dependency that is also the peer of a development dependency
 * (https://github.com/npm/cli/issues/7909). So npm sees a project that has none of these.
 */
async function sbomWithoutTools(
  temporary: string,
  folder: string,
  manifest: Readonly<Record<string, unknown>>,
): Promise<string> {
  const published = { ...manifest, devDependencies: undefined, scripts: undefined };
  // npm names the bill after the folder.
  const project = join(temporary, String(manifest["name"]));
  await writeOutputs([
    { path: join(project, "package.json"), text: JSON.stringify(published) },
    {
      path: join(project, "package-lock.json"),
      text: await readFile(join(folder, "package-lock.json"), "utf8"),
    },
  ]);
  await npm(project, ["install", "--package-lock-only", "--offline", "--ignore-scripts"]);
  const sbom = ["sbom", "--package-lock-only", "--sbom-format=cyclonedx", "--sbom-type=library"];
  return npm(project, sbom);
}

async function npm(folder: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runNpm(folder, args);
  if (code !== 0) throw failure(`npm ${args.join(" ")} failed:\n${stderr.trimEnd()}`);
  return stdout;
}

function componentsOf(sbom: string): Set<string> {
  const parsed: unknown = JSON.parse(sbom);
  const components: unknown = isObject(parsed) ? parsed["components"] : undefined;
  if (!Array.isArray(components)) return new Set();
  const objects = (components as unknown[]).filter(isObject);
  return new Set(objects.map(({ name, version }) => `${String(name)}@${String(version)}`));
}

function failure(message: string): GenerationError {
  return new GenerationError([
    { message, places: [], advice: "Compare with `npm ls --omit dev`." },
  ]);
}

const usage = `Usage: npm run release:sbom [-- options]

Writes the bill of materials (SBOM, CycloneDX) of what users install: the package and its
dependencies, with versions, licences and checksums of the lock file.

  --out DIR  where sbom.cdx.json goes    (default: dist/release)
  --help     this text
`;

const options = {
  out: { type: "string", default: join(projectRoot, "dist", "release") },
} satisfies CommandOptions;

async function main(values: CommandValues<typeof options>): Promise<void> {
  const elapsed = startClock();
  const path = join(resolve(values.out), "sbom.cdx.json");
  const text = await makeSbom(projectRoot);
  await writeOutputs([{ path, text }]);
  reportDone("sbom", shownPath(path), count(componentsOf(text).size, "component"), elapsed());
}

if (isEntryPoint(import.meta.url)) await runOptionCommand(usage, options, main);
