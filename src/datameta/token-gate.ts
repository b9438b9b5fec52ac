/** The server disables an account at the fifth failed login within an hour. */
const openLimit = 3;

/** One more may go once all open sends have been pending for so long, in milliseconds. */
const reliefAfter = 2_000;

/** How long the server remembers a failed login, in milliseconds. */
const memory = 60 * 60_000;

/** How many tokens without a pending send are remembered as confirmed. Dead ones do not count. */
const rememberedTokens = 1_000;

/** A request that carries the token, from the permission to send it until its fate is settled. */
export class Lease {
  /** When its result was lost; `undefined` while it is pending. */
  lostAt: number | undefined;
  readonly startedAt = now();
  /** Clocks are too coarse to tell which send began first. */
  readonly order = ++leases;

  constructor(readonly token: TokenState) {}
}

let leases = 0;

/** Why a token may not be sent. */
export type Refusal = "dead" | { readonly retryAfter: number };

type Waiter = (admission: Lease | Refusal) => void;

/** What is known of one token at one server. */
class TokenState {
  /** Sends that the server may yet count, or may have counted, as failed logins. The oldest first. */
  open: Lease[] = [];
  readonly waiters = new Set<Waiter>();
  timer: ReturnType<typeof setTimeout> | undefined;
  isDead = false;
}

export type { TokenState };

/**
 * Keeps expired tokens from locking an account. The server counts each request with an expired key, and
 * disables the account at the fifth within an hour. Any success clears the count.
 *
 * So at most three sends of a token are open, and never more than four. A send is open until its result
 * shows that it was not counted, or a later one shows that the count was cleared. After a 401 the token
 * is dead.
 */
export class TokenGate {
  readonly #tokens = new Map<string, TokenState>();
  /** When each dead token died. The oldest first. */
  readonly #dead = new Map<string, number>();

  /**
   * Asks to send a token.
   *
   * @returns the lease, the refusal, or `undefined` if the caller has to wait
   */
  enter(token: string): Lease | Refusal | undefined {
    const state = this.#stateOf(token);
    return state === undefined ? "dead" : admit(state);
  }

  /**
   * Waits for a lease. Waiters are served in their order.
   *
   * @returns a function that ends the waiting
   */
  wait(token: string, waiter: Waiter): () => void {
    const state = this.#stateOf(token);
    if (state === undefined) {
      waiter("dead");
      return () => undefined;
    }
    state.waiters.add(waiter);
    serve(state);
    return () => {
      state.waiters.delete(waiter);
      serve(state);
    };
  }

  /** The send was not counted. */
  close(lease: Lease): void {
    const { token } = lease;
    token.open = token.open.filter((each) => each !== lease);
    serve(token);
  }

  /** The server accepted the token, which cleared its count: all sends that began before are closed. */
  confirm(lease: Lease): void {
    const { token } = lease;
    token.open = token.open.filter(({ order }) => order > lease.order);
    serve(token);
  }

  /** Nobody will learn the result of the send: it stays open as long as the server may count it. */
  lose(lease: Lease): void {
    lease.lostAt = now();
    serve(lease.token);
  }

  /** The server rejected the token. It is not sent again. */
  kill(token: string): void {
    const state = this.#tokens.get(token);
    this.#tokens.delete(token);
    // Behind all others, so that the oldest stay in front.
    this.#dead.delete(token);
    this.#dead.set(token, now());
    if (!state) return;
    state.isDead = true;
    serve(state);
  }

  isDead(token: string): boolean {
    for (const [dead, diedAt] of this.#dead) {
      if (now() - diedAt < memory) break;
      this.#dead.delete(dead);
    }
    return this.#dead.has(token);
  }

  /** Whether the send may yet count against the account. */
  isOpen(lease: Lease): boolean {
    return lease.token.open.includes(lease);
  }

  #stateOf(token: string): TokenState | undefined {
    const known = this.#tokens.get(token);
    if (known) return known;
    if (this.isDead(token)) return undefined;
    this.#forgetIdle();
    const state = new TokenState();
    this.#tokens.set(token, state);
    return state;
  }

  #forgetIdle(): void {
    if (this.#tokens.size < rememberedTokens) return;
    for (const [token, { open, waiters }] of this.#tokens) {
      if (open.length === 0 && waiters.size === 0) this.#tokens.delete(token);
    }
  }
}

const gates = new Map<string, TokenGate>();

/** The gate that all clients of this server share. */
export function gateOf(baseUrl: string): TokenGate {
  let gate = gates.get(baseUrl);
  if (!gate) gates.set(baseUrl, (gate = new TokenGate()));
  return gate;
}

function admit(state: TokenState): Lease | Refusal | undefined {
  if (state.isDead) return "dead";
  const time = now();
  const oldest = state.open[0]?.lostAt;
  if (oldest !== undefined && time - oldest >= memory) {
    state.open = state.open.filter(({ lostAt }) => lostAt === undefined || time - lostAt < memory);
  }
  const { open } = state;
  if (open.length >= openLimit) {
    const pending = pendingIn(state);
    if (pending.length === 0) {
      return { retryAfter: Math.min(...open.map(({ lostAt = 0 }) => lostAt)) + memory - time };
    }
    const isRelief =
      open.length === openLimit &&
      pending.every(({ startedAt }) => time - startedAt >= reliefAfter);
    if (!isRelief) return undefined;
  }
  const lease = new Lease(state);
  open.push(lease);
  return lease;
}

function pendingIn({ open }: TokenState): Lease[] {
  return open.filter(({ lostAt }) => lostAt === undefined);
}

/** Lets waiters go, as many as may. */
function serve(state: TokenState): void {
  clearTimeout(state.timer);
  for (const waiter of state.waiters) {
    const admission = admit(state);
    if (admission === undefined) {
      if (state.open.length > openLimit) return;
      const youngest = Math.max(...pendingIn(state).map(({ startedAt }) => startedAt));
      state.timer = setTimeout(serve, Math.max(1, youngest + reliefAfter - now()), state);
      return;
    }
    state.waiters.delete(waiter);
    waiter(admission);
  }
}

function now(): number {
  return performance.now();
}
