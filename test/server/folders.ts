import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ApiVersion } from "./api-version.js";

/** The launcher's own Python files, requirements and settings. */
export const pythonFolder = fileURLToPath(new URL("./python/", import.meta.url));

/** Ignored by git; safe to delete, the next start fills it again. */
export const cacheFolder = fileURLToPath(new URL("../../.cache/datameta-server/", import.meta.url));

/** Where the last run's logs stay, so that a failure can be read after everything has stopped. */
export async function logFolderFor(api: ApiVersion): Promise<string> {
  const folder = join(cacheFolder, "logs", api);
  // Removed, not truncated: a second server at the same time keeps writing to its own files.
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}
