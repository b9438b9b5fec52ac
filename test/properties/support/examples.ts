import fc, { type Arbitrary } from "fast-check";

const from = (...values: readonly unknown[]) => fc.constantFrom(...values);

const characterOf = (characters: string) => fc.constantFrom(...characters.split(""));

/** Names that every object seems to have. */
export const prototypeKeys = fc.constantFrom(
  ...["__proto__", "constructor", "prototype", "toString", "valueOf", "hasOwnProperty", "then"],
);

/** Well-formed text of any characters, with many of those that mean something in a URL. */
const urlText = fc
  .array(
    fc.oneof(
      characterOf("?#&=+;:@!$'()*,%. ~_-[]{}|^`<>\""),
      fc.string({ unit: "binary", minLength: 1, maxLength: 3 }),
      fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 3 }),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(""));

/** What a server, or a proxy that undoes the encoding once more, would read as another path. */
const pathChanger = fc.oneof(
  fc.constantFrom("/", "\\", "%2f", "%5c", "%2e", "%2F", "%5C", "%2E", "%25", "%252e", "%252E"),
);

// eslint-disable-next-line no-control-regex -- they are what no id may hold
const illegal = /[/\\\0-\x1f\x7f]|%2[ef5]|%5c/i;

/** An id of any shape that can stand in a path. */
export const legalId: Arbitrary<string | number> = fc.oneof(
  fc.uuid(),
  fc.integer({ min: 0, max: 99_999_999 }).map((number) => `DMF-${number}`),
  prototypeKeys,
  fc.constantFrom("...", ".a", "a..", "..a", "100%", "%41", "%", "0", "-0", "null", "a?b#c"),
  urlText.filter((text) => !illegal.test(text) && !/^\.\.?$/.test(text)),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

/** Half of a surrogate pair, alone. */
const loneSurrogate = fc
  .integer({ min: 0xd800, max: 0xdfff })
  .map((unit) => String.fromCharCode(unit));

const controlCharacter = fc
  .oneof(fc.integer({ min: 0, max: 0x1f }), fc.constant(0x7f))
  .map((code) => String.fromCharCode(code));

/** Text with something in its midst. */
function around(midst: Arbitrary<string>, text: Arbitrary<string> = urlText): Arbitrary<string> {
  // Dashes keep the midst apart: two halves of a pair would make a whole one.
  const edge = fc.option(text, { nil: "" });
  return fc.tuple(edge, midst, edge).map(([before, bad, after]) => `${before}-${bad}-${after}`);
}

/** Text that is not well-formed. */
export const brokenText = fc.oneof(loneSurrogate, around(loneSurrogate));

/** What is no text, number or boolean, and nothing that can be read as such. */
export const notPlain: Arbitrary<unknown> = fc.oneof(
  from(null, NaN, Infinity, -Infinity, Symbol("id"), () => "id", Object.create(null)),
  from(new Date(0), /id/, new Map(), Object("id"), { toString: () => "id" }, { id: "u" }),
  fc.bigInt(),
  fc.object(),
);

export const list: Arbitrary<unknown> = fc.array(fc.oneof(fc.string(), fc.integer()));

/** What must never stand in a path. */
export const illegalId: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom("", ".", ".."),
  pathChanger,
  around(pathChanger),
  controlCharacter,
  around(controlCharacter),
  brokenText,
  from(undefined, true, false),
  notPlain,
  list,
);

/** What can stand in a query. */
export const queryValue: Arbitrary<string | number | boolean> = fc.oneof(
  legalId,
  urlText,
  fc.boolean(),
  fc.constantFrom("", "a&b=c", "../x", "\0", "\r\n"),
);

/** What must never stand in a query. */
export const illegalQueryValue: Arbitrary<unknown> = fc.oneof(brokenText, notPlain);

/** Any text that a program could take for a name. */
export const anyName: Arbitrary<string> = fc.oneof(
  prototypeKeys,
  fc.string({ minLength: 1, maxLength: 8 }),
  urlText,
);

/** The characters of HTTP's `token`. */
const token = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

export const headerName: Arbitrary<string> = fc.oneof(
  prototypeKeys,
  fc.string({ unit: characterOf(token), minLength: 1, maxLength: 12 }),
);

/** Printable text without spaces at its ends, which HTTP takes off. */
export const headerValue: Arbitrary<string> = fc
  .string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) })
  .map((text) => text.trim());

/** Text that would end a header, begin another one, or cannot be a byte. */
const headerBreaker = fc.oneof(
  fc.constantFrom("\r", "\n", "\r\nX-Injected: 1", "\0", "\x7f", "€", "\u{1f600}"),
  loneSurrogate,
);

export const illegalHeaderValue: Arbitrary<string> = around(headerBreaker, headerValue);

export const illegalHeaderName: Arbitrary<string> = fc.oneof(
  fc.constantFrom("", " ", "X-Injected: 1\r\nX", "X:", "a b", "ä", "(x)", "x\0"),
  around(headerBreaker, headerName),
);

/** A secret that can stand in a header. */
export const legalSecret: Arbitrary<string> = fc.string({
  unit: characterOf("ABCXYZabcxyz0189-._~+/="),
  minLength: 1,
  maxLength: 64,
});

/** A secret with what a header cannot carry, or splits at. */
export const illegalSecret: Arbitrary<unknown> = fc.oneof(
  fc.constant(""),
  around(fc.oneof(headerBreaker, fc.constant(" ")), legalSecret),
  notPlain.filter((value) => typeof value !== "function"),
  list,
  from(undefined, true, 7),
);

/** What a cookie's value cannot hold besides. */
export const illegalCookie: Arbitrary<unknown> = fc.oneof(
  illegalSecret,
  around(fc.constantFrom(";", ",", '"', "\\"), legalSecret),
);

/** Text of any 16-bit units: JSON carries those that UTF-8 does not. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 8 })
  .map((units) => String.fromCharCode(...units));

/** Any JSON, `__proto__` as a member's name included. */
export const anyJson: Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(null, true, false, 0, -0, "", [], {}),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    anyText,
    fc.array(tie("value"), { maxLength: 4 }),
    fc
      .array(fc.tuple(fc.oneof(prototypeKeys, anyText), tie("value")), { maxLength: 4 })
      .map((members) => Object.fromEntries(members)),
  ),
})).value;
