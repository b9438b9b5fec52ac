import { describe, expect, it, test } from "vitest";

import { negotiate } from "../../src/testing/accept.js";
import { findUploadedFile } from "../../src/testing/multipart.js";
import { Refusal } from "../../src/testing/replies.js";
import { fromIsoFormat, isoFormat } from "../../src/python/datetime.js";
import { readPythonInteger } from "../../src/python/integer.js";
import { pythonMatch } from "../../src/python/regexp.js";
import { parseWithFormat, printWithFormat } from "../../src/python/strptime.js";

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
])("strptime parses %j with %j", (text, format, printed) => {
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
])("strptime rejects %j with %j", (text, format) => {
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
])("strptime parses the output of strftime with %j", (format) => {
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
])("re.match of %j on %j returns %j", (pattern, text, found) => {
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
])("Accept: %s negotiates %s", (accept, representation) => {
  expect(negotiate(accept)).toBe(representation);
});

describe("an uploaded form", () => {
  const disposition = 'form-data; name="file"; filename="x"';
  const type = "multipart/form-data; boundary=b";
  const part = (content: string, of = disposition, end = "\r\n") =>
    `--b${end}Content-Disposition: ${of}${end}${end}${content}${end}`;
  const read = (body: string, contentType = type) => {
    const found = findUploadedFile(contentType, Buffer.from(body, "latin1"));
    return found && Buffer.from(found).toString("latin1");
  };

  it.each([
    ["with a quoted boundary", `${part("ACGT")}--b--\r\n`, 'multipart/form-data; boundary="b"'],
    ["with another parameter", `${part("ACGT")}--b--`, "multipart/form-data; x=1; Boundary=b"],
    ["with line feeds alone", `${part("ACGT", disposition, "\n")}--b--\n`, type],
    ["with unquoted names", `${part("ACGT", "form-data; name=file; filename=x")}--b--`, type],
    [
      "with a name in capital letters",
      `${part("ACGT", 'X; NAME="file"; FileName="x"')}--b--`,
      type,
    ],
    [
      "with a folded header",
      `${part("ACGT", 'form-data;\r\n name="file"; filename="x"')}--b--`,
      type,
    ],
    ["after a preamble", `preamble\r\n${part("ACGT")}--b--`, type],
    ["with spaces after the boundary", `${part("ACGT")}--b-- \t`, type],
    ["without an end", part("ACGT"), type],
    ["whose last file counts", `${part("first")}${part("ACGT")}--b--`, type],
  ])("%s is read", (_, body, contentType) => {
    expect(read(body, contentType)).toBe("ACGT");
  });

  it("keeps line ends and dashes that do not belong to a boundary", () => {
    expect(read(`${part("a\r\n--bc\n\r\n x--b")}--b--`)).toBe("a\r\n--bc\n\r\n x--b");
  });

  it.each([
    ["has a media type in other letters", part("x"), "Multipart/Form-Data; boundary=b"],
    ["has a space after the media type", part("x"), "multipart/form-data ; boundary=b"],
    ["has no file name", part("x", 'form-data; name="file"'), type],
    ["has an empty file name", part("x", 'form-data; name="file"; filename=""'), type],
    ["has a file of another name", part("x", 'form-data; name="other"; filename="x"'), type],
    ["ends immediately", "--b--\r\n", type],
    ["ends after a boundary", "--b\r\n", type],
  ])("has no file if it %s", (_, body, contentType) => {
    expect(read(body, contentType)).toBeUndefined();
  });

  it.each(["multipart/form-data", "multipart/form-data; boundary=b\u00e4"])(
    "fails with 500 with the type %s",
    (contentType) => {
      expect(() => read(part("x"), contentType)).toThrow(Refusal);
    },
  );
});

test.each([
  ["7", 7],
  [" -1 ", -1],
  ["+1_000", 1000],
  ["\u0663\uff14", 34],
  ["1__0", undefined],
  ["_1", undefined],
  ["1.0", undefined],
  ["", undefined],
])("int(%j) is %j", (text, value) => {
  expect(readPythonInteger(text)).toBe(value);
});
