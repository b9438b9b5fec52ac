import { describe, expect, it } from "vitest";

import type { Outcome } from "../../../src/engine/errors.js";
import { callOf } from "./support/call.js";

describe("a call", () => {
  it("describes itself before and after its request is written", () => {
    const call = callOf({ entry: { route: "POST /x", operationId: "get-it" } });
    call.attempts = 3;
    const details = { caller: "getIt", operationId: "get-it", attempts: 3, outcome: "not-sent" };

    expect(call.details()).toEqual({ ...details, method: "POST", url: "https://host/api/x" });
    call.request = { method: "PUT", url: "https://other/y?token=canary#z", headers: {} };
    expect(call.details()).toEqual({ ...details, method: "PUT", url: "https://other/y" });
    call.request = undefined;
    expect(call.details()).toEqual({ ...details, method: "POST", url: "" });
  });

  it.each<[attempts: Outcome[], outcome: Outcome]>([
    [[], "not-sent"],
    [["not-sent"], "not-sent"],
    [["rejected"], "rejected"],
    [["rejected", "not-sent"], "rejected"],
    [["unknown", "rejected"], "unknown"],
    [["rejected", "unknown", "not-sent"], "unknown"],
  ])("has after attempts that were %j the outcome %s", (attempts, outcome) => {
    const call = callOf();
    for (const each of attempts) call.addOutcome(each);

    expect(call.details().outcome).toBe(outcome);
  });

  it("finds the secrets of its credentials, body, headers and parameters", () => {
    const call = callOf();
    call.credentials.push("one", "two");
    call.request = {
      method: "PUT",
      url: "https://host/api/files/four?otp=six&page=1#x",
      headers: { "x-api-key": "three", accept: "application/json" },
      parameters: { token: "four", id: "plain" },
      body: '{"password":"five","label":"plain"}',
    };

    expect(call.secrets()).toEqual(["one", "two", "six", "five", "three", "four"]);
    expect(call.details().url).toBe("https://host/api/files/***");
    expect(call.redactor()("one, five and plain")).toBe("***, *** and plain");
  });

  it("ends when its timeout is over", () => {
    const before = performance.now();
    const { end } = callOf({ options: { timeout: 1000 } });

    expect(end - before).toBeGreaterThanOrEqual(1000);
    expect(end).toBeLessThanOrEqual(performance.now() + 1000);
  });
});
