import { createHash } from "node:crypto";
import { readFile, readdir, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import process from "node:process";

/**
 * Computes a digest of files from their paths and contents and the version of Node.
 *
 * @param names - files, and folders with all their files. Missing ones count as empty
 */
export async function digestFiles(root: string, names: readonly string[]): Promise<string> {
  const hash = createHash("sha256").update(process.version);
  for (const path of (await Promise.all(names.map((name) => listFiles(join(root, name))))).flat()) {
    const content = await readFile(path);
    hash.update(`\0${relative(root, path)}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

async function listFiles(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return [];
  if (!found.isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
