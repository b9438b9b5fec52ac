import { createHash } from "node:crypto";
import { mkdir, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";

import type { Context } from "./context.js";
import { configFolder } from "./settings/store.js";
import type { Prepared } from "./submission.js";

/**
 * Returns the path of the journal for a server and a sheet. Journals are stored next to the logins.
 */
export async function journalOf(
  { io }: Context,
  { baseUrl, path }: Prepared,
): Promise<string | undefined> {
  const folder = configFolder(io);
  if (folder === undefined) return undefined;
  const journals = join(folder, "submissions");
  try {
    await mkdir(journals, { recursive: true, mode: 0o700 });
  } catch {
    // Without a journal, a run that is killed cannot be resumed. Everything else works.
    return undefined;
  }
  const key = createHash("sha256")
    .update(`${baseUrl}\n${resolve(io.cwd, path)}`)
    .digest("hex");
  return join(journals, `${key.slice(0, 32)}.json`);
}

/**
 * Submits with a journal. Removes the journal after a success, and after a failure that left
 * nothing on the server.
 *
 * @param options - `keep` keeps uploaded files after a failure. `onEarlier` is called if there is a
 * journal of an earlier run
 */
export async function withJournal<Result>(
  journal: string | undefined,
  { keep, onEarlier }: { readonly keep: boolean; readonly onEarlier: () => void },
  submit: () => Promise<Result>,
): Promise<Result> {
  const isNew = journal === undefined || (await isMissing(journal));
  if (!isNew) onEarlier();
  try {
    const result = await submit();
    if (journal !== undefined) await rm(journal, { force: true });
    return result;
  } catch (error) {
    const isClean = isNew && !keep && !mayHaveLeft(error);
    if (journal !== undefined && isClean) await rm(journal, { force: true });
    throw error;
  }
}

/** Whether data may still be staged, or may even be submitted. */
function mayHaveLeft(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.message.includes("\nStill staged ") || Reflect.get(error, "outcome") === "unknown";
}

async function isMissing(path: string): Promise<boolean> {
  return await stat(path).then(
    () => false,
    () => true,
  );
}
