import { sleep } from "./sleep.js";
import { ApiError, ClientError } from "../engine/errors.js";
import { delayBefore } from "../engine/retry.js";
import type { ResolvedOptions } from "../engine/options.js";
import type { Cancellation } from "./cancellation.js";

/**
 * Runs a task for each item, a few at a time. The first failure cancels the other tasks. Returns
 * when all tasks have ended.
 *
 * @throws the first failure if a task fails, or the signal's reason if it aborts
 */
export async function inParallel<T>(
  items: readonly T[],
  concurrency: number,
  { signal, fail }: Cancellation,
  task: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const work = async () => {
    // The workers share one queue.
    for (const item of queue) {
      if (signal.aborted) return;
      try {
        await task(item);
      } catch (error) {
        fail(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, work));
  if (signal.aborted) throw signal.reason;
}

/** Statuses after which a staging request is repeated. The server has stored nothing. */
const harmless = new Set([429, 500, 503]);

/**
 * Repeats a staging request if the server was too busy, or if two transactions were in conflict:
 * the server rolls one back and answers 500. A request is not repeated if its response was lost.
 */
export async function repeatHarmless<T>(
  send: () => Promise<T>,
  { limit, maxDelay }: ResolvedOptions["retry"],
  signal: AbortSignal,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      const isHarmless = error instanceof ApiError ? harmless.has(error.status) : isNotSent(error);
      if (!isHarmless || attempt > limit || signal.aborted) throw error;
      const retryAfter = error instanceof ApiError ? error.retryAfter : undefined;
      const pause = delayBefore(attempt, retryAfter, maxDelay, Math.random());
      if (pause > maxDelay) throw error;
      await sleep(pause, signal);
    }
  }
}

function isNotSent(error: unknown): boolean {
  return error instanceof ClientError && error.retryable && error.outcome === "not-sent";
}
