import { describe, expect, it } from "vitest";
import {
  createRedactor,
  parseRedacted,
  redactHeaders,
  redactUrl,
} from "../../../src/engine/redact.js";

const password = 'canary-"pässword"-2e';

describe("createRedactor", () => {
  it.each([
    { form: "text", text: password },
    { form: "JSON", text: JSON.stringify(password).slice(1, -1) },
    { form: "Python's JSON", text: String.raw`canary-\"p\u00e4ssword\"-2e` },
    { form: "JSON with capital digits", text: String.raw`canary-\"p\u00E4ssword\"-2e` },
    { form: "JSON within JSON", text: String.raw`canary-\\\"p\\u00e4ssword\\\"-2e` },
    { form: "Python", text: String.raw`canary-"p\xe4ssword"-2e` },
    { form: "Python's bytes", text: String.raw`canary-"p\xc3\xa4ssword"-2e` },
    { form: "HTML", text: "canary-&quot;pässword&quot;-2e" },
    { form: "HTML with numbers", text: "canary-&#34;p&#228;ssword&#34;-2e" },
    { form: "HTML with hexadecimal numbers", text: "canary-&#x22;p&#xE4;ssword&#x22;-2e" },
    { form: "HTML with names", text: "canary-&quot;p&auml;ssword&quot;-2e" },
    { form: "HTML within HTML", text: "canary-&amp;quot;p&amp;#228;ssword&amp;quot;-2e" },
    { form: "a URL", text: "canary-%22p%C3%A4ssword%22-2e" },
    { form: "a URL with small digits", text: "canary-%22p%c3%a4ssword%22-2e" },
    { form: "a URL within a URL", text: "canary-%2522p%25C3%25A4ssword%2522-2e" },
    { form: "JSON within a URL", text: "canary-%5C%22p%5Cu00e4ssword%5C%22-2e" },
    { form: "the wrong encoding", text: 'canary-"pÃ¤ssword"-2e' },
    { form: "capital letters", text: 'CANARY-"PäSSWORD"-2E' },
  ])("masks a secret in the form of $form", ({ text }) => {
    expect(createRedactor([password])(`bad: ${text}!`)).toBe("bad: ***!");
  });

  it.each([
    { secret: "tok", text: "a tok and a tok", masked: "a *** and a ***" },
    { secret: 'a"b', text: String.raw`{"m":"a\"b"}`, masked: '{"m":"***"}' },
    { secret: "pä/ß", text: String.raw`p\u00e4/\u00df`, masked: "***" },
    { secret: "a/b cä", text: "?p=a%2Fb+c%C3%A4&p=a%2fb%20c%c3%a4", masked: "?p=***&p=***" },
    { secret: "!'()~", text: "?p=%21%27%28%29%7E&p=!'()~", masked: "?p=***&p=***" },
    { secret: '"%!\\', text: String.raw`: \"%!\\, %22%25!%5C`, masked: ": ***, ***" },
    { secret: "$&$&", text: "$&$&", masked: "***" },
    { secret: "a\ud800b", text: "a\ud800b", masked: "***" },
    { secret: " tok ", text: "(tok)", masked: "(***)" },
  ])("masks the short secret $secret in $text", ({ secret, text, masked }) => {
    expect(createRedactor([secret])(text)).toBe(masked);
  });

  it.each([
    { secret: "пароль", text: "İ İ: ПАРОЛЬ!", masked: "İ İ: ***!" },
    { secret: "ΛΟΓΟΣ", text: "λογοσ: ΛΟΓΟΣ, ΛΟΓΟΣΑ", masked: "***: ***, ***Α" },
  ])(
    "masks the secret $secret in small and capital letters in $text",
    ({ secret, text, masked }) => {
      expect(createRedactor([secret])(text)).toBe(masked);
    },
  );

  it("masks escaped letters after characters whose escapes are similar", () => {
    const text = encodeURIComponent(encodeURIComponent("。。。「カタカナ」。。。「ひらがな」"));

    expect(createRedactor(["カタカナ」。。。「ひらがな"])(text)).toMatch(
      /^[%\dA-F]*\*\*\*[%\dA-F]*$/,
    );
  });

  it("masks runs that are at most 99 characters apart", () => {
    const redact = createRedactor(["abcd-1234"]);
    const apart = (distance: number) => `abcd${".".repeat(distance)}1234`;

    expect(redact(apart(99))).toBe("***");
    expect(redact(apart(100))).toBe(apart(100));
    expect(redact(`abcd${".".repeat(102)}`, true)).toBe("***");
    expect(redact(`abcd${".".repeat(103)}`, true)).toBe(`abcd${".".repeat(103)}`);
  });

  it.each([
    ["a secret's runs are too short together", "a man-or do", "a man in order to do it"],
    ["a secret has single letters only", "a b c d e f g h i", "a big cat does eat fish, good, hi"],
    ["the runs are in another order", "first-second", "second comes first"],
    [
      "letters of another script share the bytes",
      "пароль-ключи",
      encodeURI("ы, кто прав, но каюсь"),
    ],
    ["a secret has no more than two characters", "ab", "ab"],
    ["a secret is empty", "", "text"],
    ["there are only blanks", "    ", "a    b"],
  ])("does not change a text if %s", (_, secret, text) => {
    expect(createRedactor([secret])(text)).toBe(text);
  });

  it("keeps the words around a secret, even if they begin like it", () => {
    const redact = createRedactor(["to-secret12"]);

    expect(redact("a password to use: to-secret12, not today")).toBe(
      "a password to use: ***, not today",
    );
  });

  it("masks a whole secret that contains or overlaps another one", () => {
    const redact = createRedactor(["secret", "secret-longer", "longer-still"]);

    expect(redact("secret-longer")).toBe("***");
    expect(redact("secret-longer-still, secret")).toBe("***, ***");
  });

  it("does not change any text without secrets", () => {
    expect(createRedactor([])("text", true)).toBe("text");
  });

  it.each([
    { text: "the token canary-1", masked: "the token ***" },
    { text: "the token c", masked: "the token ***" },
    { text: "the token canary-17", masked: "the token ***" },
    { text: "can", masked: "***" },
    { text: String.raw`the token canary\u002d`, masked: "the token ***" },
    { text: `the canary sings${" and sings".repeat(12)}`, masked: undefined },
    { text: "", masked: "" },
  ])("masks the end of a text that was cut within a secret: $text", ({ text, masked }) => {
    expect(createRedactor(["canary-17"])(text, true)).toBe(masked ?? text);
  });

  it("masks the longest part if a text was cut within one of several secrets", () => {
    const redact = createRedactor(["x-longer", "ab x cd"]);

    expect(redact("the ab x", true)).toBe("the ***");
    expect(redact("the ab x")).toBe("the ab x");
  });

  it.each(["a", "ab", "canary "])(
    "takes linear time for a megabyte of %j",
    (unit) => {
      const redact = createRedactor(["aa-bb-cc-dd", "ab-abaab", password]);
      const text = unit.repeat(1_000_000 / unit.length);

      // Quadratic time would take minutes and exceed the timeout of this test.
      expect(redact(text) === text).toBe(true);
    },
    30_000,
  );
});

