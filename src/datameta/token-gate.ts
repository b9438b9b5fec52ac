import type { Verdict } from "./response-form.js";

/** The maximum number of open leases. The server disables an account at the fifth failed login within an hour. */
const openLimit = 3;

/**
 * After this time a pending request is slow, in milliseconds. By then the server has checked its token
 * and is processing the request, or it does not respond at all.
 */
const slowAfter = 2_000;

/** How long a failed login counts, and how long a rejected token is remembered, in milliseconds. */
const memory = 60 * 60_000;

/** When the gate remembers this many tokens, it removes idle ones. */
const rememberedTokens = 1_000;

/** The permission to send a token in one request. It is open until the result of the request is known. */
export class Lease {
  isSettled = false;
  /** When the request ended without a known result. `undefined` while it is pending. */
  lostAt: number | undefined;
  readonly startedAt = now();

  constructor(readonly token: Token) {}
}

/** The reason why a token must not be sent. */
export type Refusal = "rejected" | { readonly retryAfter: number };

interface Waiter {
  /** Whether the request only reads, and so is quick. */
  readonly isRead: boolean;
  readonly take: (answer: Lease | Refusal) => void;
}

/** The state of one token at one server. */
interface Token {
  /** Leases of requests that the server may count as failed logins, the oldest first. */
  open: Lease[];
  readonly waiters: Set<Waiter>;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** When the server rejected it. */
  rejectedAt: number | undefined;
}

/**
 * Prevents expired tokens from locking an account. The server counts each request with an expired key
 * as a failed login, and disables the account at the fifth within an hour. Any success resets the count.
 *
 * So a token has at most three open leases, or four if all three are slow. A lease is open until its
 * request turns out not to be counted, or a later success resets the count. After a 401 the token
 * counts as rejected: it is not sent again.
 */
export class TokenGate {
  readonly tokens = new Map<string, Token>();
  /** The number of tokens at which idle ones are removed. */
  #cleanupSize = rememberedTokens;

  /**
   * Asks for a lease to send a token. Requests that have to wait get their leases in order.
   *
   * @param isValid - whether the token has certainly not expired. Its lease is not counted as open.
   * @param isRead - whether the request only reads
   * @param onWait - called with a function that stops waiting, if the request has to wait
   */
  acquire(
    name: string,
    isValid: boolean,
    isRead: boolean,
    onWait: (leave: () => void) => void,
  ): Lease | Refusal | Promise<Lease | Refusal> {
    const token = this.#find(name);
    if (isValid && token.rejectedAt === undefined) return new Lease(token);
    return (
      tryAcquire(token, isRead) ??
      new Promise((take) => {
        const waiter = { isRead, take };
        token.waiters.add(waiter);
        serveWaiters(token);
        onWait(() => {
          token.waiters.delete(waiter);
          serveWaiters(token);
          take("rejected"); // The reason has no effect, because the call is over.
        });
      })
    );
  }

  #find(name: string): Token {
    let token = this.tokens.get(name);
    if (!token) {
      this.#forgetIdle();
      token = { open: [], waiters: new Set(), timer: undefined, rejectedAt: undefined };
      this.tokens.set(name, token);
    }
    if (isForgotten(token.rejectedAt)) token.rejectedAt = undefined;
    return token;
  }

  #forgetIdle(): void {
    if (this.tokens.size < this.#cleanupSize) return;
    for (const [name, { open, waiters, rejectedAt }] of this.tokens) {
      const isIdle = !waiters.size && open.every(({ lostAt }) => isForgotten(lostAt));
      const isRejected = rejectedAt !== undefined && !isForgotten(rejectedAt);
      if (isIdle && !isRejected) this.tokens.delete(name);
    }
    // If most tokens are busy, a fixed size would search all of them for every new token.
    this.#cleanupSize = Math.max(rememberedTokens, 2 * this.tokens.size);
  }
}

/** A registered symbol, so that all copies of the package in one process share their gates. */
const gatesKey = Symbol.for("datameta-client.token-gates");

