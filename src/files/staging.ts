import type { DataMetaClient } from "../client.js";
import { NotFoundError } from "../engine/errors.js";
import { sleep } from "./sleep.js";
import { subscribe } from "../engine/deadline.js";

/** How long an announcement that nobody wants any more is waited for, in milliseconds. */
const patience = 5_000;

/** The options of a call that must not be aborted, so that its result can be removed. */
export const unabortable = { signal: new AbortController().signal };

/** What becomes of a thing that was staged after the caller has left. */
export interface Late<T> {
  /** It came within five seconds. */
  readonly take: (staged: T) => unknown;
  /** It came even later, or the request failed and it may be there. */
  readonly lose?: (staging: Promise<T>) => void;
}

/**
 * Waits for a request that stages something. If the signal aborts first, the result is still waited
 * for, up to five seconds, so that it can be removed.
 *
 * @throws the signal's reason if it aborts
 */
export async function finishWithin<T>(
  staging: Promise<T>,
  signal: AbortSignal | undefined,
  { take, lose }: Late<T>,
): Promise<T> {
  let unsubscribe: (() => void) | undefined;
  const aborted = new Promise<"aborted">((resolve) => {
    if (signal) unsubscribe = subscribe(signal, () => resolve("aborted"));
    if (signal?.aborted) resolve("aborted");
  });
  const settled = staging.then((value) => ({ value }));
  try {
    const first = await Promise.race([settled, aborted]);
    if (first !== "aborted") return first.value;
    const late = await Promise.race([settled.catch(() => undefined), sleep(patience)]);
    if (late) await take(late.value);
    else lose?.(staging);
    throw signal?.reason;
  } finally {
    unsubscribe?.();
    settled.catch(() => undefined);
  }
}

/**
 * Deletes a staged file.
 *
 * @returns whether it is gone
 */
export async function deleteFile(client: DataMetaClient, id: string): Promise<boolean> {
  return isGone(() => client.deleteFile({ id }, cleanUp));
}

/** Deletes a staged metadata set, likewise. */
export async function deleteMetaDataSet(client: DataMetaClient, id: string): Promise<boolean> {
  return isGone(() => client.deleteMetaDataSet({ id }, cleanUp));
}

const cleanUp = { ...unabortable, timeout: 10_000, retry: { limit: 4, maxDelay: 2_000 } };

async function isGone(remove: () => Promise<unknown>): Promise<boolean> {
  // A transaction that met another one is rolled back, and answered by 500.
  for (let attempt = 1; attempt <= 4; attempt++) {
    try {
      await remove();
      return true;
    } catch (error) {
      if (error instanceof NotFoundError) return true;
      await sleep(100 * attempt);
    }
  }
  return false;
}
