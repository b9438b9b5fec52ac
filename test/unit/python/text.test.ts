import { expect, it } from "vitest";

import { pythonBytes, pythonLiteral, pythonText } from "../../../src/python/text.js";

it.each([
  [null, "None"],
  [undefined, "None"],
  [Symbol("none"), "None"],
  [true, "True"],
  [false, "False"],
  [1.5, "1.5"],
  [1e21, "1e+21"],
  [1e100, "1e+100"],
  [1e-7, "1e-07"],
  [1e-10, "1e-10"],
  ["it's", `"it's"`],
  ['"x"', `'"x"'`],
  [`it's "x"`, `'it\\'s "x"'`],
  ["a\n\r\t\\", "'a\\n\\r\\t\\\\'"],
  ["ü日\u0001", "'ü日\\x01'"],
  ["\x1f \x7e\x7f", "'\\x1f ~\\x7f'"],
  ["\x9f\xa0¡", "'\\x9f\\xa0¡'"],
  ["\u200b\ud800\u{e0001}😀", "'\\u200b\\ud800\\U000e0001😀'"],
  [0.0001, "0.0001"],
  [-0.00001234, "-1.234e-05"],
  [[1, "a", null], "[1, 'a', None]"],
  [{ a: { b: [] }, c: 1 }, "{'a': {'b': []}, 'c': 1}"],
])("Python prints %j as %s", (value, literal) => {
  expect(pythonLiteral(value)).toBe(literal);
});

it("Python's str() of a string is the string itself, and of other values their literal", () => {
  expect(["it's", ["it's"], null].map(pythonText)).toEqual(["it's", `["it's"]`, "None"]);
});

it.each([
  ["{\"\xff\n'", `b'{"\\xff\\n\\''`],
  ["\x00\x1f \x7e\x7f", "b'\\x00\\x1f ~\\x7f'"],
])("Python prints the bytes of %j as ASCII with escapes", (latin1, literal) => {
  expect(pythonBytes(Buffer.from(latin1, "latin1"))).toBe(literal);
});
