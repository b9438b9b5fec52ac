/** The longest delay that timers keep: beyond it they fire at once. */
export const longestTimeout = 2 ** 31 - 1;

/** What `withDeadline` rejects with when the time is up; the caller turns it into a `TimeoutError`. */
export const timedOut = Symbol("timed out");

/**
 * Runs `task` until it settles, the time is up or the caller's signal aborts, whichever is first, and
 * leaves neither timer nor listener behind. The task gets one signal for both reasons.
 *
 * @param timeout - milliseconds; `Infinity` for none
 * @throws {@link timedOut}, or the caller's `signal.reason` as it is
 */
export async function withDeadline<T>(
  timeout: number,
  signal: AbortSignal | undefined,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let unsubscribe: (() => void) | undefined;
  try {
    return await new Promise<T>((resolve, reject) => {
      // Rejects at once even where a custom fetch or a token function ignores the signal. A listener
      // on that signal instead would be the dearest part.
      const abort = (reason: unknown) => {
        controller.abort(reason);
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the caller's own, whatever it is, as with fetch
        reject(reason);
      };
      if (timeout !== Infinity) timer = setTimeout(abort, timeout, timedOut);
      unsubscribe = signal && subscribe(signal, () => abort(signal.reason));
      task(controller.signal).then(resolve, reject);
    });
  } catch (error) {
    // What the platform throws for an abort differs; the reason is what the caller gave.
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    clearTimeout(timer);
    unsubscribe?.();
  }
}

/** Waits, or rejects with the signal's reason as soon as it aborts. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let unsubscribe: (() => void) | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(resolve, milliseconds);
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the caller's own, whatever it is, as with fetch
      unsubscribe = subscribe(signal, () => reject(signal.reason));
    });
  } finally {
    clearTimeout(timer);
    unsubscribe?.();
  }
}

/** What waits for a signal, and the one listener that tells it. */
interface Subscription {
  readonly callbacks: Set<() => void>;
  readonly listener: () => void;
}

const subscriptions = new WeakMap<AbortSignal, Subscription>();

/**
 * Calls back when a signal aborts, by one listener however many calls share the signal: Node warns
 * of a leak at the eleventh.
 *
 * @returns a function that ends the subscription, and with the last one the listener
 */
function subscribe(signal: AbortSignal, callback: () => void): () => void {
  const { callbacks, listener } = subscriptions.get(signal) ?? createSubscription(signal);
  callbacks.add(callback);
  return () => {
    callbacks.delete(callback);
    if (callbacks.size > 0) return;
    subscriptions.delete(signal);
    signal.removeEventListener("abort", listener);
  };
}

function createSubscription(signal: AbortSignal): Subscription {
  const callbacks = new Set<() => void>();
  const listener = () => {
    for (const callback of callbacks) callback();
  };
  const subscription = { callbacks, listener };
  subscriptions.set(signal, subscription);
  signal.addEventListener("abort", listener);
  return subscription;
}
