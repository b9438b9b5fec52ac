import { UnauthorizedError } from "datameta-client";
import { afterEach, describe, expect, it, vi } from "vitest";
import { TokenGate, type Pass } from "../../src/token-gate.js";

const refusal = new UnauthorizedError("no", {
  status: 401,
  issues: [],
  headers: new Headers(),
  body: null,
});

/** The pass of a token that the gate must let in. */
async function enter(gate: TokenGate, token: string): Promise<Pass> {
  const pass = await gate.enter(token);
  if (pass instanceof UnauthorizedError) throw pass;
  return pass;
}

/** Enters, and notes when it got in. */
function watch(gate: TokenGate, token: string) {
  const watched: { pass?: Pass | UnauthorizedError } = {};
  const entered = gate.enter(token).then((pass) => (watched.pass = pass));
  return { watched, entered };
}

/** Lets all that can go on without a timer go on. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("TokenGate", () => {
  afterEach(() => void vi.useRealTimers());

  it("holds others back while the first use of a token is open, and lets all in once it is accepted", async () => {
    const gate = new TokenGate();
    const first = await enter(gate, "tok");
    const others = [watch(gate, "tok"), watch(gate, "tok")];
    await turn();
    expect(others.map(({ watched }) => watched.pass)).toEqual([undefined, undefined]);

    first.settle("accepted");
    const passes = await Promise.all(others.map(({ entered }) => entered));
    expect(passes.every((pass) => "settle" in pass)).toBe(true);
  });

  it("does not hold back another token", async () => {
    const gate = new TokenGate();
    await enter(gate, "one");

    expect(await gate.enter("two")).toHaveProperty("settle");
  });

  it("refuses for good a token that drew a 401, to those who waited and to later ones", async () => {
    const gate = new TokenGate();
    const first = await enter(gate, "tok");
    const waiting = watch(gate, "tok");
    first.settle(refusal);

    expect(await waiting.entered).toBe(refusal);
    expect(await gate.enter("tok")).toBe(refusal);
    expect(await gate.enter("other")).toHaveProperty("settle");
  });

  it("lets one of those who waited try next where the first use decided nothing", async () => {
    const gate = new TokenGate();
    const first = await enter(gate, "tok");
    const [second, third] = [watch(gate, "tok"), watch(gate, "tok")];
    first.settle("undecided");
    await turn();

    expect(second.watched.pass).toHaveProperty("settle");
    expect(third.watched.pass).toBeUndefined();
  });

  it("counts the first verdict of a use only", async () => {
    const gate = new TokenGate();
    const first = await enter(gate, "tok");
    first.settle("undecided");
    first.settle(refusal);

    expect(await gate.enter("tok")).toHaveProperty("settle");
  });

  it("refuses a token that was accepted before, and draws a 401 now", async () => {
    const gate = new TokenGate();
    (await enter(gate, "tok")).settle("accepted");
    (await enter(gate, "tok")).settle(refusal);

    expect(await gate.enter("tok")).toBe(refusal);
  });

  it("takes a proof for a minute: then one use goes ahead of others again", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const gate = new TokenGate();
    (await enter(gate, "tok")).settle("accepted");

    vi.setSystemTime(Date.now() + 59_999);
    const early = [watch(gate, "tok"), watch(gate, "tok")];
    await turn();
    expect(early.every(({ watched }) => watched.pass)).toBe(true);

    vi.setSystemTime(Date.now() + 1);
    const late = [watch(gate, "tok"), watch(gate, "tok")];
    await turn();
    expect(late.map(({ watched }) => watched.pass !== undefined)).toEqual([true, false]);
  });

  it("remembers the last 1000 refusals", async () => {
    const gate = new TokenGate();
    for (let index = 0; index <= 1000; index++) {
      (await enter(gate, `tok-${index}`)).settle(refusal);
    }

    expect(await gate.enter("tok-0")).toHaveProperty("settle");
    expect(await gate.enter("tok-1")).toBe(refusal);
    expect(await gate.enter("tok-1000")).toBe(refusal);
  });
});
