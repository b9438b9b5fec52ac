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
    if (signal?.aborted) {
      call.finish();
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the caller's own reason, like fetch
      reject(signal.reason);
      return;
    }
    const timer = timeout < Infinity ? setTimeout(expire, timeout, call) : undefined;
    const unsubscribe = signal && subscribe(signal, () => call.stop?.(signal.reason));
    const end = () => {
      call.finish();
      clearTimeout(timer);
      unsubscribe?.();
    };
    const fail = (reason: unknown) => {
      end();
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- passed on as it is, like fetch does
      reject(reason);
    };
    call.stop = (reason, fetchReason = reason) => {
      fail(reason);
      call.leave?.(fetchReason);
    };
    task().then((value) => {
      end();
      resolve(value);
    }, fail);
  });
}

function expire(call: Call): void {
  // Node's fetch gives the reason that it gets a stack of its own, without the caller's line.
  call.stop?.(timeoutErrorOf(call), new DOMException("timeout", "TimeoutError"));
}

function timeoutErrorOf(call: Call): TimeoutError {
  const { phase } = call;
  const { timeout } = call.options;
  const details = call.details();
  const { caller, method, url } = details;
  const outcome = /request|body/.test(phase) ? "unknown" : details.outcome;
  return new TimeoutError(
    `${caller} failed: no response within ${timeout} ms (${phase}); ${method} ${url}`,
    timeout,
    phase,
    { ...details, outcome, retryable: outcome === "not-sent" || isIdempotent(method) },
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

/** The calls that wait for a signal. */
const waiting = new WeakMap<EventTarget, Set<() => void>>();

function callBack({ target }: Event): void {
  for (const callback of (target && waiting.get(target)) ?? []) callback();
}

/**
 * Calls back when a signal aborts. All calls that share a signal use one listener: Node warns of a
 * leak at the eleventh.
 *
 * @returns a function that ends the subscription; the last one removes the listener
 */
export function subscribe(signal: AbortSignal, callback: () => void): () => void {
  const callbacks = waiting.get(signal) ?? new Set();
  waiting.set(signal, callbacks.add(callback));
  // To add the same function again changes nothing.
  signal.addEventListener("abort", callBack);
  return () => {
    callbacks.delete(callback);
    if (!callbacks.size) signal.removeEventListener("abort", callBack);
  };
}
