import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { GenerationError } from "./generation-error.js";
import { shownPath } from "./progress.js";

/** The maximum wait for another run, in milliseconds. A run holds the lock while it writes. */
const maxWait = 20_000;

/** A lock of this age in milliseconds is abandoned, even if a new process has its process id. */
const maxAge = 60_000;

/**
 * Does work while no other run writes into the folder. The lock of a killed run is removed.
 *
 * @throws GenerationError if another run holds the lock too long
 */
export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const path = join(folder, ".datameta-client.lock");
  const end = Date.now() + maxWait;
  while (!take(path)) {
    if (Date.now() > end) {
      const message = "belongs to another run, which has not ended yet.";
      const advice = "Wait for that run. If there is none, delete the file.";
      throw new GenerationError([{ message, places: [shownPath(path)], advice }]);
    }
    await sleep(20);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function take(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
  }
  if (isAbandoned(path)) removeAbandoned(path);
  return false;
}

/** Removes an abandoned lock, but not the new lock of a run that was faster. */
function removeAbandoned(path: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (!isAbandoned(aside)) linkSync(aside, path);
  } catch {
    // Another run has already removed it.
  }
  rmSync(aside, { force: true });
}

function isAbandoned(path: string): boolean {
  try {
    if (Date.now() - statSync(path).mtimeMs > maxAge) return true;
    process.kill(Number(readFileSync(path, "utf8")) || process.pid, 0);
    return false;
  } catch (error) {
    return isCode(error, "ESRCH");
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
