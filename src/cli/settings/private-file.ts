import { randomUUID } from "node:crypto";
import { chmod, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { codeOf, CommandError, exitCodes } from "../errors.js";

/** The age in milliseconds at which a lock is ignored: its process must have been killed. */
const staleLock = 10_000;

/** Reads a file that only its user may read. Returns `undefined` if it does not exist. */
export async function readPrivate(path: string): Promise<unknown> {
  let text: string;
  try {
    await using file = await openForReading(path);
    if (file === undefined) return undefined;
    refuseShared(path, await file.handle.stat(), 600);
    refuseShared(dirname(path), await stat(dirname(path)), 700);
    text = await file.handle.readFile("utf8");
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw cannot("read", path, error);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(
      `${path} is damaged.`,
      exitCodes.failed,
      "Delete the file and sign in again with: datameta login",
    );
  }
}

/**
 * Changes a file that only its user may read. A lock prevents that two processes change it at the
 * same time. The new content replaces the old one in one step.
 */
export async function updatePrivate(
  path: string,
  change: (content: unknown) => unknown,
): Promise<void> {
  try {
    await makePrivateFolder(dirname(path));
    await withLock(`${path}.lock`, async () => {
      const next = `${JSON.stringify(change(await readPrivate(path)), null, 2)}\n`;
      const temporary = `${path}.${randomUUID()}.tmp`;
      try {
        const handle = await open(temporary, "wx", 0o600);
        try {
          await handle.writeFile(next);
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(temporary, path);
      } finally {
        await rm(temporary, { force: true });
      }
    });
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw cannot("write", path, error);
  }
}

async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { mode } = await stat(folder);
  if (process.platform !== "win32" && (mode & 0o077) !== 0) await chmod(folder, 0o700);
}

async function openForReading(path: string) {
  try {
    const handle = await open(path, "r");
    return { handle, [Symbol.asyncDispose]: () => handle.close() };
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return undefined;
    throw error;
  }
}

/** Refuses a file that others can read. On Windows, other users cannot read the user's folder. */
function refuseShared(path: string, { mode, uid }: { mode: number; uid: number }, wanted: number) {
  if (process.platform === "win32") return;
  if ((mode & 0o077) !== 0) {
    throw new CommandError(
      `Other users of this computer can read ${path}, which contains your login.`,
      exitCodes.notSignedIn,
      `Run: chmod ${wanted} ${JSON.stringify(path)}`,
    );
  }
  const own = process.getuid?.();
  if (own !== undefined && own !== 0 && uid !== own) {
    throw new CommandError(`${path} belongs to another user.`, exitCodes.notSignedIn);
  }
}

async function withLock(lock: string, task: () => Promise<void>): Promise<void> {
  for (const start = Date.now(); ;) {
    try {
      await (await open(lock, "wx", 0o600)).close();
      break;
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
      const since = await stat(lock).then(
        ({ mtimeMs }) => Date.now() - mtimeMs,
        () => 0,
      );
      // The process that created the lock was killed.
      if (since > staleLock) await rm(lock, { force: true });
      else if (Date.now() - start > 2 * staleLock) throw error;
      else await sleep(20);
    }
  }
  try {
    await task();
  } finally {
    await rm(lock, { force: true });
  }
}

function cannot(verb: string, path: string, error: unknown): CommandError {
  const code = codeOf(error);
  return new CommandError(
    `Cannot ${verb} ${path}${code === undefined ? "" : ` (${code})`}.`,
    exitCodes.failed,
    "Check the permissions of the folder, or set XDG_CONFIG_HOME to your own folder. " +
      "Without a stored login, DATAMETA_URL and DATAMETA_TOKEN work.",
    { cause: error },
  );
}
