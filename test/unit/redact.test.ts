import { inspect } from "node:util";
import { runInNewContext } from "node:vm";

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
    { credential: undefined, body: '{"password":9876543210}', wanted: ["9876543210"] },
    {
      credential: "tok",
      body: JSON.stringify(JSON.stringify({ password: "secret" })),
      wanted: ["tok", "secret"],
    },
    { credential: undefined, body: '"my password"', wanted: ["my password"] },
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
    { text: "a&#039;b, a&apos;b, a&#39;b", secrets: ["a'b"], wanted: "***, ***, ***" },
    { text: "a&quot;&#39;b", secrets: [`a"'b`], wanted: "***" },
    { text: String.raw`['Can\'t"x']`, secrets: [`Can't"x`], wanted: "['***']" },
    { text: "?p=%21%27%28%29%7E*", secrets: ["!'()~*"], wanted: "?p=***" },
    { text: "?p=!'()~*%2B", secrets: ["!'()~*+"], wanted: "?p=***" },
    { text: "?p=~%21%2B", secrets: ["~!+"], wanted: "?p=***" },
    { text: "?p=a%2fb%20", secrets: ["a/b "], wanted: "?p=***" },
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
  const kept = (cause: unknown) => safeCause(cause, secrets);
  const printed = (cause: unknown) => inspect(kept(cause), { showHidden: true, depth: 30 });

  it("keeps class, name, message, stack and causes of what the platform throws", () => {
    const told = { code: "ECONNRESET", errno: -104, syscall: "read", hostname: "host" };
    const where = { address: "127.0.0.1", port: 443 };
    const cause = Object.assign(new Error("reset"), told, where);
    const error = new TypeError("fetch failed", { cause });

    expect(kept(error)).toBeInstanceOf(TypeError);
    expect(kept(error)).toEqual(error);
    expect(kept(error)).toHaveProperty("stack", error.stack);
    expect(kept(error)).toMatchObject({ cause: { ...told, ...where } });
    expect(Object.getOwnPropertyNames(kept(new Error("x")))).toEqual(["stack", "message"]);
  });

  it("keeps each of several", () => {
    const error = new AggregateError([new Error("one"), "two", 3], "several");

    expect(kept(error)).toBeInstanceOf(AggregateError);
    expect(kept(error)).toHaveProperty("message", "several");
    expect(kept(error)).toHaveProperty("errors", [new Error("one"), "two", undefined]);
  });

  it("keeps one of another realm, by its name", () => {
    const error: unknown = runInNewContext("new TypeError('fetch failed')");

    expect(kept(error)).toBeInstanceOf(TypeError);
    expect(kept(new DOMException("no", "NetworkError"))).toMatchObject({
      ...{ name: "NetworkError", message: "no" },
    });
  });

  it("keeps a text; of what is no error, nothing", () => {
    expect(kept("thrown")).toBe("thrown");
    for (const cause of [null, undefined, 5, {}, { message: "m" }, { name: "n" }, () => 1]) {
      expect(kept(cause)).toBeUndefined();
    }
  });

  it("ends where causes go round in a circle, or on and on", () => {
    const circular = new Error("circular");
    circular.cause = circular;
    let deep = new Error("0");
    for (let depth = 1; depth < 25; depth++) deep = new Error(String(depth), { cause: deep });
    const depthOf = (error: unknown): number =>
      error instanceof Error ? 1 + depthOf(error.cause) : 0;

    expect(depthOf(kept(circular))).toBe(1);
    expect(depthOf(kept(deep))).toBe(20);
  });

  it("takes a member that cannot be read for none of an error", () => {
    const throwing = new Proxy(new Error("x"), {
      get: () => {
        throw new Error("canary");
      },
    });

    expect(kept(throwing)).toBeUndefined();
  });

  const token = "canary";
  it.each([
    ["its message", new Error("invalid header value: canary")],
    ["its name", Object.assign(new Error("x"), { name: "canary" })],
    ["its cause", new Error("outer", { cause: new Error("canary") })],
    ["its code", Object.assign(new Error("x"), { code: "E_canary" })],
    ["a code that is no text", Object.assign(new Error("x"), { code: { token } })],
    ["its host", Object.assign(new Error("x"), { hostname: "canary.example.org" })],
    ["its stack", Object.assign(new Error("x"), { stack: "at canary" })],
    ["one of several", new AggregateError([new Error("one"), new Error("canary")], "several")],
    ["a config", Object.assign(new Error("x"), { config: { headers: { a: "Bearer canary" } } })],
    ["headers", Object.assign(new Error("x"), { headers: new Headers({ a: token }) })],
    ["a request", Object.assign(new Error("x"), { r: new Request("https://host/canary") })],
    ["a Set", Object.assign(new Error("x"), { seen: new Set(["canary"]) })],
    ["a symbol's member", Object.assign(new Error("x"), { [Symbol("a")]: "canary" })],
    ["a member's name", Object.assign(new Error("x"), { canary: 1 })],
    ["bytes that a parser read", Object.assign(new Error("x"), { data: "Set-Cookie: canary" })],
    ["the text itself", "thrown canary"],
  ])("leaves out a secret in %s", (_, cause) => {
    expect(printed(cause)).not.toContain("canary");
  });
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
