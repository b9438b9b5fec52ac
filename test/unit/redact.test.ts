import { describe, expect, it } from "vitest";
import {
  inAllForms,
  parseRedacted,
  redact,
  redactEnd,
  redactHeaders,
  redactUrl,
  safeCause,
  secretsOf,
} from "../../src/redact.js";

describe("secretsOf", () => {
  it.each([
    { credential: undefined, body: undefined, wanted: [] },
    { credential: "tok", body: undefined, wanted: ["tok"] },
    { credential: "tok", body: '{"label":"laptop"}', wanted: ["tok"] },
    { credential: undefined, body: '{"password":"secret"}', wanted: ["secret"] },
    { credential: "tok", body: '{"email":"e","password":"secret"}', wanted: ["tok", "secret"] },
    {
      credential: undefined,
      body: '{"passwordChangeCredential":"old-one","newPassword":"new-one"}',
      wanted: ["old-one", "new-one"],
    },
    { credential: undefined, body: '{"deep":[{"otpSecret":"secret"}]}', wanted: ["secret"] },
    { credential: undefined, body: '{"password":""}', wanted: [] },
    { credential: undefined, body: '{"password":5,"token":null}', wanted: [] },
    {
      credential: undefined,
      body: '{"password":["secret",{"a":"other"},"no"]}',
      wanted: ["secret", "other"],
    },
    { credential: undefined, body: "password=one", wanted: ["password=one"] },
    { credential: undefined, body: '{"password":"no"}', wanted: [] },
    { credential: undefined, body: '{"password":"abc"}', wanted: ["abc"] },
    { credential: undefined, body: '{"label":"laptop","password":"secret"}', wanted: ["secret"] },
    { credential: undefined, body: "no JSON", wanted: [] },
    { credential: undefined, body: new Uint8Array(3), wanted: [] },
    { credential: "tok", body: new URLSearchParams("token=abc"), wanted: ["tok"] },
  ])("finds $wanted with the credential $credential in $body", ({ credential, body, wanted }) => {
    expect(secretsOf(credential, body)).toEqual(wanted);
  });
});

describe("redact", () => {
  it.each([
    { text: "tok", secrets: ["tok"], wanted: "***" },
    { text: "a tok and a tok", secrets: ["tok"], wanted: "a *** and a ***" },
    { text: "one, two", secrets: ["one", "two"], wanted: "***, ***" },
    { text: "nothing", secrets: ["tok"], wanted: "nothing" },
    { text: "nothing", secrets: [], wanted: "nothing" },
    { text: String.raw`{"m":"a\"b"}`, secrets: ['a"b'], wanted: '{"m":"***"}' },
    { text: String.raw`{"m":"p\u00e4ss"}`, secrets: ["päss"], wanted: '{"m":"***"}' },
    { text: "secret-long", secrets: ["secret", "secret-long"], wanted: "***" },
    { text: "$&", secrets: ["$&"], wanted: "***" },
    { text: "<b>a&lt;b&gt;c&amp;d</b>", secrets: ["a<b>c&d"], wanted: "<b>***</b>" },
    { text: "<b>&lt;'\"</b>", secrets: ["<'\""], wanted: "<b>***</b>" },
    { text: "a&quot;b&#x27;c&amp;", secrets: [`a"b'c&`], wanted: "***" },
    { text: "a&#34;b&#39;c&amp;", secrets: [`a"b'c&`], wanted: "***" },
    {
      text: "&lt;a&lt;, &gt;b&gt;, &amp;c&amp;",
      secrets: ["<a<", ">b>", "&c&"],
      wanted: "***, ***, ***",
    },
    {
      text: String.raw`{&quot;m&quot;:&quot;a\&quot;b&quot;}`,
      secrets: ['a"b'],
      wanted: "{&quot;m&quot;:&quot;***&quot;}",
    },
    { text: String.raw`&quot;&lt;\u00e4&quot;`, secrets: ["<ä"], wanted: "&quot;***&quot;" },
    { text: "?p=a%2Fb+c%C3%A4+", secrets: ["a/b cä "], wanted: "?p=***" },
    { text: "?p=a%2Fb%20c%C3%A4%20", secrets: ["a/b cä "], wanted: "?p=***" },
    { text: "?j=%22a%5C%22b%22", secrets: ['a"b'], wanted: "?j=%22***%22" },
    { text: "a\ud800", secrets: ["a\ud800"], wanted: "***" },
  ])("makes $wanted of $text", ({ text, secrets, wanted }) => {
    expect(redact(text, inAllForms(secrets))).toBe(wanted);
  });
});

