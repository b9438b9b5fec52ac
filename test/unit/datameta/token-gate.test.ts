import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import {
  close,
  confirm,
  gateOf,
  isOpen,
  Lease,
  lose,
  TokenGate,
  type Refusal,
} from "../../../src/datameta/token-gate.js";

const minute = 60_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Passes this time, and fires what is due. */
const pass = (milliseconds: number) => vi.advanceTimersByTime(milliseconds);

/** Asks for a lease, and does not wait. */
function ask(gate: TokenGate, token = "t"): Lease | Refusal | undefined {
  const admission = gate.acquire(token, true, (leave) => leave());
  return admission instanceof Promise ? undefined : admission;
}

/** Takes a lease that the gate must give at once. */
function take(gate: TokenGate, token = "t"): Lease {
  const admission = ask(gate, token);
  return admission instanceof Lease ? admission : expect.fail(`got ${JSON.stringify(admission)}`);
}

/** What a gate gave to those who wait has arrived. */
const arrival = () => Promise.resolve().then(() => undefined);

const takeThree = (gate: TokenGate) => [take(gate), take(gate), take(gate)] as const;

/** Waits for a lease if need be, and notes what comes. */
function watch(gate: TokenGate, token = "t") {
  const watched: { admission?: Lease | Refusal } = {};
  let stop: () => void = () => undefined;
  const admission = gate.acquire(token, true, (leave) => (stop = leave));
  if (admission instanceof Promise) void admission.then((later) => (watched.admission = later));
  else watched.admission = admission;
  return { watched, stop };
}

