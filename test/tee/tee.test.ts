import { describe, expect, it } from "vitest";

import { requestOperations } from "../../generated/request-validators.js";
import { isSame, Pairs } from "./compare.js";
import { planRequests } from "./plan.js";

const [a, b, c] = ["a", "b", "c"].map((digit) => `${digit.repeat(8)}-1111-1111-1111-111111111111`);

describe("two responses are the same", () => {
  it.each([
    [
      "with other ids, tokens, addresses and times",
      { id: a, at: "2026-01-01T00:00:00.1" },
      { id: b, at: "2026-01-01T00:00:02" },
    ],
    ["with ids within texts", [`User ${a ?? ""} is unknown`], [`User ${b ?? ""} is unknown`]],
    ["with lists in another order", [{ n: 1 }, { n: 2 }], [{ n: 2 }, { n: 1 }]],
    ["with members in another order", { x: 1, y: null }, { y: null, x: 1 }],
  ])("%s", (_, real, embedded) => {
    expect(isSame(new Pairs(), real, embedded)).toBe(true);
  });

  it.each([
    ["with another text", { message: "x" }, { message: "y" }],
    ["with another member", {}, { x: null }],
    ["with another element", [1], [1, 1]],
    ["with null instead of an object", null, {}],
    ["with one id instead of two", [a, b], [c, c]],
    [
      "with times that are far apart",
      ["2026-01-01T00:00:00", "2026-01-01T00:00:01"],
      ["2026-01-01T01:00:00", "2026-01-01T01:00:00"],
    ],
  ])("but not %s", (_, real, embedded) => {
    expect(isSame(new Pairs(), real, embedded)).toBe(false);
  });

  it("only if an id always corresponds to the same id", () => {
    const pairs = new Pairs();

    expect(isSame(pairs, { id: a }, { id: b })).toBe(true);
    expect(isSame(pairs, { id: a }, { id: c })).toBe(false);
    expect(isSame(pairs, { id: c }, { id: b })).toBe(false);
    expect(isSame(pairs, { id: a }, { id: b })).toBe(true);
  });

  it("and a failed comparison leaves no pairs behind", () => {
    const pairs = new Pairs();

    expect(isSame(pairs, { id: a, n: 1 }, { id: b, n: 2 })).toBe(false);
    expect(isSame(pairs, { id: a }, { id: c })).toBe(true);
  });
});

describe("the requests of the tee", () => {
  it("are the same for the same seed", () => {
    expect(planRequests(7, 50)).toEqual(planRequests(7, 50));
    expect(planRequests(7, 50)).not.toEqual(planRequests(8, 50));
  });

  it("call each operation", () => {
    const called = new Set(planRequests(1, 2000).map(({ operation }) => operation));

    const ids = Object.keys(requestOperations);
    expect(ids.filter((id) => !called.has(id))).toEqual([]);
  });
});