it.each([
  ["https://host/api/v1/keys", "https://host/api/v1/keys"],
  ["https://host/files?token=canary", "https://host/files"],
  ["https://host/files#canary", "https://host/files"],
  ["https://host/files?a\n=canary#b?c", "https://host/files"],
  ["https://ada:canary@host/files?a=b", "https://host/files"],
  ["https://ada:can@ry@host/files", "https://host/files"],
  ["https://host/a@b", "https://host/a@b"],
  ["/files/a@b?c", "/files/a@b"],
])("redactUrl makes of %j %j", (url, wanted) => {
  expect(redactUrl(url)).toBe(wanted);
});

it("masks a token in a URL's path", () => {
  const url = "https://host/download/can%20ary?x=1";

  expect(redactUrl(url, createRedactor(["can ary"]))).toBe("https://host/download/***");
});

it("keeps a response's headers, except those that may hold a secret", () => {
  const headers = new Headers({
    "Content-Type": "text/plain",
    "Retry-After": "3",
    "Set-Cookie": "datameta=canary",
    Location: "https://host/download/canary",
    "Content-Location": "/download/canary",
    "X-Auth-Token": "another",
    "X-Echo": "Bearer canary",
  });

  expect(Object.fromEntries(redactHeaders(headers, createRedactor(["canary"])))).toEqual({
    "content-type": "text/plain",
    "retry-after": "3",
    "x-auth-token": "***",
    "x-echo": "Bearer ***",
  });
});

it.each<[what: string, headers: object]>([
  ["axios, which have only an iterator", new Set([["x-echo", "canary"]])],
  ["unfetch, which have only the method entries", { entries: () => [["x-echo", "canary"]] }],
])("redactHeaders reads the headers of %s", (_, headers) => {
  const redact = createRedactor(["canary"]);

  expect(redactHeaders(headers as Headers, redact).get("x-echo")).toBe("***");
});

describe("parseRedacted", () => {
  const redact = createRedactor(["canary", "987654"]);

  it.each<[text: string, read: unknown]>([
    ['{"a":5,"b":[true,null,"a canary"]}', { a: 5, b: [true, null, "a ***"] }],
    ['{"canary":{"x":"canary"}}', { "***": { x: "***" } }],
    ['"canary"', "***"],
    ['{"code":987654,"other":19876543}', { code: "***", other: 19876543 }],
    ["5", 5],
    ["a canary", "a ***"],
    ['{"a": "canary', '{"a": "***'],
  ])("reads %s", (text, read) => {
    expect(parseRedacted(text, redact)).toEqual(read);
  });

  it("keeps a member named __proto__ without changing the prototype", () => {
    const read = parseRedacted('{"__proto__":{"polluted":"canary"}}', redact);

    expect(JSON.stringify(read)).toBe('{"__proto__":{"polluted":"***"}}');
    expect(read).not.toHaveProperty("polluted");
  });
});
