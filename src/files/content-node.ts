import { createReadStream, openAsBlob } from "node:fs";
import { stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import type { Content } from "./content.js";
import { fileErrorOf } from "./file-error-of.js";
import { FileError } from "./errors.js";

/** Large enough to be fast, small enough to use little memory. */
const chunkSize = 256 * 1024;

/**
 * Opens a file on disk.
 *
 * @throws FileError if the path does not exist, or is not a regular file
 */
export async function openPath(path: string | URL, name: string | undefined): Promise<Content> {
  const file = toPath(path);
  const before = await look(file);
  const check = async () => {
    const now = await look(file);
    if (now.size === before.size && now.mtimeMs === before.mtimeMs) return;
    throw changed(file);
  };
  return {
    name: name ?? basename(resolve(file)),
    size: before.size,
    isRepeatable: () => true,
    read: () => read(file, before.size, check),
    toBlob: async () => {
      await check();
      return openAsBlob(file);
    },
  };
}

export function toPath(path: string | URL): string {
  return path instanceof URL ? fileURLToPath(path) : path;
}

async function look(file: string): Promise<{ size: number; mtimeMs: number }> {
  const found = await stat(file).catch((error: unknown) => {
    throw fileErrorOf(error, file, "cannot be read");
  });
  if (found.isFile()) return found;
  const what = found.isDirectory() ? "is a folder, not a file" : "is not a regular file";
  throw new FileError(`${file} ${what}`, file, found.isDirectory() ? "EISDIR" : "EINVAL");
}

/** Reads a file. Before the last chunk, it checks that the file has not changed. */
async function* read(
  file: string,
  size: number,
  check: () => Promise<void>,
): AsyncGenerator<Uint8Array> {
  let total = 0;
  const stream = createReadStream(file, { highWaterMark: chunkSize });
  try {
    // Safe: a stream without an encoding yields buffers.
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      total += chunk.byteLength;
      if (total > size) throw changed(file);
      if (total === size) await check();
      yield chunk;
    }
  } catch (error) {
    throw fileErrorOf(error, file, "cannot be read");
  }
  if (total !== size) throw changed(file);
}

function changed(file: string): FileError {
  return new FileError(`${file} changed while it was read`, file, "CHANGED");
}