describe("redactEnd", () => {
  it.each([
    { text: "the token canary-1", secrets: ["canary-17"], wanted: "the token ***" },
    { text: "the token c", secrets: ["canary-17"], wanted: "the token ***" },
    { text: "the token canary-17", secrets: ["canary-17"], wanted: "the token ***" },
    { text: "can", secrets: ["canary-17"], wanted: "***" },
    { text: "the canary sings", secrets: ["canary-17"], wanted: "the canary sings" },
    { text: "abab", secrets: ["ababx"], wanted: "***" },
    { text: "a=&quot;x", secrets: ["no", '"xyz'], wanted: "a=***" },
    { text: "the ab x", secrets: ["x-longer", "ab x cd"], wanted: "the ***" },
    { text: "", secrets: ["canary-17"], wanted: "" },
    { text: "anything", secrets: [], wanted: "anything" },
  ])("makes $wanted of $text", ({ text, secrets, wanted }) => {
    expect(redactEnd(text, inAllForms(secrets))).toBe(wanted);
  });
});

describe("parseRedacted", () => {
  it.each<[text: string, read: unknown]>([
    ['{"a":5,"b":[true,null,"a canary"]}', { a: 5, b: [true, null, "a ***"] }],
    ['{"canary":{"x":"canary"}}', { "***": { x: "***" } }],
    ['"canary"', "***"],
    ["5", 5],
    ["a canary", "a ***"],
    ['{"a": "canary', '{"a": "***'],
  ])("reads %s", (text, read) => {
    expect(parseRedacted(text, ["canary"])).toEqual(read);
  });
});

describe("safeCause", () => {
  const secrets = ["canary"];

  it.each([
    new Error("no secret"),
    new TypeError("fetch failed", { cause: new Error("reset") }),
    "thrown text",
    null,
    undefined,
  ])("keeps %s", (cause) => {
    expect(safeCause(cause, secrets)).toBe(cause);
  });

  const circular = new Error("circular");
  circular.cause = circular;
  it("keeps one that goes round in a circle", () => {
    expect(safeCause(circular, secrets)).toBe(circular);
  });

  it.each([
    new Error("invalid header value: canary"),
    new Error("outer", { cause: new Error("canary") }),
    Object.assign(new Error("custom"), { config: { headers: { Authorization: "Bearer canary" } } }),
    Object.assign(new Error("custom"), {
      headers: new Headers({ Authorization: "Bearer canary" }),
    }),
    Object.assign(new Error("custom"), {
      request: new Request("https://host", { headers: { Authorization: "Bearer canary" } }),
    }),
    Object.assign(new Error("custom"), { seen: new Map([["token", "canary"]]) }),
    new AggregateError([new Error("one"), new Error("canary")], "several"),
    "thrown canary",
    { thrown: ["canary"] },
  ])("drops %o", (cause) => {
    expect(safeCause(cause, secrets)).toBeUndefined();
  });
});

it("drops a cause of more than 10,000 parts, which would take too long to search", () => {
  const causeOf = (parts: number) =>
    Object.fromEntries(Array.from({ length: parts - 1 }, (_, at) => [`a${at}`, at]));
  const large = causeOf(10_000);

  expect(safeCause(large, [])).toBe(large);
  expect(safeCause(causeOf(10_001), [])).toBeUndefined();
});

it.each([
  ["https://host/api/v1/keys", "https://host/api/v1/keys"],
  ["https://host/files?token=canary", "https://host/files"],
  ["https://host/files#canary", "https://host/files"],
  ["https://host/files?a\n=canary#b?c", "https://host/files"],
])("redactUrl makes of %j %j", (url, wanted) => {
  expect(redactUrl(url)).toBe(wanted);
});

it("keeps an answer's headers, but for those that can hold a secret", () => {
  const headers = new Headers({
    "Content-Type": "text/plain",
    "Retry-After": "3",
    "Set-Cookie": "datameta=canary",
    Location: "https://host/download/canary",
    "Content-Location": "/download/canary",
    "X-Echo": "Bearer canary",
  });

  expect(Object.fromEntries(redactHeaders(headers, ["canary"]))).toEqual({
    "content-type": "text/plain",
    "retry-after": "3",
    "x-echo": "Bearer ***",
  });
});
