/** The speed is measured over this time, in milliseconds. */
const window = 6000;

/** Measures the speed of a transfer. */
export class Speed {
  readonly #samples: { time: number; loaded: number }[] = [];

  constructor(readonly now: () => number = () => performance.now()) {}

  /** Adds a measurement. @returns bytes per second; 0 if it is not known yet */
  update(loaded: number): number {
    const time = this.now();
    // If a part is sent again, the measurement starts again.
    if ((this.#samples.at(-1)?.loaded ?? 0) > loaded) this.#samples.length = 0;
    this.#samples.push({ time, loaded });
    while (this.#samples.length > 2 && time - (this.#samples[0]?.time ?? 0) > window) {
      this.#samples.shift();
    }
    const [first] = this.#samples;
    if (first === undefined || time - first.time < 500) return 0;
    return ((loaded - first.loaded) / (time - first.time)) * 1000;
  }
}
