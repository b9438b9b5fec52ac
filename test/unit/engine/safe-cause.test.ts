import { inspect } from "node:util";
import { runInNewContext } from "node:vm";

import { describe, expect, it } from "vitest";
import { createRedactor } from "../../../src/engine/redact.js";
import { safeCause } from "../../../src/engine/safe-cause.js";

describe("safeCause", () => {
  const redact = createRedactor(["canary"]);
  const kept = (cause: unknown) => safeCause(cause, redact);
  const printed = (cause: unknown) => inspect(kept(cause), { showHidden: true, depth: 30 });

  it("keeps the class, name, message, stack and causes of the platform's errors", () => {
    const told = { code: "ECONNRESET", errno: -104, syscall: "read", hostname: "host" };
    const where = { address: "127.0.0.1", port: 443 };
    const cause = Object.assign(new Error("reset"), told, where);
    const error = new TypeError("fetch failed", { cause });

    expect(kept(error)).toBeInstanceOf(TypeError);
    expect(kept(error)).toEqual(error);
    expect(kept(error)).toHaveProperty("stack", error.stack);
    expect(kept(error)).toMatchObject({ cause: { ...told, ...where } });
    expect(Object.getOwnPropertyNames(kept(new Error("x")))).toEqual(["stack", "message"]);
  });

  it("keeps each error of an AggregateError", () => {
    const error = new AggregateError([new Error("one"), "two", 3], "several");

    expect(kept(error)).toBeInstanceOf(AggregateError);
    expect(kept(error)).toHaveProperty("message", "several");
    expect(kept(error)).toHaveProperty("errors", [new Error("one"), "two", undefined]);
  });

  it("keeps the name of an error from another realm", () => {
    const error: unknown = runInNewContext("new TypeError('fetch failed')");

    expect(kept(error)).toBeInstanceOf(TypeError);
    expect(kept(new DOMException("no", "NetworkError"))).toMatchObject({
      ...{ name: "NetworkError", message: "no" },
    });
  });

  it("keeps a text, but no other value", () => {
    expect(kept("thrown")).toBe("thrown");
    for (const cause of [null, undefined, 5, {}, { message: "m" }, { name: "n" }, () => 1]) {
      expect(kept(cause)).toBeUndefined();
    }
  });

  it("ends if causes form a cycle or a long chain", () => {
    const circular = new Error("circular");
    circular.cause = circular;
    let deep = new Error("0");
    for (let depth = 1; depth < 25; depth++) deep = new Error(String(depth), { cause: deep });
    const depthOf = (error: unknown): number =>
      error instanceof Error ? 1 + depthOf(error.cause) : 0;

    expect(depthOf(kept(circular))).toBe(1);
    expect(depthOf(kept(deep))).toBe(20);
  });

  it("keeps nothing if a getter throws", () => {
    const throwing = new Proxy(new Error("x"), {
      get: () => {
        throw new Error("canary");
      },
    });

    expect(kept(throwing)).toBeUndefined();
  });

  it("does not read members of a polluted Object.prototype", () => {
    const polluted = { name: "n", message: "m", cause: "c", code: "E", errors: [] };
    Object.assign(Object.prototype, polluted);
    try {
      expect(kept({})).toBeUndefined();
      const copy = kept(new RangeError("x"));
      expect(copy).not.toBeInstanceOf(AggregateError);
      for (const field of ["cause", "code"])
        expect(Object.hasOwn(Object(copy) as object, field)).toBe(false);
    } finally {
      for (const field of Object.keys(polluted)) Reflect.deleteProperty(Object.prototype, field);
    }
  });

  const token = "canary";
  it.each([
    ["its message", new Error("invalid header value: canary")],
    ["its name", Object.assign(new Error("x"), { name: "canary" })],
    ["its cause", new Error("outer", { cause: new Error("canary") })],
    ["its code", Object.assign(new Error("x"), { code: "E_canary" })],
    ["a code that is no text", Object.assign(new Error("x"), { code: { token } })],
    ["its host", Object.assign(new Error("x"), { hostname: "canary.example.org" })],
    ["its stack", Object.assign(new Error("x"), { stack: "at canary" })],
    ["one of several", new AggregateError([new Error("one"), new Error("canary")], "several")],
    ["a config", Object.assign(new Error("x"), { config: { headers: { a: "Bearer canary" } } })],
    ["headers", Object.assign(new Error("x"), { headers: new Headers({ a: token }) })],
    ["a request", Object.assign(new Error("x"), { r: new Request("https://host/canary") })],
    ["a Set", Object.assign(new Error("x"), { seen: new Set(["canary"]) })],
    ["a symbol's member", Object.assign(new Error("x"), { [Symbol("a")]: "canary" })],
    ["a member's name", Object.assign(new Error("x"), { canary: 1 })],
    [
      "bytes that a parser could not read",
      Object.assign(new Error("x"), { data: "Set-Cookie: canary" }),
    ],
    ["the text itself", "thrown canary"],
  ])("leaves out a secret in %s", (_, cause) => {
    expect(printed(cause)).not.toContain("canary");
  });
});
