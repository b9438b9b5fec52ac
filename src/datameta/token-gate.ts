/** The server disables an account at the fifth failed login within an hour. */
const openLimit = 3;

/**
 * A send that has been pending for so long is slow, in milliseconds: the server has checked its token and
 * is at work, or does not answer at all.
 */
const slowAfter = 2_000;

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

interface Waiter {
  /** Whether it waits to send a read, which is quick. */
  readonly isRead: boolean;
  readonly enter: (admission: Lease | Refusal) => void;
}

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
  /** At so many tokens the idle ones are forgotten. */
  #crowd = rememberedTokens;
  /** When each dead token died. The oldest first. */
  readonly #dead = new Map<string, number>();

  /**
   * Asks to send a token.
   *
   * @param isRead - whether the request only reads
   * @returns the lease, the refusal, or `undefined` if the caller has to wait
   */
  enter(token: string, isRead: boolean): Lease | Refusal | undefined {
    const state = this.#stateOf(token);
    return state === undefined ? "dead" : admit(state, isRead);
  }

  /**
   * Waits for a lease. Waiters are served in their order.
   *
   * @returns a function that ends the waiting
   */
  wait(token: string, waiter: Waiter): () => void {
    const state = this.#stateOf(token);
    if (state === undefined) {
      waiter.enter("dead");
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

  /**
   * The server accepted the token, which cleared its count: the sends that began before are closed. One
   * that has been pending for a short time may not have arrived yet, and stays open.
   */
  confirm(lease: Lease): void {
    const { token } = lease;
    token.open = token.open.filter(
      (each) => each !== lease && (each.order > lease.order || timeUntilSlow(each) > 0),
    );
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
    if (this.#tokens.size < this.#crowd) return;
    for (const [token, { open, waiters }] of this.#tokens) {
      if (waiters.size === 0 && open.every(isForgotten)) this.#tokens.delete(token);
    }
    // So that a crowd of busy ones is not searched for each new one.
    this.#crowd = Math.max(rememberedTokens, 2 * this.#tokens.size);
  }
}

const gates = new Map<string, TokenGate>();

/** The gate that all clients of this server share. */
export function gateOf(baseUrl: string): TokenGate {
  let gate = gates.get(baseUrl);
  if (!gate) gates.set(baseUrl, (gate = new TokenGate()));
  return gate;
}

function admit(state: TokenState, isRead: boolean): Lease | Refusal | undefined {
  if (state.isDead) return "dead";
  if (state.open.length >= openLimit) {
    const time = now();
    state.open = state.open.filter((lease) => !isForgotten(lease));
    const lost = state.open.flatMap(({ lostAt }) => lostAt ?? []);
    if (lost.length >= openLimit && lost.length === state.open.length) {
      return { retryAfter: Math.min(...lost) + memory - time };
    }
  }
  const isFree = state.open.length < openLimit || (isRead && timeUntilRelief(state) <= 0);
  if (!isFree) return undefined;
  const lease = new Lease(state);
  state.open.push(lease);
  return lease;
}

/** Whether the server has forgotten what became of a send. */
function isForgotten({ lostAt = Infinity }: Lease): boolean {
  return now() - lostAt >= memory;
}

/** Milliseconds until a pending send is slow; negative if it is, or if it is not pending. */
function timeUntilSlow({ lostAt, startedAt }: Lease): number {
  return lostAt === undefined ? startedAt + slowAfter - now() : -Infinity;
}

/**
 * Milliseconds until one more send may go, since all are slow. It has to be a read: its quick success
 * closes the others, like uploads that the server takes minutes to check.
 */
function timeUntilRelief({ open }: TokenState): number {
  return open.length > openLimit ? Infinity : Math.max(...open.map(timeUntilSlow));
}

/** Lets waiters go, as many as may. */
function serve(state: TokenState): void {
  clearTimeout(state.timer);
  for (const waiter of state.waiters) {
    const admission = admit(state, waiter.isRead);
    if (admission !== undefined) {
      state.waiters.delete(waiter);
      waiter.enter(admission);
      continue;
    }
    const relief = timeUntilRelief(state);
    if (relief === Infinity) return;
    if (relief > 0) {
      state.timer = setTimeout(serve, Math.max(1, relief), state);
      return;
    }
    // A read may wait behind this one.
  }
}

function now(): number {
  return performance.now();
}
