import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import {
  gateOf,
  isOpen,
  Lease,
  settle,
  TokenGate,
  type Refusal,
} from "../../../src/datameta/token-gate.js";

const minute = 60_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Advances the clock and fires the timers that are due. */
const pass = (milliseconds: number) => vi.advanceTimersByTime(milliseconds);

/** Requests a lease without waiting for it. */
function ask(gate: TokenGate, token = "t"): Lease | Refusal | undefined {
  const result = gate.acquire(token, false, true, (leave) => leave());
  return result instanceof Promise ? undefined : result;
}

/** Acquires a lease that must be available immediately. */
function take(gate: TokenGate, token = "t"): Lease {
  const result = ask(gate, token);
  return result instanceof Lease ? result : expect.fail(`got ${JSON.stringify(result)}`);
}

const confirm = (lease: Lease) => settle(lease, "accepted");
const close = (lease: Lease) => settle(lease, "uncounted");
const markLost = (lease: Lease) => settle(lease, "unknown");

/** Acquires a lease for a token that has certainly not expired. */
const takeValid = (gate: TokenGate, token = "t") =>
  gate.acquire(token, true, true, () => expect.fail("a valid token never waits"));

/** Rejects a token that has certainly not expired. */
function reject(gate: TokenGate, token: string): void {
  const lease = takeValid(gate, token);
  if (lease instanceof Lease) settle(lease, "rejected");
}

const isRejected = (gate: TokenGate, token: string) => takeValid(gate, token) === "rejected";

/** Waits until granted leases have arrived. */
const arrival = () => Promise.resolve().then(() => undefined);

const takeThree = (gate: TokenGate) => [take(gate), take(gate), take(gate)] as const;

/** Acquires a lease, if necessary after waiting, and records the result. */
function watch(gate: TokenGate, token = "t") {
  const watched: { result?: Lease | Refusal } = {};
  let stop: () => void = () => undefined;
  const result = gate.acquire(token, false, true, (leave) => (stop = leave));
  if (result instanceof Promise) void result.then((later) => (watched.result = later));
  else watched.result = result;
  return { watched, stop };
}

