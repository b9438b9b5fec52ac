import { describe, expect, it } from "vitest";

import { isRecord, readIssue } from "../../../src/engine/issues.js";

describe("readIssue", () => {
  it.each<[entry: unknown, wanted: unknown[]]>([
    ["wrong", [{ message: "wrong" }]],
    [{ message: "'a' is required\n\nFailed validating\n …" }, [{ message: "'a' is required" }]],
    [{ message: " \none\ntwo\n \t\nthree" }, [{ message: "one\ntwo" }]],
    [{ title: "d", exception: "e" }, [{ message: "d", exception: "e" }]],
    [{ exception: "CastError", message: "" }, [{ message: "CastError", exception: "CastError" }]],
    [{ message: "no", field: 6, entity: { uuid: 5 }, exception: 7 }, [{ message: "no" }]],
    ["Failed\r\n\r\nThe server broke.\n\nat x", [{ message: "The server broke." }]],
    ["\n <!doctype html><p>Not found</p>", []],
    ['{"message": "The M', []],
    ["  \n", []],
    [null, []],
    [5, []],
    [{}, []],
  ])("reads %j", (entry, wanted) => {
    expect(readIssue(entry)).toStrictEqual(wanted);
  });

  it.each<[entry: object, message: string]>([
    [{ message: "no", title: "d" }, "no"],
    [{ message: "", title: "d" }, "instead"],
    [{ exception: "E" }, "instead"],
  ])("of %j with a fallback has the message %s", (entry, message) => {
    expect(readIssue(entry, "instead")).toMatchObject([{ message }]);
  });
});

it.each<[value: unknown, wanted: boolean]>([
  [{}, true],
  [[], true],
  [null, false],
  ["", false],
  [undefined, false],
])("isRecord(%j) is %s", (value, wanted) => {
  expect(isRecord(value)).toBe(wanted);
});
