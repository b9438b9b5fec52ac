/** In milliseconds: the speed of the last few seconds is what matters for the time left. */
const window = 6000;

/** Measures how fast something grows. */
export class Speed {
  readonly #samples: { time: number; loaded: number }[] = [];

  constructor(readonly now: () => number = () => performance.now()) {}

  /** @returns bytes a second; 0 if it is not known yet */
  update(loaded: number): number {
    const time = this.now();
    // What is sent again starts anew.
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
