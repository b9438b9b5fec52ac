import type { FileProgress } from "./types.js";
import type { SubmitPhase, SubmitProgress } from "./submit-types.js";

/** In milliseconds. */
const interval = 100;

/** Adds up the progress of a submission and reports it at most ten times a second. */
export class SubmitReport {
  #phase: SubmitPhase = "checking";
  #done = 0;
  #count = 0;
  #total = 0;
  #last = -Infinity;
  #later:
    { readonly timer: ReturnType<typeof setTimeout>; file: FileProgress | undefined } | undefined;
  /** How many bytes the server has of each file. */
  readonly #loaded = new Map<string, number>();

  constructor(
    readonly onProgress: ((progress: SubmitProgress) => void) | undefined,
    readonly fail: (error: unknown) => void,
  ) {}

  /** Starts a phase with this number of records or files. */
  begin(phase: SubmitPhase, count: number): void {
    this.#phase = phase;
    this.#done = 0;
    this.#count = count;
    this.#report(undefined, true);
  }

  /** Sets the number of bytes to send. */
  expect(total: number): void {
    this.#total = total;
  }

  /** Counts one more record or file as done. */
  done(): void {
    this.#done++;
    this.#report(undefined, this.#done === this.#count);
  }

  /** Reports the progress of a file. */
  readonly moved = (file: FileProgress): void => {
    this.#loaded.set(file.file, file.phase === "hashing" ? 0 : file.loaded);
    this.#report(file, false);
  };

  /** Counts a file that the server has from an earlier run. */
  has(name: string, size: number): void {
    this.#loaded.set(name, size);
  }

  /** Drops the report that is due later, if any. */
  end(): void {
    clearTimeout(this.#later?.timer);
    this.#later = undefined;
  }

  #report(file: FileProgress | undefined, isImportant: boolean): void {
    const now = performance.now();
    if (!this.onProgress) return;
    const wait = interval - (now - this.#last);
    if (!isImportant && wait > 0) {
      // The last report before a pause must be sent, because it may explain the pause.
      const timer =
        this.#later?.timer ?? setTimeout(() => this.#report(this.#later?.file, true), wait);
      this.#later = { timer, file };
      return;
    }
    this.end();
    this.#last = now;
    let loaded = 0;
    for (const bytes of this.#loaded.values()) loaded += bytes;
    try {
      this.onProgress({
        ...{ phase: this.#phase, done: this.#done, count: this.#count },
        ...{ loaded, total: Math.max(this.#total, loaded) },
        ...(file && { file }),
      });
    } catch (error) {
      this.fail(error);
    }
  }
}
