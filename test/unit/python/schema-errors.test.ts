import { expect, it } from "vitest";

import type { SchemaViolation } from "../../../generated/request-validators.js";
import { serverMessagesOf } from "../../../src/python/schema-errors.js";

/** A violation in the form in which compiled validators report it. */
const violation = (keyword: string, more: Partial<SchemaViolation>): SchemaViolation => ({
  ...{ keyword, instancePath: "", params: {}, parentSchema: {}, data: undefined },
  ...more,
});

const unexpected = (instancePath: string, additionalProperty: string) =>
  violation("additionalProperties", { instancePath, params: { additionalProperty } });

it.each<[what: string, found: readonly SchemaViolation[], worded: readonly object[]]>([
  [
    "a missing member, at all that are required",
    [
      violation("required", {
        instancePath: "/deep",
        params: { missingProperty: "it's" },
        parentSchema: { required: ["it's", "b"] },
      }),
    ],
    [{ message: `"it's" is a required property`, field: "it's/b" }],
  ],
  [
    "a value of another type",
    [violation("type", { instancePath: "/a", params: { type: "string" }, data: [1] })],
    [{ message: "[1] is not of type string", field: "a" }],
  ],
  [
    "a text of another type, in quotation marks",
    [violation("type", { instancePath: "/a", params: { type: ["integer", "null"] }, data: "x" })],
    [{ message: "'x' is not of type integer", field: "a" }],
  ],
  [
    "a value of none of several types",
    [violation("type", { params: { type: ["integer", "null", "string"] }, data: true })],
    [{ message: "True is not of type integer, string" }],
  ],
  [
    "null",
    [violation("type", { instancePath: "/a/0", params: { type: "string" }, data: null })],
    [{ message: "None for not nullable", field: "a/0" }],
  ],
  [
    "a violation without words of its own",
    [violation("pattern", { instancePath: "/a~1b/~01", data: "x" })],
    [{ message: "'x' is not valid: pattern", field: "a/b/~1" }],
  ],
  [
    "an unexpected member",
    [unexpected("/a", "x")],
    [{ message: "Additional properties are not allowed ('x' was unexpected)", field: "a" }],
  ],
  [
    "unexpected members, those of an object together",
    [
      unexpected("", "x"),
      violation("type", { params: { type: "object" }, data: 1 }),
      unexpected("/a", "y"),
      unexpected("", "z"),
    ],
    [
      { message: "Additional properties are not allowed ('x', 'z' were unexpected)" },
      { message: "1 is not of type object" },
      { message: "Additional properties are not allowed ('y' was unexpected)", field: "a" },
    ],
  ],
])("words %s as the server does", (_, found, worded) => {
  expect(serverMessagesOf(found)).toStrictEqual(worded);
});

it("reads no names if a schema lists none", () => {
  const found = [
    violation("required", { params: { missingProperty: "a" }, parentSchema: { required: [1] } }),
  ];

  expect(serverMessagesOf(found)).toStrictEqual([
    { message: "'a' is a required property", field: "" },
  ]);
});
