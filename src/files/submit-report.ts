import type { FileProgress } from "./types.js";
import type { SubmitPhase, SubmitProgress } from "./submit-types.js";

/** In milliseconds. */
const interval = 100;

/** Adds up how far a submission is, and tells it at most ten times a second. */
export class SubmitReport {
  #phase: SubmitPhase = "checking";
  #done = 0;
  #count = 0;
  #total = 0;
  #last = -Infinity;
  /** Bytes by file. */
  readonly #loaded = new Map<string, number>();

  constructor(
    readonly onProgress: ((progress: SubmitProgress) => void) | undefined,
    readonly fail: (error: unknown) => void,
  ) {}

  /** Begins a phase with so many things to do. */
  begin(phase: SubmitPhase, count: number): void {
    this.#phase = phase;
    this.#done = 0;
    this.#count = count;
    this.#tell(undefined, true);
  }

  /** So many bytes are to be sent. */
  expect(total: number): void {
    this.#total = total;
  }

  /** One thing is done. */
  done(): void {
    this.#done++;
    this.#tell(undefined, this.#done === this.#count);
  }

  /** A file has moved. */
  readonly moved = (file: FileProgress): void => {
    this.#loaded.set(file.file, file.loaded);
    this.#tell(file, false);
  };

  /** The server has a file from an earlier run. */
  has(name: string, size: number): void {
    this.#loaded.set(name, size);
  }

  #tell(file: FileProgress | undefined, isImportant: boolean): void {
    const now = performance.now();
    if (!this.onProgress || (!isImportant && now - this.#last < interval)) return;
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
