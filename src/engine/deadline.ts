import type { Call } from "./call.js";
import { TimeoutError } from "./errors.js";
import { isIdempotent } from "./retry.js";

/**
 * Runs a task with the timeout and the signal of its call. Removes its timer and its listener in the
 * end.
 *
 * @throws TimeoutError if the call runs out of time first
 * @throws the caller's `signal.reason`, unchanged, if the signal aborts first
 */
export function withDeadline<T>(call: Call, task: () => Promise<T>): Promise<T> {
  const { timeout, signal } = call.options;
  return new Promise<T>((resolve, reject) => {
    if (signal?.aborted) {
      call.hasEnded = true;
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the caller's own reason, like fetch
      reject(signal.reason);
      return;
    }
    const timer = timeout < Infinity ? setTimeout(expire, timeout, call) : undefined;
    const unsubscribe = signal && subscribe(signal, () => call.stop?.(signal.reason));
    const end = () => {
      call.hasEnded = true;
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
  // Node's fetch overwrites the stack of the reason that it gets, so it gets another one.
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
    { ...details, outcome, retryable: outcome !== "unknown" || isIdempotent(method) },
  );
}

/** Waits for a time, or less if the call ends. */
export function pause(call: Call, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    call.leave = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

/** The callbacks that wait for each signal. */
const waiting = new WeakMap<EventTarget, Set<() => void>>();

function callBack({ target }: Event): void {
  for (const callback of (target && waiting.get(target)) ?? []) callback();
}

/**
 * Calls a function when a signal aborts. All calls that share a signal use one listener, because Node
 * warns of a leak at the eleventh listener.
 *
 * @returns a function that ends the subscription
 */
export function subscribe(signal: AbortSignal, callback: () => void): () => void {
  const callbacks = waiting.get(signal) ?? new Set();
  waiting.set(signal, callbacks.add(callback));
  // Adding the same function again has no effect.
  signal.addEventListener("abort", callBack);
  return () => {
    callbacks.delete(callback);
    if (!callbacks.size) signal.removeEventListener("abort", callBack);
  };
}
