import { expect, test } from "vitest";

import { negotiate } from "../../src/testing/accept.js";
import { findUploadedFile } from "../../src/testing/multipart.js";
import { fromIsoFormat, isoFormat } from "../../src/python/datetime.js";
import { pythonMatch } from "../../src/testing/python-regexp.js";
import { pythonBytes, pythonLiteral } from "../../src/python/text.js";
import { parseWithFormat, printWithFormat } from "../../src/testing/strptime.js";

test.each([
  ["2026-W53-5", "2027-01-01T00:00:00"],
  ["2026-W01-1", "2025-12-29T00:00:00"],
  ["2026-W48", "2026-11-23T00:00:00"],
  ["2026W481", "2026-11-23T00:00:00"],
  ["2026-11-30T12", "2026-11-30T12:00:00"],
  ["20261130T120000", "2026-11-30T12:00:00"],
  ["2026-11-30x12:00", "2026-11-30T12:00:00"],
  ["2026-11-30T12:00:00,5", "2026-11-30T12:00:00.500000"],
  ["2026-11-30T12:00:00.1234567", "2026-11-30T12:00:00.123456"],
  ["2026-11-30T12:00:00Z", "2026-11-30T12:00:00+00:00"],
  ["2026-11-30T12:00:00-0530", "2026-11-30T12:00:00-05:30"],
  ["2024-02-29", "2024-02-29T00:00:00"],
])("Python reads the ISO date %j as %j", (text, printed) => {
  const value = fromIsoFormat(text);

  expect(value && isoFormat(value)).toBe(printed);
});

test.each([
  "2026",
  "2026-11",
  "2026-1-1",
  "2026-1101",
  "2026-02-29",
  "2026-W54-1",
  "2025-W53-1",
  "2026-11-30T24:00",
  "2026-11-30T12:60",
  "0000-01-01",
  "2026-11-30T",
  "2026-11-30 ",
  "2026-W481",
  "2026W48-1",
  "2026-11-30T1200:00",
  "2026-11-30T12:0000",
  "2026-11-30T12:00:00.",
  "2026-11-30T12:00:00z",
])("Python reads no ISO date in %j", (text) => {
  expect(fromIsoFormat(text)).toBeUndefined();
});

test.each([
  ["24.11.2026", "%d.%m.%Y", "2026-11-24T00:00:00"],
  ["1.1.26", "%d.%m.%y", "2026-01-01T00:00:00"],
  ["31.12.70", "%d.%m.%y", "1970-12-31T00:00:00"],
  ["Nov 24, 2026", "%b %d, %Y", "2026-11-24T00:00:00"],
  ["24 november 2026", "%d %B %Y", "2026-11-24T00:00:00"],
  ["12:05 AM", "%I:%M %p", "1900-01-01T00:05:00"],
  ["12:05 PM", "%I:%M %p", "1900-01-01T12:05:00"],
  ["2026-328", "%Y-%j", "2026-11-24T00:00:00"],
  ["10:00:00.25", "%H:%M:%S.%f", "1900-01-01T10:00:00.250000"],
  ["2026-11-24T10:00:00+01:00", "%Y-%m-%dT%H:%M:%S%z", "2026-11-24T10:00:00+01:00"],
  ["100%", "%H0%%", "1900-01-01T10:00:00"],
])("strptime reads %j by %j", (text, format, printed) => {
  const value = parseWithFormat(text, format);

  expect(value && isoFormat(value)).toBe(printed);
});

test.each([
  ["30.02.2026", "%d.%m.%Y"],
  ["24.11.2026x", "%d.%m.%Y"],
  ["24-11-2026", "%d.%m.%Y"],
  ["24.11.26", "%d.%m.%Y"],
  ["2411", "%d.%m"],
  ["x", "%Q"],
])("strptime reads no %j by %j", (text, format) => {
  expect(parseWithFormat(text, format)).toBeUndefined();
});

test.each([
  "%d.%m.%Y",
  "%y%m%d",
  "%A, %d %B %Y",
  "%a %b %d %H:%M:%S %Y",
  "%I:%M:%S %p",
  "%Y-%j",
  "%H:%M:%S.%f",
  "%Y-%m-%d %H:%M%z",
])("what strftime prints by %j, strptime reads again", (format) => {
  const value = fromIsoFormat("2026-11-24T13:05:09.000120+01:30");

  const printed = value && printWithFormat(value, format);
  const read = parseWithFormat(printed ?? "", format);

  expect(read && printWithFormat(read, format)).toBe(printed);
});

test.each([
  ["abc", "abcdef", true],
  ["bc", "abc", false],
  ["^[A-Z]$", "A\n", true],
  ["^[A-Z]$", "A\n\n", false],
  ["[$]$", "$", true],
  ["\\A\\d+\\Z", "12", true],
  ["\\d+\\Z", "12\n", false],
  ["(?i)abc", "ABC", true],
  ["(?P<a>x)(?P=a)", "xx", true],
  ["[", "x", undefined],
])("re.match of %j on %j: %j", (pattern, text, found) => {
  expect(pythonMatch(pattern, text)).toBe(found);
});

test.each([
  [null, "None"],
  [true, "True"],
  [1.5, "1.5"],
  [1e21, "1e+21"],
  [1e-7, "1e-07"],
  ["it's", `"it's"`],
  [`it's "x"`, `'it\\'s "x"'`],
  ["a\n\t\\", "'a\\n\\t\\\\'"],
  ["ü日\u0001", "'ü日\\x01'"],
  [[1, "a", null], "[1, 'a', None]"],
  [{ a: { b: [] } }, "{'a': {'b': []}}"],
])("Python prints %j as %s", (value, literal) => {
  expect(pythonLiteral(value)).toBe(literal);
});

test("Python prints bytes as ASCII with escapes", () => {
  expect(pythonBytes(Uint8Array.of(0x7b, 0x22, 0xff, 0x0a, 0x27))).toBe(`b'{"\\xff\\n\\''`);
});

test.each([
  [undefined, "text"],
  ["", "text"],
  ["application/json;q=0", "text"],
  ["application/json, text/*;q=0.9", "json"],
  ["*/*;q=0.1, application/json", "json"],
  ["TEXT/HTML", "html"],
  ["nonsense", "text"],
])("Accept: %s is answered in %s", (accept, representation) => {
  expect(negotiate(accept)).toBe(representation);
});

test.each([
  ["a quoted boundary", 'multipart/form-data; boundary="b d"', "--b d", "content"],
  ["a parameter before the boundary", "multipart/form-data; x=1; boundary=b", "--b", "content"],
  ["no boundary", "multipart/form-data", "--b", undefined],
  ["an end that is missing", "multipart/form-data; boundary=b", "--b", undefined],
])("a form with %s", (name, contentType, mark, content) => {
  const part = 'Content-Disposition: form-data; name="file"; filename="x"\r\n\r\ncontent';
  const end = name === "an end that is missing" ? "" : `\r\n${mark}--\r\n`;
  const body = new TextEncoder().encode(`${mark}\r\n${part}${end}`);

  const found = findUploadedFile(contentType, body);

  expect(found && new TextDecoder().decode(found)).toBe(content);
});
