import type { Output } from "../io.js";

const hideCursor = "\u001b[?25l";
const showCursor = "\u001b[?25h";
const clearBelow = "\u001b[0J";

/** Shows lines at the bottom of a terminal that are updated in place. */
export class LiveLines {
  #shown = 0;
  #isHidden = false;
  readonly #restore = () => void this.stream.write(showCursor);

  constructor(readonly stream: Output) {}

  /** The usable width in columns. A full line would wrap, so the last column is not used. */
  get width(): number {
    return Math.max(10, (this.stream.columns ?? 80) - 1);
  }

  /** Replaces the lines. */
  draw(lines: readonly string[]): void {
    let text = this.#back();
    if (!this.#isHidden) {
      text += hideCursor;
      this.#isHidden = true;
      // The cursor must be visible again even if the process exits without `clear()`.
      process.once("exit", this.#restore);
    }
    this.stream.write(text + lines.map((line) => `${line}\n`).join(""));
    this.#shown = lines.length;
  }

  /** Keeps the current lines, because other text was written below them. */
  leave(): void {
    this.#shown = 0;
  }

  /** Removes the lines. */
  clear(): void {
    if (this.#shown > 0) this.stream.write(this.#back());
    this.#shown = 0;
    if (!this.#isHidden) return;
    this.#isHidden = false;
    process.off("exit", this.#restore);
    this.stream.write(showCursor);
  }

  #back(): string {
    return this.#shown === 0 ? "" : `\u001b[${this.#shown}A\r${clearBelow}`;
  }
}
