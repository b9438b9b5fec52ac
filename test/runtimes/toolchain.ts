import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { GenerationError } from "../../scripts/command/generation-error.js";
import { reportDone, startClock } from "../../scripts/command/progress.js";
import { scratch } from "../../scripts/command/project.js";
import { run } from "../package/support/run.js";

/** A tool that this machine does not have and npm cannot install. */
export class MissingError extends Error {
  override readonly name = "MissingError";
}

const folder = join(scratch, "runtimes", "tools");

/**
 * Installs exact versions from the registry into a separate folder, once. Runs no install scripts,
 * because the platform packages contain the files that they would download.
 *
 * @param packages - `name@version`. The folder is named after the first one
 * @returns the folder with `node_modules`
 * @throws GenerationError if npm cannot install them
 */
export async function installTool(...packages: readonly string[]): Promise<string> {
  const target = join(folder, packages.join("_").replaceAll(/[^\w.@-]/g, "-"));
  if (await stat(target).catch(() => undefined)) return target;
  const elapsed = startClock();
  const next = `${target}.next`;
  await rm(next, { recursive: true, force: true });
  await mkdir(next, { recursive: true });
  await writeFile(join(next, "package.json"), "{}");
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  try {
    await run(next, "npm", ["install", ...flags, ...packages]);
  } catch (error) {
    await rm(next, { recursive: true, force: true });
    const message = `npm cannot install ${packages.join(" ")}: ${reasonOf(error)}`;
    const advice = "The first run needs access to npm's registry or a mirror.";
    throw new GenerationError([{ message, places: [], advice }], { cause: error });
  }
  await rename(next, target);
  reportDone("install", packages.join(" "), elapsed());
  return target;
}

/** Reads the version of a package in the `node_modules` of a folder. */
export async function readVersion(folder: string, name: string): Promise<string> {
  const path = join(folder, "node_modules", name, "package.json");
  // Safe: every package.json that npm installs has a version.
  return (JSON.parse(await readFile(path, "utf8")) as { version: string }).version;
}

/**
 * Returns the path of a Node, from the package that the install script of `node@…` would download.
 */
export async function installNode(version: string): Promise<string> {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const tool = await installTool(`${name}@${version}`);
  return findFile(join(tool, "node_modules", name, "bin"), "node");
}

/** Returns the path of a program in a platform package, such as `@oven/bun-linux-x64/bin/bun`. */
export async function installScoped(
  tool: { readonly package: string; readonly version: string; readonly scope: string },
  program: string,
): Promise<string> {
  const installed = await installTool(`${tool.package}@${tool.version}`);
  const scope = join(installed, "node_modules", tool.scope);
  for (const name of await readdir(scope).catch(() => [])) {
    for (const place of [join(scope, name), join(scope, name, "bin")]) {
      const found = await findFile(place, program).catch(() => undefined);
      if (found !== undefined) return found;
    }
  }
  throw new MissingError(
    `${tool.package} has no package for ${process.platform} on ${process.arch}`,
  );
}

async function findFile(place: string, program: string): Promise<string> {
  const files = await readdir(place).catch(() => []);
  const file = files.find((name) => name === program || name === `${program}.exe`);
  if (file === undefined) throw new MissingError(`${place} does not contain ${program}`);
  return join(place, file);
}

/** Returns the reason from npm's output, in one line. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
  const lines = text.split("\n").map((line) => line.replace(/^npm error ?/, "").trim());
  return lines.find((line) => line !== "" && !/^code \w+$/.test(line)) ?? "no reason in its output";
}
