import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ApiVersion } from "./api-version.js";

/** The launcher's Python files, requirements and settings. */
export const pythonFolder = fileURLToPath(new URL("./python/", import.meta.url));

/** Ignored by git. You can delete it: the next start creates it again. */
export const cacheFolder = fileURLToPath(new URL("../../.cache/datameta-server/", import.meta.url));

/** The logs of the last run. They stay after the programs have stopped. */
export async function logFolderFor(api: ApiVersion): Promise<string> {
  const folder = join(cacheFolder, "logs", api);
  // Removed, not truncated, so that a second server can keep writing to its own files.
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}