describe("the limit of open sends", () => {
  it("is three, for each token", () => {
    const gate = new TokenGate();
    takeThree(gate);

    expect(ask(gate)).toBeUndefined();
    expect(ask(gate, "other")).toBeInstanceOf(Lease);
  });

  it("makes others wait, who are served in their order", async () => {
    const gate = new TokenGate();
    const [first, second] = takeThree(gate);
    const waiting = [watch(gate), watch(gate), watch(gate)];
    await arrival();
    expect(waiting.map(({ watched }) => watched.admission)).toEqual(Array(3).fill(undefined));

    close(first);
    close(second);

    await arrival();
    expect(waiting.map(({ watched }) => watched.admission instanceof Lease)).toEqual([
      ...[true, true, false],
    ]);
  });

  it("lets one who waits go at once if a place is free", () => {
    expect(watch(new TokenGate()).watched.admission).toBeInstanceOf(Lease);
  });

  it("counts a send no more that is closed, once", () => {
    const gate = new TokenGate();
    const [first] = takeThree(gate);
    expect(isOpen(first)).toBe(true);
    close(first);
    close(first);

    expect(isOpen(first)).toBe(false);
    expect(ask(gate)).toBeInstanceOf(Lease);
    expect(ask(gate)).toBeUndefined();
  });

  it("does not serve one who stopped waiting", async () => {
    const gate = new TokenGate();
    const [first] = takeThree(gate);
    const [one, two] = [watch(gate), watch(gate)];
    one.stop();
    close(first);

    await arrival();
    expect(one.watched.admission).not.toBeInstanceOf(Lease);
    expect(two.watched.admission).toBeInstanceOf(Lease);
  });

  it("sets no timer for one who stopped waiting", () => {
    const gate = new TokenGate();
    takeThree(gate);
    const { stop } = watch(gate);
    expect(vi.getTimerCount()).toBe(1);
    stop();

    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("a confirmed token", () => {
  it("closes slow sends that began before, and none that began later", () => {
    const gate = new TokenGate();
    const [first, second, third] = takeThree(gate);
    pass(2_000);
    confirm(second);

    expect([first, second, third].map((lease) => isOpen(lease))).toEqual([...[false, false, true]]);
  });

  it("leaves a send open that may not have arrived yet", () => {
    const gate = new TokenGate();
    const [first, second] = takeThree(gate);
    pass(1_999);
    confirm(second);

    expect([first, second].map((lease) => isOpen(lease))).toEqual([true, false]);
  });

  it("closes lost sends that began before", () => {
    const gate = new TokenGate();
    const [first, second, third] = takeThree(gate);
    lose(first);
    lose(second);
    confirm(third);

    expect([first, second, third].some((lease) => isOpen(lease))).toBe(false);
  });

  it("lets those go who wait", async () => {
    const gate = new TokenGate();
    const [, , third] = takeThree(gate);
    const waiting = [watch(gate), watch(gate), watch(gate), watch(gate), watch(gate)];
    pass(2_000);
    confirm(third);

    await arrival();
    expect(waiting.map(({ watched }) => watched.admission instanceof Lease)).toEqual([
      ...[true, true, true, false, false],
    ]);
  });

  it("of one token says nothing about another", () => {
    const gate = new TokenGate();
    const other = take(gate, "other");
    confirm(take(gate));

    expect(isOpen(other)).toBe(true);
  });
});

describe("the relief, if sends take long", () => {
  it("lets one more go once all three have been pending for two seconds", () => {
    const gate = new TokenGate();
    takeThree(gate);
    pass(1999);
    expect(ask(gate)).toBeUndefined();
    pass(1);

    expect(ask(gate)).toBeInstanceOf(Lease);
  });

  it("never lets a fifth go", () => {
    const gate = new TokenGate();
    takeThree(gate);
    pass(2000);
    take(gate);
    const { watched } = watch(gate);
    pass(minute);

    expect(ask(gate)).toBeUndefined();
    expect(watched.admission).toBeUndefined();
  });

  it("waits for the youngest of them", () => {
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

  it("comes to the first who waits, at its time", async () => {
    const gate = new TokenGate();
    takeThree(gate);
    const [one, two] = [watch(gate), watch(gate)];
    pass(1999);
    await arrival();
    expect(one.watched.admission).toBeUndefined();
    pass(1);

    await arrival();
    expect(one.watched.admission).toBeInstanceOf(Lease);
    expect(two.watched.admission).toBeUndefined();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("comes once those are closed that are too many", async () => {
    const gate = new TokenGate();
    const [first, second] = takeThree(gate);
    pass(2000);
    take(gate);
    const { watched } = watch(gate);
    close(first);
    await arrival();
    expect(watched.admission).toBeUndefined();
    close(second);

    await arrival();
    expect(watched.admission).toBeInstanceOf(Lease);
  });

  it("does not wait for sends whose result was lost", () => {
    const gate = new TokenGate();
    const [first, second] = takeThree(gate);
    lose(first);
    lose(second);
    expect(ask(gate)).toBeUndefined();
    pass(2000);

    expect(ask(gate)).toBeInstanceOf(Lease);
  });

  it("has one timer, whoever comes and goes", () => {
    const gate = new TokenGate();
    const [first] = takeThree(gate);
    watch(gate);
    watch(gate);
    watch(gate);
    close(first);

    expect(vi.getTimerCount()).toBe(1);
  });
});

describe("sends whose result was lost", () => {
  const loseThree = (gate: TokenGate) => {
    const leases = takeThree(gate);
    for (const lease of leases) {
      lose(lease);
      pass(minute);
    }
    return leases;
  };

  it("stay open for an hour: a further one is refused with the time to wait", () => {
    const gate = new TokenGate();
    loseThree(gate);

    expect(ask(gate)).toEqual({ retryAfter: 57 * minute });
  });

  it("are forgotten after an hour, each for itself", () => {
    const gate = new TokenGate();
    const [first, second] = loseThree(gate);
    pass(57 * minute - 1);
    expect(ask(gate)).toEqual({ retryAfter: 1 });
    pass(1);

    expect(ask(gate)).toBeInstanceOf(Lease);
    expect(isOpen(first)).toBe(false);
    expect(isOpen(second)).toBe(true);
    expect(ask(gate)).toBeUndefined();
  });

  it("do not take pending ones with them", () => {
    const gate = new TokenGate();
    const [first, second, third] = takeThree(gate);
    lose(first);
    pass(60 * minute);
    take(gate);

    expect([first, second, third].map((lease) => isOpen(lease))).toEqual([...[false, true, true]]);
  });

  it("refuse those who wait", async () => {
    const gate = new TokenGate();
    const leases = takeThree(gate);
    const { watched } = watch(gate);
    for (const lease of leases) lose(lease);

    await arrival();
    expect(watched.admission).toEqual({ retryAfter: 60 * minute });
  });

  it("leave room for others if there are fewer", () => {
    const gate = new TokenGate();
    lose(take(gate));
    lose(take(gate));

    expect(ask(gate)).toBeInstanceOf(Lease);
  });
});

describe("a rejected token", () => {
  it("is dead, for those who wait and for later ones", async () => {
    const gate = new TokenGate();
    takeThree(gate);
    const waiting = [watch(gate), watch(gate)];
    gate.kill("t");

    await arrival();
    expect(waiting.map(({ watched }) => watched.admission)).toEqual(["dead", "dead"]);
    expect(ask(gate)).toBe("dead");
    expect(watch(gate).watched.admission).toBe("dead");
    expect(gate.isDead("t")).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("may stop waiting without effect", () => {
    const gate = new TokenGate();
    gate.kill("t");

    watch(gate).stop();

    expect(ask(gate)).toBe("dead");
  });

  it("stays dead if sends of it end later", () => {
    const gate = new TokenGate();
    const [first, second, third] = takeThree(gate);
    gate.kill("t");
    confirm(first);
    close(second);
    lose(third);

    expect(ask(gate)).toBe("dead");
  });

  it("need not have been sent", () => {
    const gate = new TokenGate();
    gate.kill("t");

    expect(gate.isDead("t")).toBe(true);
    expect(gate.isDead("other")).toBe(false);
    expect(ask(gate, "other")).toBeInstanceOf(Lease);
  });

  it("is remembered for an hour from its last 401", () => {
    const gate = new TokenGate();
    gate.kill("t");
    pass(30 * minute);
    gate.kill("other");
    gate.kill("t");
    pass(60 * minute - 1);
    expect([gate.isDead("t"), gate.isDead("other")]).toEqual([true, true]);
    pass(1);

    expect([gate.isDead("t"), gate.isDead("other")]).toEqual([false, false]);
    expect(ask(gate)).toBeInstanceOf(Lease);
  });

  it("does not take younger ones with it", () => {
    const gate = new TokenGate();
    gate.kill("old");
    pass(minute);
    gate.kill("young");
    pass(59 * minute);

    expect([gate.isDead("old"), gate.isDead("young")]).toEqual([false, true]);
  });

  it("is remembered whatever number of others died since", () => {
    const gate = new TokenGate();
    for (let index = 0; index <= 2000; index++) gate.kill(`t-${index}`);

    expect(ask(gate, "t-0")).toBe("dead");
    expect(ask(gate, "t-2000")).toBe("dead");
  });
});

describe("the memory of a gate", () => {
  it("drops tokens that are not in use, and none that is", () => {
    const gate = new TokenGate();
    const held = [take(gate), take(gate), take(gate)];
    for (let index = 0; index < 1500; index++) close(take(gate, `t-${index}`));

    expect(ask(gate)).toBeUndefined();
    expect(held.every((lease) => isOpen(lease))).toBe(true);
  });
});

describe("gateOf", () => {
  it("is one gate for each server", () => {
    expect(gateOf("https://one/api")).toBe(gateOf("https://one/api"));
    expect(gateOf("https://one/api")).not.toBe(gateOf("https://two/api"));
  });
});

describe("the memory of tokens", () => {
  /** How many tokens the gate still counts a send of. */
  const busy = (gate: TokenGate, count: number) =>
    Array.from({ length: count }, (_, index) => index).filter((index) => {
      const leases = [1, 2, 3].map(() => ask(gate, `t-${index}`));
      return leases.includes(undefined);
    }).length;

  it("keeps a lost send of any number of tokens for an hour", () => {
    const gate = new TokenGate();
    for (let index = 0; index < 3000; index++) lose(take(gate, `t-${index}`));

    expect(busy(gate, 3000)).toBe(3000);
  });

  it("forgets lost sends after an hour, although nobody uses their tokens again", () => {
    const gate = new TokenGate();
    for (let index = 0; index < 3000; index++) lose(take(gate, `t-${index}`));
    pass(60 * minute);

    expect(busy(gate, 3000)).toBe(0);
  });
});
