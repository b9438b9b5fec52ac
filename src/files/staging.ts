import type { DataMetaClient } from "../client.js";
import { NotFoundError } from "../engine/errors.js";
import { sleep } from "./sleep.js";
import { subscribe } from "../engine/deadline.js";

/** How long to wait for the response of a staging request after an abort, in milliseconds. */
const abortGrace = 5_000;

/** The options of a call that must not be aborted, so that its result can be removed. */
export const unabortable = { signal: new AbortController().signal };

/** Handles the result of a staging request that ends after an abort. */
export interface Late<T> {
  /** Called if the result arrives within five seconds. */
  readonly take: (staged: T) => unknown;
  /** Called if the result arrives later, or if the request fails and may have staged something. */
  readonly lose?: (staging: Promise<T>) => void;
}

/**
 * Waits for a staging request. If the signal aborts first, waits up to five seconds for the result,
 * so that it can be removed.
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
    const late = await Promise.race([settled.catch(() => undefined), sleep(abortGrace)]);
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

/**
 * Deletes a staged metadata set.
 *
 * @returns whether it is gone
 */
export async function deleteMetaDataSet(client: DataMetaClient, id: string): Promise<boolean> {
  return isGone(() => client.deleteMetaDataSet({ id }, cleanUp));
}

const cleanUp = { ...unabortable, timeout: 10_000, retry: { limit: 4, maxDelay: 2_000 } };

async function isGone(remove: () => Promise<unknown>): Promise<boolean> {
  // If two transactions are in conflict, the server rolls one back and answers 500.
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