describe("the limit of open requests", () => {
  it("is three, for each token", () => {
    const gate = new TokenGate();
    takeThree(gate);

    expect(ask(gate)).toBeUndefined();
    expect(ask(gate, "other")).toBeInstanceOf(Lease);
  });

  it("makes further calls wait, in order", async () => {
    const gate = new TokenGate();
    const [first, second] = takeThree(gate);
    const waiting = [watch(gate), watch(gate), watch(gate)];
    await arrival();
    expect(waiting.map(({ watched }) => watched.result)).toEqual(Array(3).fill(undefined));

    close(first);
    close(second);

    await arrival();
    expect(waiting.map(({ watched }) => watched.result instanceof Lease)).toEqual([
      ...[true, true, false],
    ]);
  });

  it("grants a lease immediately if one is free", () => {
    expect(watch(new TokenGate()).watched.result).toBeInstanceOf(Lease);
  });

  it("does not count a closed request, and closes it only once", () => {
    const gate = new TokenGate();
    const [first] = takeThree(gate);
    expect(isOpen(first)).toBe(true);
    close(first);
    close(first);

    expect(isOpen(first)).toBe(false);
    expect(ask(gate)).toBeInstanceOf(Lease);
    expect(ask(gate)).toBeUndefined();
  });

  it("grants no lease to a call that stopped waiting", async () => {
    const gate = new TokenGate();
    const [first] = takeThree(gate);
    const [one, two] = [watch(gate), watch(gate)];
    one.stop();
    close(first);

    await arrival();
    expect(one.watched.result).not.toBeInstanceOf(Lease);
    expect(two.watched.result).toBeInstanceOf(Lease);
  });

  it("sets no timer for a call that stopped waiting", () => {
    const gate = new TokenGate();
    takeThree(gate);
    const { stop } = watch(gate);
    expect(vi.getTimerCount()).toBe(1);
    stop();

    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("a confirmed token", () => {
  it("closes only slow requests that started before the confirmation", () => {
    const gate = new TokenGate();
    const first = take(gate);
    pass(2_000);
    const [second, third] = [take(gate), take(gate)];
    pass(10_000);
    confirm(second);

    expect([first, second, third].map((lease) => isOpen(lease))).toEqual([...[false, false, true]]);
  });

  it("keeps a request open that may have arrived later", () => {
    const gate = new TokenGate();
    const first = take(gate);
    pass(1_999);
    const second = take(gate);
    pass(10_000);
    confirm(second);

    expect([first, second].map((lease) => isOpen(lease))).toEqual([true, false]);
  });

  it("closes lost requests that started before", () => {
    const gate = new TokenGate();
    const [first, second] = [take(gate), take(gate)];
    markLost(first);
    markLost(second);
    const third = take(gate);
    confirm(third);

    expect([first, second, third].some((lease) => isOpen(lease))).toBe(false);
  });

  it("keeps a request open that was lost after the confirming one started", () => {
    const gate = new TokenGate();
    const [first, second] = takeThree(gate);
    pass(1);
    markLost(first);
    confirm(second);

    expect(isOpen(first)).toBe(true);
  });

  it("grants leases to waiting calls", async () => {
    const gate = new TokenGate();
    take(gate);
    take(gate);
    pass(2_000);
    const third = take(gate);
    const waiting = [watch(gate), watch(gate), watch(gate), watch(gate), watch(gate)];
    confirm(third);

    await arrival();
    expect(waiting.map(({ watched }) => watched.result instanceof Lease)).toEqual([
      ...[true, true, true, false, false],
    ]);
  });

  it("does not confirm another token", () => {
    const gate = new TokenGate();
    const other = take(gate, "other");
    confirm(take(gate));

    expect(isOpen(other)).toBe(true);
  });
});

describe("the extra lease, if requests are slow", () => {
  it("is granted once all three requests have been pending for two seconds", () => {
    const gate = new TokenGate();
    takeThree(gate);
    pass(1999);
    expect(ask(gate)).toBeUndefined();
    pass(1);

    expect(ask(gate)).toBeInstanceOf(Lease);
  });

  it("is granted only once", () => {
    const gate = new TokenGate();
    takeThree(gate);
    pass(2000);
    take(gate);
    const { watched } = watch(gate);
    pass(minute);

    expect(ask(gate)).toBeUndefined();
    expect(watched.result).toBeUndefined();
  });

  it("is granted two seconds after the latest request", () => {
    const gate = new TokenGate();
    take(gate);
    take(gate);
    pass(1000);
    take(gate);
    pass(1500);
    expect(ask(gate)).toBeUndefined();
    pass(500);

    expect(ask(gate)).toBeInstanceOf(Lease);
  });

  it("is granted to the first waiting call when it is due", async () => {
    const gate = new TokenGate();
    takeThree(gate);
    const [one, two] = [watch(gate), watch(gate)];
    pass(1999);
    await arrival();
    expect(one.watched.result).toBeUndefined();
    pass(1);

    await arrival();
    expect(one.watched.result).toBeInstanceOf(Lease);
    expect(two.watched.result).toBeUndefined();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("is not needed once fewer than three requests are open", async () => {
    const gate = new TokenGate();
    const [first, second] = takeThree(gate);
    pass(2000);
    take(gate);
    const { watched } = watch(gate);
    close(first);
    await arrival();
    expect(watched.result).toBeUndefined();
    close(second);

    await arrival();
    expect(watched.result).toBeInstanceOf(Lease);
  });

  it("does not depend on requests with lost results", () => {
    const gate = new TokenGate();
    const [first, second] = takeThree(gate);
    markLost(first);
    markLost(second);
    expect(ask(gate)).toBeUndefined();
    pass(2000);

    expect(ask(gate)).toBeInstanceOf(Lease);
  });

  it("is not refused while one of four requests is pending", () => {
    const gate = new TokenGate();
    const leases = takeThree(gate);
    pass(2000);
    const extra = take(gate);
    for (const lease of leases) markLost(lease);

    expect(ask(gate)).toBeUndefined();
    confirm(extra);
    expect(ask(gate)).toBeInstanceOf(Lease);
  });

  it("is checked once, when the latest request is slow", () => {
    const gate = new TokenGate();
    takeThree(gate);
    const began = performance.now();
    watch(gate);

    vi.advanceTimersToNextTimer();

    expect(performance.now() - began).toBe(2000);
  });

  it("uses one timer, however many calls wait", () => {
    const gate = new TokenGate();
    const [first] = takeThree(gate);
    watch(gate);
    watch(gate);
    watch(gate);
    close(first);

    expect(vi.getTimerCount()).toBe(1);
  });
});

describe("requests with lost results", () => {
  const markThreeLost = (gate: TokenGate) => {
    const leases = takeThree(gate);
    for (const lease of leases) {
      markLost(lease);
      pass(minute);
    }
    return leases;
  };

  it("stay open for an hour, and a further call is rejected with the time to wait", () => {
    const gate = new TokenGate();
    markThreeLost(gate);

    expect(ask(gate)).toEqual({ retryAfter: 57 * minute });
  });

  it("are each forgotten after an hour", () => {
    const gate = new TokenGate();
    const [first, second] = markThreeLost(gate);
    pass(57 * minute - 1);
    expect(ask(gate)).toEqual({ retryAfter: 1 });
    pass(1);

    expect(ask(gate)).toBeInstanceOf(Lease);
    expect(isOpen(first)).toBe(false);
    expect(isOpen(second)).toBe(true);
    expect(ask(gate)).toBeUndefined();
  });

  it("do not close pending requests when they are forgotten", () => {
    const gate = new TokenGate();
    const [first, second, third] = takeThree(gate);
    markLost(first);
    pass(60 * minute);
    take(gate);

    expect([first, second, third].map((lease) => isOpen(lease))).toEqual([...[false, true, true]]);
  });

  it("reject waiting calls", async () => {
    const gate = new TokenGate();
    const leases = takeThree(gate);
    const { watched } = watch(gate);
    for (const lease of leases) markLost(lease);

    await arrival();
    expect(watched.result).toEqual({ retryAfter: 60 * minute });
  });

  it("do not block other calls if there are fewer than three", () => {
    const gate = new TokenGate();
    markLost(take(gate));
    markLost(take(gate));

    expect(ask(gate)).toBeInstanceOf(Lease);
  });
});

describe("a rejected token", () => {
  it("rejects waiting and later calls", async () => {
    const gate = new TokenGate();
    takeThree(gate);
    const waiting = [watch(gate), watch(gate)];
    reject(gate, "t");

    await arrival();
    expect(waiting.map(({ watched }) => watched.result)).toEqual(["rejected", "rejected"]);
    expect(ask(gate)).toBe("rejected");
    expect(watch(gate).watched.result).toBe("rejected");
    expect(isRejected(gate, "t")).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("allows a call to stop waiting, without an effect", () => {
    const gate = new TokenGate();
    reject(gate, "t");

    watch(gate).stop();

    expect(ask(gate)).toBe("rejected");
  });

  it("stays rejected if its other requests end later", () => {
    const gate = new TokenGate();
    const [first, second, third] = takeThree(gate);
    reject(gate, "t");
    confirm(first);
    close(second);
    markLost(third);

    expect(ask(gate)).toBe("rejected");
  });

  it("may be rejected without having been sent", () => {
    const gate = new TokenGate();
    reject(gate, "t");

    expect(isRejected(gate, "t")).toBe(true);
    expect(isRejected(gate, "other")).toBe(false);
    expect(ask(gate, "other")).toBeInstanceOf(Lease);
  });

  it("is remembered for an hour from its last 401", () => {
    const gate = new TokenGate();
    const [first, second] = takeThree(gate);
    settle(first, "rejected");
    pass(30 * minute);
    reject(gate, "other");
    settle(second, "rejected");
    pass(60 * minute - 1);
    expect([isRejected(gate, "t"), isRejected(gate, "other")]).toEqual([true, true]);
    pass(1);

    expect([isRejected(gate, "t"), isRejected(gate, "other")]).toEqual([false, false]);
    expect(ask(gate)).toBeInstanceOf(Lease);
  });

  it("still counts later lost requests when its rejection is forgotten", () => {
    const gate = new TokenGate();
    const [first, second, third] = takeThree(gate);
    settle(first, "rejected");
    pass(minute);
    markLost(second);
    markLost(third);
    pass(59 * minute);

    expect(ask(gate)).toBeInstanceOf(Lease);
    expect(ask(gate)).toBeUndefined();
  });

  it("is forgotten without affecting tokens that were rejected later", () => {
    const gate = new TokenGate();
    reject(gate, "old");
    pass(minute);
    reject(gate, "young");
    pass(59 * minute);

    expect([isRejected(gate, "old"), isRejected(gate, "young")]).toEqual([false, true]);
  });

  it("is remembered, however many other tokens were rejected later", () => {
    const gate = new TokenGate();
    for (let index = 0; index <= 2000; index++) reject(gate, `t-${index}`);

    expect(ask(gate, "t-0")).toBe("rejected");
    expect(ask(gate, "t-2000")).toBe("rejected");
  });
});

describe("the memory of a gate", () => {
  it("drops only tokens that are not in use", () => {
    const gate = new TokenGate();
    const held = [take(gate), take(gate), take(gate)];
    for (let index = 0; index < 1500; index++) close(take(gate, `t-${index}`));

    expect(ask(gate)).toBeUndefined();
    expect(held.every((lease) => isOpen(lease))).toBe(true);
  });
});

describe("the tokens that a gate remembers", () => {
  /** A gate with 996 idle tokens, and one in each other state. */
  function filled() {
    const gate = new TokenGate();
    reject(gate, "dead");
    markLost(take(gate, "lost"));
    markLost(take(gate, "lost"));
    take(gate, "pending");
    for (let count = 1; count <= 3; count++) take(gate, "waiting");
    watch(gate, "waiting");
    for (let index = 0; index < 996; index++) close(take(gate, `idle-${index}`));
    return gate;
  }

  it("are all kept up to a thousand", () => {
    expect(filled().tokens.size).toBe(1000);
  });

  it("lose the idle ones when another one comes", () => {
    const gate = filled();

    close(take(gate, "new"));

    expect([...gate.tokens.keys()]).toEqual(["dead", "lost", "pending", "waiting", "new"]);
  });

  it("lose dead and lost ones only after an hour", () => {
    const gate = filled();
    pass(60 * minute);

    close(take(gate, "new"));

    expect([...gate.tokens.keys()]).toEqual(["pending", "waiting", "new"]);
  });

  it("keep a token with a lost and a pending request", () => {
    const gate = filled();
    markLost(take(gate, "pending"));
    pass(60 * minute);

    close(take(gate, "new"));

    expect(gate.tokens.has("pending")).toBe(true);
  });

  it("are searched again only when there are twice as many as were kept", () => {
    const gate = new TokenGate();
    for (let index = 0; index < 1000; index++) reject(gate, `dead-${index}`);
    for (let index = 0; index < 1000; index++) close(take(gate, `idle-${index}`));
    expect(gate.tokens.size).toBe(2000);

    close(take(gate, "new"));

    expect(gate.tokens.size).toBe(1001);
  });
});

describe("gateOf", () => {
  it("returns one gate for each server", () => {
    expect(gateOf("https://one/api")).toBe(gateOf("https://one/api"));
    expect(gateOf("https://one/api")).not.toBe(gateOf("https://two/api"));
  });

  it("returns the same gate in all copies of the package", async () => {
    const gate = gateOf("https://shared/api");
    vi.resetModules();
    const copy = await import("../../../src/datameta/token-gate.js");

    expect(copy.gateOf).not.toBe(gateOf);
    expect(copy.gateOf("https://shared/api")).toBe(gate);
    expect(copy.isLease(take(gate))).toBe(true);
    expect(copy.isLease("rejected")).toBe(false);
    expect(copy.isLease({ retryAfter: 1 })).toBe(false);
  });
});

describe("the memory of tokens", () => {
  /** Returns the number of tokens with an open request. */
  const busy = (gate: TokenGate, count: number) =>
    Array.from({ length: count }, (_, index) => index).filter((index) => {
      const leases = [1, 2, 3].map(() => ask(gate, `t-${index}`));
      return leases.includes(undefined);
    }).length;

  it("keeps the lost requests of any number of tokens for an hour", () => {
    const gate = new TokenGate();
    for (let index = 0; index < 3000; index++) markLost(take(gate, `t-${index}`));

    expect(busy(gate, 3000)).toBe(3000);
  });

  it("forgets lost requests after an hour, even if their tokens are not used again", () => {
    const gate = new TokenGate();
    for (let index = 0; index < 3000; index++) markLost(take(gate, `t-${index}`));
    pass(60 * minute);

    expect(busy(gate, 3000)).toBe(0);
  });
});
