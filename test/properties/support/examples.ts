import fc, { type Arbitrary } from "fast-check";

const from = (...values: readonly unknown[]) => fc.constantFrom(...values);

const characterOf = (characters: string) => fc.constantFrom(...characters.split(""));

/** Names of members that every object inherits. */
export const prototypeKeys = fc.constantFrom(
  ...["__proto__", "constructor", "prototype", "toString", "valueOf", "hasOwnProperty", "then"],
);

/** Well-formed text, with many characters that have a meaning in a URL. */
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

/** Text that a server, or a proxy that decodes it again, would read as another path. */
const pathChanger = fc.oneof(
  fc.constantFrom("/", "\\", "%2f", "%5c", "%2e", "%2F", "%5C", "%2E", "%25", "%252e", "%252E"),
);

// eslint-disable-next-line no-control-regex -- ids must not contain these
const illegal = /[/\\\0-\x1f\x7f]|%2[ef5]|%5c/i;

/** A valid id of any form. */
export const legalId: Arbitrary<string | number> = fc.oneof(
  fc.uuid(),
  fc.integer({ min: 0, max: 99_999_999 }).map((number) => `DMF-${number}`),
  prototypeKeys,
  fc.constantFrom("...", ".a", "a..", "..a", "100%", "%41", "%", "0", "-0", "null", "a?b#c"),
  urlText.filter((text) => !illegal.test(text) && !/^\.\.?$/.test(text)),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

/** A lone surrogate. */
const loneSurrogate = fc
  .integer({ min: 0xd800, max: 0xdfff })
  .map((unit) => String.fromCharCode(unit));

const controlCharacter = fc
  .oneof(fc.integer({ min: 0, max: 0x1f }), fc.constant(0x7f))
  .map((code) => String.fromCharCode(code));

/** Text with another text in the middle. */
function around(midst: Arbitrary<string>, text: Arbitrary<string> = urlText): Arbitrary<string> {
  // The dashes prevent two halves from forming a surrogate pair.
  const edge = fc.option(text, { nil: "" });
  return fc.tuple(edge, midst, edge).map(([before, bad, after]) => `${before}-${bad}-${after}`);
}

/** Text that is not well-formed. */
export const brokenText = fc.oneof(loneSurrogate, around(loneSurrogate));

/** Values other than strings, numbers and booleans. */
export const notPlain: Arbitrary<unknown> = fc.oneof(
  from(null, NaN, Infinity, -Infinity, Symbol("id"), () => "id", Object.create(null)),
  from(new Date(0), /id/, new Map(), Object("id"), { toString: () => "id" }, { id: "u" }),
  fc.bigInt(),
  fc.object(),
);

export const list: Arbitrary<unknown> = fc.array(fc.oneof(fc.string(), fc.integer()));

/** Values that a path must not contain. */
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

/** Values that a query may contain. */
export const queryValue: Arbitrary<string | number | boolean> = fc.oneof(
  legalId,
  urlText,
  fc.boolean(),
  fc.constantFrom("", "a&b=c", "../x", "\0", "\r\n"),
);

/** Values that a query must not contain. */
export const illegalQueryValue: Arbitrary<unknown> = fc.oneof(brokenText, notPlain);

/** Any name of an argument or option. */
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

/** Printable text without spaces at its ends, which HTTP removes. */
export const headerValue: Arbitrary<string> = fc
  .string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) })
  .map((text) => text.trim());

/** Text that would end a header, begin another one, or does not fit into bytes. */
const headerBreaker = fc.oneof(
  fc.constantFrom("\r", "\n", "\r\nX-Injected: 1", "\0", "\x7f", "€", "\u{1f600}"),
  loneSurrogate,
);

export const illegalHeaderValue: Arbitrary<string> = around(headerBreaker, headerValue);

export const illegalHeaderName: Arbitrary<string> = fc.oneof(
  fc.constantFrom("", " ", "X-Injected: 1\r\nX", "X:", "a b", "ä", "(x)", "x\0"),
  around(headerBreaker, headerName),
);

/** A secret that a header may contain. */
export const legalSecret: Arbitrary<string> = fc.string({
  unit: characterOf("ABCXYZabcxyz0189-._~+/="),
  minLength: 1,
  maxLength: 64,
});

/** A secret with characters that a header must not contain or that would split it. */
export const illegalSecret: Arbitrary<unknown> = fc.oneof(
  fc.constant(""),
  around(fc.oneof(headerBreaker, fc.constant(" ")), legalSecret),
  notPlain.filter((value) => typeof value !== "function"),
  list,
  from(undefined, true, 7),
);

/** Further characters that the value of a cookie must not contain. */
export const illegalCookie: Arbitrary<unknown> = fc.oneof(
  illegalSecret,
  around(fc.constantFrom(";", ",", '"', "\\"), legalSecret),
);

/** Text of any 16-bit units. JSON can encode surrogates that UTF-8 cannot. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 8 })
  .map((units) => String.fromCharCode(...units));

/** Any JSON value, also with a member named `__proto__`. */
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
