import type { FileProgress } from "./types.js";

/** In milliseconds: with the first and the last of a phase, at most ten reports a second. */
const interval = 150;

/** Reports the progress of a file. */
export type Report = (phase: FileProgress["phase"], loaded: number, isLast?: boolean) => void;

/**
 * Creates a function that reports, but not too often.
 *
 * @param fail - called with the error that the caller's function throws
 */
export function createReport(
  file: string,
  size: number | undefined,
  onProgress: ((progress: FileProgress) => void) | undefined,
  fail: (error: unknown) => void,
): Report {
  let last = -Infinity;
  let lastPhase: FileProgress["phase"] | undefined;
  return (phase, loaded, isLast = false) => {
    const now = performance.now();
    if (!onProgress || (phase === lastPhase && !isLast && now - last < interval)) return;
    last = now;
    lastPhase = phase;
    try {
      onProgress({
        file,
        phase,
        loaded,
        total: size ?? (phase === "completing" ? loaded : undefined),
      });
    } catch (error) {
      fail(error);
    }
  };
}
