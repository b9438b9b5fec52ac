import {
  appendFileSync,
  closeSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";

import { markError } from "../datameta/errors.js";
import { ConfigurationError } from "../engine/errors.js";
import { toPath } from "./content-node.js";
import { FileError } from "./errors.js";
import { fileErrorOf } from "./file-error-of.js";
import type { JournalFile } from "./platform.js";

/**
 * Opens a journal. Only one process can use it at a time.
 *
 * @throws FileError if it cannot be written
 * @throws ConfigurationError if another process uses it
 */
export function openJournal(path: string | URL): JournalFile {
  const file = toPath(path);
  const lock = `${file}.lock`;
  const guard = <T>(task: () => T): T => {
    try {
      return task();
    } catch (error) {
      throw fileErrorOf(error, file, "cannot be written");
    }
  };
  // Reading a device may never end.
  const found = statSync(file, { throwIfNoEntry: false });
  if (found && !found.isFile()) {
    throw new FileError(`${file} cannot be a journal: it is not a regular file`, file, "EINVAL");
  }
  takeLock(file, lock);
  try {
    const text = guard(() => read(file));
    // If the last line was cut off, the next entry must start on a new line.
    if (text !== "" && !text.endsWith("\n")) guard(() => appendFileSync(file, "\n"));
    const descriptor = guard(() => openSync(file, "a", 0o600));
    return {
      lines: text.split("\n"),
      // One synchronous write, so that the entry survives if the process is killed now.
      append: (line) => guard(() => void writeSync(descriptor, `${line}\n`)),
      close() {
        closeSync(descriptor);
        unlinkSync(lock);
      },
    };
  } catch (error) {
    unlinkSync(lock);
    throw error;
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (Reflect.get(Object(error) as object, "code") === "ENOENT") return "";
    throw error;
  }
}

/** The lock contains the process id. A lock of a process that was killed is ignored. */
function takeLock(file: string, lock: string): void {
  for (let attempt = 1; ; attempt++) {
    try {
      const descriptor = openSync(lock, "wx", 0o600);
      writeSync(descriptor, String(process.pid));
      closeSync(descriptor);
      return;
    } catch (error) {
      const isTaken = Reflect.get(Object(error) as object, "code") === "EEXIST";
      if (!isTaken || attempt > 3) throw fileErrorOf(error, file, "cannot be written");
    }
    const owner = Number(read(lock));
    if (isAlive(owner)) {
      const message = `submit: the journal ${file} is used by process ${owner}. Wait until it has ended.`;
      throw markError(new ConfigurationError(message));
    }
    unlinkSync(lock);
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // The process exists, but belongs to another user.
    return Reflect.get(Object(error) as object, "code") === "EPERM";
  }
}
