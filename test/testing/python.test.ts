import { expect, test } from "vitest";

import { negotiate } from "../../src/testing/accept.js";
import { findUploadedFile } from "../../src/testing/multipart.js";
import { fromIsoFormat, isoFormat } from "../../src/python/datetime.js";
import { pythonMatch } from "../../src/testing/python-regexp.js";
import { parseWithFormat, printWithFormat } from "../../src/testing/strptime.js";

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
