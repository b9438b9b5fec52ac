import { createHash } from "node:crypto";
import { join } from "node:path";

import type { Io } from "../io.js";
import { readPrivate, updatePrivate } from "./private-file.js";
import { configFolder } from "./store.js";

/**
 * How long a token is not sent again, in milliseconds. The server disables an account after five
 * requests with an expired key within an hour. A script may repeat a command more often.
 */
const memory = 60 * 60_000;

interface Rejection {
  readonly hash: string;
  readonly time: number;
}

/** Returns when the server rejected a token, if this was within the last hour. */
export async function rejectedAt(io: Io, token: string): Promise<Date | undefined> {
  const path = pathOf(io);
  if (path === undefined) return undefined;
  // If the file cannot be read, the token counts as not rejected.
  const content = await readPrivate(path).catch(() => undefined);
  const found = recent(content).find(({ hash }) => hash === hashOf(token));
  return found && new Date(found.time);
}

/** Stores the hash of a token that the server rejected. */
export async function rememberRejected(io: Io, token: string): Promise<void> {
  const path = pathOf(io);
  if (path === undefined) return;
  const rejection: Rejection = { hash: hashOf(token), time: Date.now() };
  // The command has already failed. A second error would hide the first one.
  await updatePrivate(path, (content) => [...recent(content), rejection]).catch(() => undefined);
}

function recent(content: unknown): Rejection[] {
  // Safe: only this module writes the file.
  const all = Array.isArray(content) ? (content as Rejection[]) : [];
  return all.filter(({ time }) => Date.now() - time < memory);
}

function pathOf(io: Io): string | undefined {
  const folder = configFolder(io);
  return folder === undefined ? undefined : join(folder, "rejected-tokens.json");
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
