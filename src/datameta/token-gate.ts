/** The server disables an account at the fifth failed login within an hour. */
const openLimit = 3;

/**
 * A send that has been pending for so long is slow, in milliseconds: the server has checked its token and
 * is at work, or does not answer at all.
 */
const slowAfter = 2_000;

/** How long the server remembers a failed login, and the gate a dead token, in milliseconds. */
const memory = 60 * 60_000;

/** How many idle tokens are remembered. Dead ones do not count. */
const rememberedTokens = 1_000;

/** The permission to send a token once, until the result of the request is known. */
export class Lease {
  /** When its result was lost; `undefined` while it is pending. */
  lostAt: number | undefined;
  readonly startedAt = now();

  constructor(readonly token: Token) {}
}

/** Why a token may not be sent. */
export type Refusal = "dead" | { readonly retryAfter: number };

interface Waiter {
  /** Whether it waits to send a read, which is quick. */
  readonly isRead: boolean;
  readonly take: (admission: Lease | Refusal) => void;
}

/** What is known of one token at one server. */
interface Token {
  /** Sends that the server may yet count, or may have counted, as failed logins. The oldest first. */
  open: Lease[];
  readonly waiters: Set<Waiter>;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** When the server rejected it. */
  diedAt: number | undefined;
}

/**
 * Keeps expired tokens from locking an account. The server counts each request with an expired key, and
 * disables the account at the fifth within an hour. Any success clears the count.
 *
 * So at most three sends of a token are open, and never more than four. A send is open until its result
 * shows that it was not counted, or a later one shows that the count was cleared. After a 401 the token
 * is dead.
 */
export class TokenGate {
  readonly #tokens = new Map<string, Token>();
  /** At so many tokens the idle ones are forgotten. */
  #crowd = rememberedTokens;

  /**
   * Asks to send a token. Those who wait are served in their order.
   *
   * @param isRead - whether the request only reads
   * @param onWait - gets a function that ends the waiting, if it has to wait
   */
  acquire(
    name: string,
    isRead: boolean,
    onWait: (leave: () => void) => void,
  ): Lease | Refusal | Promise<Lease | Refusal> {
    const token = this.#find(name);
    return (
      admit(token, isRead) ??
      new Promise((take) => {
        const waiter = { isRead, take };
        token.waiters.add(waiter);
        serve(token);
        onWait(() => {
          token.waiters.delete(waiter);
          serve(token);
          take("dead"); // Nobody hears the refusal.
        });
      })
    );
  }

  /** The server rejected the token. It is not sent again. */
  kill(name: string): void {
    const token = this.#find(name);
    token.diedAt = now();
    serve(token);
  }

  isDead(name: string): boolean {
    const token = this.#tokens.get(name);
    return token?.diedAt !== undefined && !isForgotten(token.diedAt);
  }

  #find(name: string): Token {
    let token = this.#tokens.get(name);
    if (token && (token.diedAt === undefined || this.isDead(name))) return token;
    this.#forgetIdle();
    token = { open: [], waiters: new Set(), timer: undefined, diedAt: undefined };
    this.#tokens.set(name, token);
    return token;
  }

  #forgetIdle(): void {
    if (this.#tokens.size < this.#crowd) return;
    for (const [name, { open, waiters, diedAt }] of this.#tokens) {
      const isIdle = !waiters.size && open.every(({ lostAt }) => isForgotten(lostAt));
      if (diedAt === undefined ? isIdle : isForgotten(diedAt)) this.#tokens.delete(name);
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

/** Whether the send may yet count against the account. */
export function isOpen(lease: Lease): boolean {
  return lease.token.open.includes(lease);
}

/** The send was not counted. */
export function close(lease: Lease): void {
  const { token } = lease;
  token.open = token.open.filter((each) => each !== lease);
  serve(token);
}

/**
 * The server accepted the token, which cleared its count: the sends that began before are closed. One
 * that has been pending for a short time may not have arrived yet, and stays open.
 */
export function confirm(lease: Lease): void {
  const { open } = lease.token;
  const order = open.indexOf(lease);
  lease.token.open = open.filter((each, index) => index > order || timeUntilSlow(each) > 0);
  close(lease);
}

/** Nobody will learn the result of the send: it stays open as long as the server may count it. */
export function lose(lease: Lease): void {
  lease.lostAt = now();
  serve(lease.token);
}

/** Lets those go who wait, as many as may. */
function serve(token: Token): void {
  clearTimeout(token.timer);
  for (const waiter of token.waiters) {
    const admission = admit(token, waiter.isRead);
    const relief = timeUntilRelief(token);
    if (admission) {
      token.waiters.delete(waiter);
      waiter.take(admission);
    } else if (relief > 0) {
      if (relief < Infinity) token.timer = setTimeout(serve, Math.max(1, relief), token);
      return;
    }
    // A read may wait behind this one.
  }
}

function admit(token: Token, isRead: boolean): Lease | Refusal | undefined {
  if (token.diedAt !== undefined) return "dead";
  if (token.open.length >= openLimit) {
    token.open = token.open.filter(({ lostAt }) => !isForgotten(lostAt));
    const lost = token.open.flatMap(({ lostAt }) => lostAt ?? []);
    if (lost.length >= openLimit && lost.length === token.open.length) {
      return { retryAfter: Math.min(...lost) + memory - now() };
    }
    if (token.open.length >= openLimit && !(isRead && timeUntilRelief(token) <= 0))
      return undefined;
  }
  const lease = new Lease(token);
  token.open.push(lease);
  return lease;
}

/** Whether the server has forgotten what happened at a time. */
function isForgotten(time = Infinity): boolean {
  return now() - time >= memory;
}

/** Milliseconds until a pending send is slow; negative if it is, or if it is not pending. */
function timeUntilSlow({ lostAt, startedAt }: Lease): number {
  return lostAt === undefined ? startedAt + slowAfter - now() : -Infinity;
}

/**
 * Milliseconds until one more send may go, since all are slow. It has to be a read: its quick success
 * closes the others, like uploads that the server takes minutes to check.
 */
function timeUntilRelief({ open }: Token): number {
  return open.length > openLimit ? Infinity : Math.max(...open.map(timeUntilSlow));
}

function now(): number {
  return performance.now();
}
