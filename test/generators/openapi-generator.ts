import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { scratch } from "../../scripts/command/project.js";
import { findPython } from "../server/python-environment.js";
import { runCommand } from "../server/run-command.js";

const requirements = fileURLToPath(new URL("requirements.txt", import.meta.url));
const locate =
  "import openapi_generator_cli, os; print(os.path.dirname(openapi_generator_cli.__file__))";

/** OpenAPI Generator, ready for use. */
export interface OpenApiGenerator {
  /** The Python of a virtual environment with the packages that generated code needs. */
  readonly python: string;
  /** Generates the client of a document into a folder. */
  generate(generator: string, document: string, folder: string): Promise<void>;
}

/** Returns why the generator cannot run here, or `undefined` if it can. */
export async function findObstacle(): Promise<string | undefined> {
  try {
    await runCommand("java", ["-version"]);
  } catch {
    return "Java is not installed, and OpenAPI Generator needs it";
  }
  return findPython().then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

/** Installs the generator into `.cache/openapi-generator/`, once for each version. */
export async function prepareGenerator(): Promise<OpenApiGenerator> {
  const hash = createHash("sha256").update(await readFile(requirements));
  const folder = join(scratch, "openapi-generator", hash.digest("hex").slice(0, 12));
  const python = join(folder, "bin", "python");
  if (!existsSync(python)) await install(folder);
  const jar = join(
    (await runCommand(python, ["-I", "-c", locate])).trim(),
    "openapi-generator.jar",
  );
  return {
    python,
    async generate(generator, document, target) {
      const args = ["-i", document, "-g", generator, "-o", target];
      await runCommand("java", ["-jar", jar, "generate", ...args]);
    },
  };
}

/** Creates a folder under a temporary name and renames it when it is complete. */
async function install(folder: string): Promise<void> {
  const unfinished = `${folder}.${process.pid}`;
  try {
    await mkdir(join(folder, ".."), { recursive: true });
    await runCommand(await findPython(), ["-I", "-m", "venv", unfinished]);
    const pip = ["-I", "-m", "pip", "install", "--no-deps", "--no-input", "-r", requirements];
    await runCommand(join(unfinished, "bin", "python"), pip);
    await rename(unfinished, folder);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}
