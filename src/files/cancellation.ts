import { subscribe } from "../engine/deadline.js";

/** A signal that aborts with the caller's signal, or when `fail` is called. */
export class Cancellation {
  readonly #controller = new AbortController();
  readonly #unsubscribe: (() => void) | undefined;
  readonly signal = this.#controller.signal;

  constructor(outer: AbortSignal | undefined) {
    if (outer?.aborted) this.fail(outer.reason);
    else this.#unsubscribe = outer && subscribe(outer, () => this.fail(outer.reason));
  }

  /** Aborts everything with an error that the caller gets unchanged. */
  readonly fail = (error: unknown): void => this.#controller.abort(error);

  /** Stops listening to the caller's signal. */
  end(): void {
    this.#unsubscribe?.();
  }
}
