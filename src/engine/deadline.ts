import type { Call } from "./call.js";
import { TimeoutError } from "./errors.js";
import { isIdempotent } from "./retry.js";

/**
 * Runs a call's task until it settles, the call's time is up, or the caller's signal aborts, whichever
 * is first. Leaves neither a timer nor a listener behind.
 *
 * @throws TimeoutError
 * @throws the caller's `signal.reason` as it is
 */
export function withDeadline<T>(call: Call, task: () => Promise<T>): Promise<T> {
  const { timeout, signal } = call.options;
  return new Promise<T>((resolve, reject) => {
    const end = () => {
      call.finish();
      clearTimeout(timer);
      unsubscribe?.();
    };
    const stop = (reason: unknown, fetchReason = reason) => {
      end();
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the caller's own reason, like fetch
      reject(reason);
      call.leave?.(fetchReason);
    };
    call.stop = stop;
    // Node's fetch gives the reason that it gets a stack of its own, without the caller's line.
    const expire = () => stop(timeoutErrorOf(call), new DOMException("timeout", "TimeoutError"));
    const timer = timeout === Infinity ? undefined : setTimeout(expire, timeout);
    const unsubscribe = signal && subscribe(signal, () => stop(signal.reason));
    if (signal?.aborted) {
      stop(signal.reason);
      return;
    }
    task().then(
      (value) => {
        end();
        resolve(value);
      },
      (error: unknown) => {
        end();
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- passed on as it is
        reject(error);
      },
    );
  });
}

function timeoutErrorOf(call: Call): TimeoutError {
  const { operation, options, phase } = call;
  const details = call.details();
  const wasSent = phase === "request" || phase === "body";
  const outcome = wasSent ? "unknown" : details.outcome;
  return new TimeoutError(
    `${operation.name} failed: no response within ${options.timeout} ms (${phase}); ` +
      `${details.method} ${details.url}`,
    options.timeout,
    phase,
    { ...details, outcome, retryable: outcome === "not-sent" || isIdempotent(details.method) },
  );
}

/** Waits, or returns early if the call is over. */
export function pause(call: Call, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    call.leave = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

/** What waits for a signal, and the one listener that calls it. */
interface Subscription {
  readonly callbacks: Set<() => void>;
  readonly listener: () => void;
}

const subscriptions = new WeakMap<AbortSignal, Subscription>();

/**
 * Calls back when a signal aborts. All calls that share a signal use one listener: Node warns of a
 * leak at the eleventh.
 *
 * @returns a function that ends the subscription; the last one removes the listener
 */
export function subscribe(signal: AbortSignal, callback: () => void): () => void {
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