/** Returns the gate that all clients of a server share. */
export function gateOf(baseUrl: string): TokenGate {
  let gates = Reflect.get(globalThis, gatesKey) as Map<string, TokenGate> | undefined; // Safe: set below.
  if (!gates) {
    gates = new Map();
    Object.defineProperty(globalThis, gatesKey, { value: gates });
  }
  let gate = gates.get(baseUrl);
  if (!gate) gates.set(baseUrl, (gate = new TokenGate()));
  return gate;
}

/** Returns whether a token may be sent. `instanceof` would fail for a lease of another copy of the package. */
export function isLease(answer: Lease | Refusal): answer is Lease {
  return typeof answer === "object" && "token" in answer;
}

/** Returns whether the request of a lease may still count as a failed login. */
export function isOpen(lease: Lease): boolean {
  return lease.token.open.includes(lease);
}

/**
 * Records what a result says about the token. After a rejection, the token is not sent again. Other
 * verdicts on a lease that has a verdict are ignored.
 */
export function settle(lease: Lease, verdict: Verdict): void {
  const { token } = lease;
  if (verdict === "rejected") token.rejectedAt = now();
  if (!lease.isSettled) {
    lease.isSettled = true;
    // If the server may have counted the request, its lease stays open for an hour.
    if (verdict === "unknown" || verdict === "rejected") lease.lostAt = now();
    else close(lease, verdict === "accepted");
  }
  serveWaiters(token);
}

/**
 * Closes a lease, because the server did not count its request as a failed login.
 *
 * @param isAccepted - whether the server accepted the token and reset its count. This closes earlier
 * leases, too. A request that started shortly before may reach the server later, so it stays open.
 */
function close(lease: Lease, isAccepted: boolean): void {
  const { token, startedAt } = lease;
  token.open = token.open.filter(
    (each) =>
      each !== lease && !(isAccepted && (each.lostAt ?? each.startedAt + slowAfter) <= startedAt),
  );
}

/** Gives leases to as many waiting requests as possible. */
function serveWaiters(token: Token): void {
  clearTimeout(token.timer);
  for (const waiter of token.waiters) {
    const answer = tryAcquire(token, waiter.isRead);
    const delay = timeUntilExtraRead(token);
    if (answer) {
      token.waiters.delete(waiter);
      waiter.take(answer);
    } else if (delay > 0) {
      if (delay < Infinity) token.timer = setTimeout(serveWaiters, Math.max(1, delay), token);
      return;
    }
    // This waiter is not a read, but a later one may be a read that can be sent now.
  }
}

/** Returns a lease or the reason why there is none, or `undefined` if the request has to wait. */
function tryAcquire(token: Token, isRead: boolean): Lease | Refusal | undefined {
  if (token.rejectedAt !== undefined) return "rejected";
  if (token.open.length >= openLimit) {
    token.open = token.open.filter(({ lostAt }) => !isForgotten(lostAt));
    const lost = token.open.flatMap(({ lostAt }) => lostAt ?? []);
    if (lost.length >= openLimit && lost.length === token.open.length) {
      return { retryAfter: Math.min(...lost) + memory - now() };
    }
    if (token.open.length >= openLimit && !(isRead && timeUntilExtraRead(token) <= 0))
      return undefined;
  }
  const lease = new Lease(token);
  token.open.push(lease);
  return lease;
}

/** Returns whether the server no longer counts a failed login from that time. */
function isForgotten(time = Infinity): boolean {
  return now() - time >= memory;
}

/** Returns the milliseconds until a pending request is slow. Not positive if it is slow or not pending. */
function timeUntilSlow({ lostAt, startedAt }: Lease): number {
  return lostAt === undefined ? startedAt + slowAfter - now() : -Infinity;
}

/**
 * Returns the milliseconds until all open requests are slow, so that one more read can be sent. Its
 * quick success closes their leases, for example those of uploads that the server checks for minutes.
 */
function timeUntilExtraRead({ open }: Token): number {
  return open.length > openLimit ? Infinity : Math.max(...open.map(timeUntilSlow));
}

function now(): number {
  return performance.now();
}
