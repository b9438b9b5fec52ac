import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { GenerationError } from "./generation-error.js";
import { shownPath } from "./progress.js";

/** How long to wait for another run, in milliseconds. A run holds the lock while it writes. */
const patience = 20_000;

/** A lock of this age was left by a run that was killed, even if its process number is in use again. */
const longest = 60_000;

/**
 * Does work while no other run writes into the folder. The lock of a killed run is removed.
 *
 * @throws GenerationError if another run holds the lock too long
 */
export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const path = join(folder, ".datameta-client.lock");
  const end = Date.now() + patience;
  while (!take(path)) {
    if (Date.now() > end) {
      const message = "is held by another run, which does not end.";
      const advice = "Wait for it. If there is none, delete the file.";
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

/** Of several runs that see the same abandoned lock, one removes it, and none removes a new one. */
function removeAbandoned(path: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (!isAbandoned(aside)) linkSync(aside, path);
  } catch {
    // Another run was quicker.
  }
  rmSync(aside, { force: true });
}

function isAbandoned(path: string): boolean {
  try {
    if (Date.now() - statSync(path).mtimeMs > longest) return true;
    process.kill(Number(readFileSync(path, "utf8")) || process.pid, 0);
    return false;
  } catch (error) {
    return isCode(error, "ESRCH");
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
