import { readdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

import { codeOf, usageError } from "./errors.js";

/** The search stops after this many entries, so that a wrong folder does not take minutes. */
const mostEntries = 100_000;

/**
 * Finds files by their names in a folder. macOS stores accented letters differently from sheets.
 * Both forms match.
 *
 * @param isDeep - whether to search subfolders, too
 * @returns the paths of the files with these names, and of files whose names differ only in case
 */
export async function findFiles(
  folder: string,
  names: readonly string[],
  isDeep: boolean,
  signal: AbortSignal,
): Promise<string[]> {
  const wanted = new Set(names.map((name) => name.normalize()));
  const found = new Map<string, string[]>();
  const close = new Map<string, string>();
  const folded = new Set(names.map((name) => name.normalize().toLowerCase()));
  const folders = [folder];
  let entries = 0;
  for (let next = folders.shift(); next !== undefined; next = folders.shift()) {
    signal.throwIfAborted();
    for (const entry of await list(next, folder)) {
      const path = join(next, entry.name);
      entries += 1;
      if (entries > mostEntries) throw usageError(`${folder} has more than ${mostEntries} files.`);
      const name = entry.name.normalize();
      if (entry.isDirectory()) {
        if (isDeep && !entry.name.startsWith(".")) folders.push(path);
      } else if (wanted.has(name)) found.set(name, [...(found.get(name) ?? []), path]);
      else if (folded.has(name.toLowerCase())) close.set(name.toLowerCase(), path);
    }
  }
  const missing = [...wanted].filter((name) => !found.has(name));
  const hints = missing.flatMap((name) => close.get(name.toLowerCase()) ?? []);
  return [...[...found.values()].flat(), ...hints];
}

/** Returns the default folder for files: the folder of the sheet. */
export function folderOf(cwd: string, sheet: string): string {
  return dirname(resolve(cwd, sheet));
}

/** Returns the file name in a value of a sheet, without folders. */
export function fileName(value: string): string {
  return basename(value.replaceAll("\\", "/"));
}

async function list(folder: string, root: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const code = codeOf(error);
    // Subfolders that cannot be read are skipped.
    if (folder !== root) return [];
    if (code === "ENOENT") throw usageError(`There is no folder ${root}.`);
    if (code === "ENOTDIR") throw usageError(`${root} is not a folder.`);
    throw usageError(`${root} cannot be read (${code ?? "unknown"}).`);
  }
}
