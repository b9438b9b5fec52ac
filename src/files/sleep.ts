import { subscribe } from "../engine/deadline.js";

/**
 * Waits for some time.
 *
 * @throws the signal's reason if it aborts
 */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const timer = setTimeout(() => {
      unsubscribe?.();
      resolve();
    }, milliseconds);
    const unsubscribe =
      signal &&
      subscribe(signal, () => {
        clearTimeout(timer);
        unsubscribe?.();
        reject(signal.reason as Error);
      });
  });
}
