import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { ApiVersion } from "./api-version.js";
import { cacheFolder, pythonFolder } from "./folders.js";
import { runCommand } from "./run-command.js";

/**
 * openapi-core 0.13 needs distutils, which Python 3.12 removed. Before 3.11, Python parses dates
 * differently.
 */
const wantedPython = "3.11";

const advice =
  `DataMeta needs Python ${wantedPython} with the venv module. Install it ` +
  `(Debian 12: apt install python3.11-venv; macOS: brew install python@3.11; any: pyenv install 3.11), ` +
  `or set the environment variable DATAMETA_PYTHON to its path`;

/** Finds a Python 3.11 that can create virtual environments. */
export async function findPython(): Promise<string> {
  const named = process.env["DATAMETA_PYTHON"];
  const candidates = named
    ? [named]
    : ["python3.11", "/usr/bin/python3.11", "/usr/local/bin/python3.11", "python3", "python"];
  const probe =
    "import ensurepip, sys, venv; print('%d.%d' % sys.version_info[:2], sys.executable)";

  const seen: string[] = [];
  for (const candidate of candidates) {
    try {
      const [version, executable] = (await runCommand(candidate, ["-I", "-c", probe]))
        .trim()
        .split(" ");
      if (version === wantedPython && executable !== undefined) return executable;
      seen.push(`${candidate} is ${String(version)}`);
    } catch (error) {
      seen.push(`${candidate}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(`${advice}.\n  Tried: ${seen.join("; ")}`);
}

export interface PythonEnvironment {
  /** The interpreter of the environment. */
  readonly python: string;
  readonly cached: boolean;
}

/** Creates a virtual environment with DataMeta, once for each version of the requirements. */
export async function preparePythonEnvironment(
  api: ApiVersion,
  basePython: string,
  log: string,
): Promise<PythonEnvironment> {
  const requirements = join(pythonFolder, `requirements-${api}.txt`);
  const build = join(pythonFolder, "requirements-build.txt");
  const libraries = join(pythonFolder, "requirements-libraries.txt");

  const hash = createHash("sha256").update(basePython);
  for (const file of [build, libraries, requirements]) hash.update(await readFile(file));
  const folder = join(cacheFolder, `${api}-${hash.digest("hex").slice(0, 12)}`);
  const python = join(folder, "bin", "python");
  if (existsSync(python)) return { python, cached: true };

  // Created under a temporary name and renamed when complete, so that an interrupted set-up is
  // never used.
  const unfinished = `${folder}.${process.pid}`;
  try {
    await mkdir(cacheFolder, { recursive: true });
    await runCommand(basePython, ["-I", "-m", "venv", unfinished], { log });
    const pip = (...args: string[]) =>
      runCommand(
        join(unfinished, "bin", "python"),
        ["-I", "-m", "pip", "install", "--no-deps", "--no-input", "--progress-bar=off", ...args],
        { log },
      );
    await pip("-r", build);
    await pip("--no-build-isolation", "-r", requirements);
    await rename(unfinished, folder).catch((error: unknown) => {
      // Another run has created the same environment in the meantime.
      if (!existsSync(python)) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return { python, cached: false };
}
