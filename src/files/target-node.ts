import { randomUUID } from "node:crypto";
import { link, lstat, open, realpath, rename, unlink, type FileHandle } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

import { toPath } from "./content-node.js";
import { FileError } from "./errors.js";
import { fileErrorOf } from "./file-error-of.js";
import type { Target } from "./platform.js";

/**
 * Opens a temporary file in the folder of the target.
 *
 * @throws FileError if the target already exists, or its folder cannot be written
 */
export async function openTarget(path: string | URL, overwrite: boolean): Promise<Target> {
  const absolute = resolve(toPath(path));
  const place = await checkPlace(absolute, overwrite);
  const temporary = join(dirname(place), `.datameta-${randomUUID()}.part`);
  const wrap = (error: unknown): never => {
    throw fileErrorOf(error, absolute, "cannot be written");
  };
  const handle: FileHandle = await open(temporary, "wx").catch(wrap);
  return {
    path: absolute,
    write: (chunk) => writeAll(handle, chunk).catch(wrap),
    async finish() {
      await handle.close().catch(wrap);
      await (overwrite ? rename(temporary, place) : publish(temporary, place)).catch(wrap);
    },
    async discard() {
      await handle.close().catch(() => undefined);
      await unlink(temporary).catch(() => undefined);
    },
  };
}

/**
 * Returns the path to write. If a symbolic link is overwritten, this is the file that it points to.
 */
async function checkPlace(path: string, overwrite: boolean): Promise<string> {
  const found = await lstat(path).catch(() => undefined);
  if (!found) return path;
  const refuse = (why: string, code: string) =>
    new FileError(`${path} cannot be written: ${why}`, path, code);
  if (found.isDirectory()) throw refuse("it is a folder. Add a file name.", "EISDIR");
  if (!overwrite) {
    throw refuse("it already exists. Pass overwrite: true to replace it.", "EEXIST");
  }
  if (found.isFile()) return path;
  const place = await realpath(path).catch(() => undefined);
  const behind = place === undefined ? undefined : await lstat(place).catch(() => undefined);
  if (place !== undefined && behind?.isFile()) return place;
  throw refuse("it is not a regular file", "EINVAL");
}

async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.byteLength;) {
    const { bytesWritten } = await handle.write(chunk, at);
    at += bytesWritten;
  }
}

/** Gives the file its name, unless another file has appeared there. */
async function publish(temporary: string, place: string): Promise<void> {
  try {
    await link(temporary, place);
  } catch (error) {
    if (Reflect.get(Object(error) as object, "code") === "EEXIST") throw error;
    // The file system does not support hard links.
    if (await lstat(place).catch(() => undefined))
      throw Object.assign(new Error(), { code: "EEXIST" });
    await rename(temporary, place);
    return;
  }
  await unlink(temporary);
}
