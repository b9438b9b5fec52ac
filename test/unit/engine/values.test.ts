import { describe, expect, it } from "vitest";

import { ConfigurationError } from "../../../src/engine/errors.js";
import { isWellFormed, refuseUnknown, toJson } from "../../../src/engine/values.js";

it.each([
  ["", true],
  ["ä€", true],
  ["😀", true],
  ["\ud800", false],
  ["a\udc00b", false],
  ["\udc00\ud800", false],
])("isWellFormed(%j) is %s", (text, wanted) => {
  expect(isWellFormed(text)).toBe(wanted);
});

describe("toJson", () => {
  it.each([
    [{ a: [1, undefined] }, '{"a":[1,null]}'],
    ["", '""'],
    [null, "null"],
  ])("writes %j", (value, wanted) => {
    expect(toJson("it", value)).toBe(wanted);
  });

  const circular: Record<string, unknown> = { canary: 1 };
  circular["self"] = circular;
  it.each([() => 1, Symbol("canary"), undefined, 1n, circular])(
    "rejects %o without quoting it",
    (value) => {
      expect(() => toJson('put: argument "body"', value)).toThrow(
        new ConfigurationError('put: argument "body" cannot be written as JSON'),
      );
    },
  );
});

describe("refuseUnknown", () => {
  it("accepts known names", () => {
    expect(() => refuseUnknown("it: option", { a: 1, b: 2 }, ["b", "a", "c"])).not.toThrow();
  });

  it.each([
    [["b"], "b"],
    [[], "none"],
  ])("lists the unknown and the known names: %j", (names, known) => {
    expect(() => refuseUnknown("it: option", { a: 1 }, names)).toThrow(
      new ConfigurationError(`it: option "a" is unknown. Valid names: ${known}`),
    );
  });
});
