import type { UnauthorizedError } from "./errors.js";

/** How long a token counts as proven after the server last accepted it, in milliseconds. */
const proofLifetime = 60_000;

/** How many tokens are remembered, so that a rotating one does not fill the memory. */
const remembered = 1000;

/** Lets an attempt pass, and is told afterwards what the server thought of the token. */
export interface Pass {
  /** The server accepted, refused, or did not look at the token; only the first verdict counts. */
  settle: (verdict: UnauthorizedError | "accepted" | "undecided") => void;
}

/**
 * Keeps bad tokens from locking an account.
 *
 * The server counts each request with an expired key as a failed login, and disables the account at
 * the fifth within an hour. So a token that drew a 401 is dead and never sent again; and while the
 * first call with a token that is not yet proven is open, others with that token wait for it.
 */
export class TokenGate {
  readonly #dead = new Map<string, UnauthorizedError>();
  readonly #proven = new Map<string, number>();
  readonly #probing = new Map<string, Promise<void>>();

  /** Waits until the token may be sent; gives the refusal where it turned out dead meanwhile. */
  async enter(token: string): Promise<Pass | UnauthorizedError> {
    for (;;) {
      const refusal = this.#dead.get(token);
      if (refusal) return refusal;
      if (Date.now() < (this.#proven.get(token) ?? 0)) return { settle: this.#record(token) };
      const probe = this.#probing.get(token);
      if (!probe) return this.#probe(token);
      await probe;
    }
  }

  #probe(token: string): Pass {
    let open: () => void = () => undefined;
    this.#probing.set(token, new Promise((resolve) => (open = resolve)));
    const record = this.#record(token);
    let settled = false;
    return {
      settle: (verdict) => {
        if (settled) return;
        settled = true;
        this.#probing.delete(token);
        record(verdict);
        open();
      },
    };
  }

  #record(token: string): Pass["settle"] {
    return (verdict) => {
      if (verdict === "accepted") remember(this.#proven, token, Date.now() + proofLifetime);
      else if (verdict !== "undecided") remember(this.#dead, token, verdict);
    };
  }
}

function remember<T>(memory: Map<string, T>, token: string, value: T): void {
  memory.delete(token);
  memory.set(token, value);
  if (memory.size > remembered) {
    // A Map keeps the order of insertion: the first is the one untouched for longest.
    for (const oldest of memory.keys()) {
      memory.delete(oldest);
      break;
    }
  }
}
