import { describe, expect, it } from "vitest";

import { ConfigurationError } from "../../../src/engine/errors.js";
import {
  callRules,
  defaults,
  definedHeaders,
  mergeOptions,
  ownMembers,
  type EngineOptions,
  type HeaderOptions,
  type ResolvedOptions,
  type Rules,
} from "../../../src/engine/options.js";

const rules: Rules = {
  ...callRules,
  auth: ["an object", (value) => typeof value === "object"],
  validate: ["a validator or null", (value) => typeof value === "object"],
};
const known = "fetch, headers, timeout, retry, signal, maxResponseSize, auth, validate";

const merge = (base: ResolvedOptions, options: object) => mergeOptions("get", base, options, rules);

const { signal } = new AbortController();
const validate = { checkRequest: () => undefined, checkResponse: () => undefined };
/** Creates options that all differ from their defaults. */
const customOptions = () =>
  merge(defaults, {
    ...{ auth: { token: "t" }, fetch, timeout: 5, retry: 7, signal, validate },
    ...{ maxResponseSize: 9, headers: { "X-One": "1" } },
  });

describe("the defaults", () => {
  it("have these values", () => {
    expect(merge(defaults, {})).toEqual({
      ...{ auth: null, fetch: undefined, headers: { accept: "application/json" } },
      ...{ timeout: 60_000, signal: undefined, validate: null, maxResponseSize: 16_777_216 },
      retry: { limit: 2, methods: ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"], maxDelay: 30_000 },
    });
  });

  it("cannot be changed through a client's options", () => {
    const { headers, retry } = merge(defaults, {});

    Object.assign(headers, { accept: "text/plain" });
    expect(defaults.headers).toEqual({ accept: "application/json" });
    expect(() => Object.assign(retry.methods, ["POST"])).toThrow(TypeError);
    expect(() => Object.assign(defaults, { timeout: 1 })).toThrow(TypeError);
    expect(() => Object.assign(defaults.retry, { limit: 1 })).toThrow(TypeError);
  });
});

describe("mergeOptions", () => {
  it.each([{}, Object.fromEntries(Object.keys(rules).map((name) => [name, undefined]))])(
    "keeps the base for %j",
    (options) => {
      const base = customOptions();

      expect(merge(base, options)).toEqual(base);
    },
  );

  const other = new AbortController().signal;
  const send: EngineOptions["fetch"] = () => Promise.reject(new Error());
  const retry = { limit: 7, methods: defaults.retry.methods, maxDelay: 30_000 };
  it.each<[object, object]>([
    [{ auth: { token: "u" } }, { auth: { token: "u" } }],
    [{ auth: null }, { auth: null }],
    [{ timeout: 9 }, { timeout: 9 }],
    [{ timeout: Infinity }, { timeout: Infinity }],
    [{ signal: other }, { signal: other }],
    [{ fetch: send }, { fetch: send }],
    [{ validate: null }, { validate: null }],
    [{ maxResponseSize: 0 }, { maxResponseSize: 0 }],
    [{ retry: 0 }, { retry: { ...retry, limit: 0 } }],
    [{ retry: { limit: 1 } }, { retry: { ...retry, limit: 1 } }],
    [{ retry: { maxDelay: 0 } }, { retry: { ...retry, maxDelay: 0 } }],
    [{ retry: { methods: ["POST"] } }, { retry: { ...retry, methods: ["POST"] } }],
    [{ retry: { limit: undefined } }, { retry }],
    [{ retry: { maxDelay: undefined, methods: undefined } }, { retry }],
  ])("overrides only the key of %o", (options, wanted) => {
    const base = customOptions();

    expect(merge(base, options)).toEqual({ ...base, ...wanted });
  });

  it.each([1, 0.5, Number.MIN_VALUE, 2 ** 31 - 1, Infinity])(
    "accepts a timeout of %d",
    (timeout) => {
      expect(merge(defaults, { timeout }).timeout).toBe(timeout);
    },
  );

  it.each([0, 2 ** 31 - 1])("accepts a maxDelay of %d", (maxDelay) => {
    expect(merge(defaults, { retry: { maxDelay } }).retry.maxDelay).toBe(maxDelay);
  });

  it("accepts Infinity as the size limit of a response", () => {
    expect(merge(defaults, { maxResponseSize: Infinity }).maxResponseSize).toBe(Infinity);
  });

  it("does not read a member of a polluted Object.prototype as an option", () => {
    const polluted = Object.create({ timeout: 1, headers: { "x-a": "1" }, retry: 5 }) as object;

    expect(merge(defaults, polluted)).toEqual(defaults);
    expect(merge(defaults, { retry: Object.create({ limit: 9 }) as object }).retry.limit).toBe(2);
    const auth = Object.create({ token: "evil" }) as object;
    expect(merge(defaults, { auth }).auth).not.toHaveProperty("token");
  });

  const timeout = "timeout must be from 1 to 2147483647 ms, or Infinity";
  const limitOrObject = "retry must be an integer, 0 or greater, or an object";
  const limit = "retry.limit must be an integer, 0 or greater";
  const maxDelay = "retry.maxDelay must be from 0 to 2147483647 ms";
  const methods = "retry.methods must be an array of methods in capitals";
  const headers = "headers must be an object like { name: value }";
  it.each<[unknown, string]>([
    [undefined, "options must be an object"],
    [null, "options must be an object"],
    ["https://host", "options must be an object"],
    [{ baseURL: "x" }, `option "baseURL" is unknown. Valid names: ${known}`],
    [JSON.parse('{"__proto__":1}'), `option "__proto__" is unknown. Valid names: ${known}`],
    [{ timeout: 0 }, timeout],
    [{ timeout: -1 }, timeout],
    [{ timeout: NaN }, timeout],
    [{ timeout: 2 ** 31 }, timeout],
    [{ timeout: "5" }, timeout],
    [{ retry: -1 }, limitOrObject],
    [{ retry: 1.5 }, limitOrObject],
    [{ retry: NaN }, limitOrObject],
    [{ retry: { limit: "3" } }, limit],
    [{ retry: { limit: -1 } }, limit],
    [{ retry: { maxDelay: -1 } }, maxDelay],
    [{ retry: { maxDelay: Infinity } }, maxDelay],
    [{ retry: { methods: "POST" } }, methods],
    [{ retry: { methods: ["GET", "post"] } }, methods],
    [{ retry: { methods: ["GET x"] } }, methods],
    [{ retry: { methods: ["xGET"] } }, methods],
    [
      { retry: { delay: 1 } },
      'retry option "delay" is unknown. Valid names: limit, methods, maxDelay',
    ],
    [{ retry: () => 1 }, limitOrObject],
    [{ retry: false }, limitOrObject],
    [{ retry: null }, limitOrObject],
    [{ fetch: "fetch" }, "fetch must be a function"],
    [{ signal: {} }, "signal must be an AbortSignal"],
    [{ signal: null }, "signal must be an AbortSignal"],
    [{ signal: new AbortController() }, "signal must be an AbortSignal"],
    [{ signal: { aborted: false } }, "signal must be an AbortSignal"],
    [{ headers: "X: canary" }, headers],
    [{ headers: null }, headers],
    [{ headers: new Headers({ "X-One": "canary" }) }, headers],
    [{ maxResponseSize: -1 }, "maxResponseSize must be a number of bytes"],
    [{ maxResponseSize: "1" }, "maxResponseSize must be a number of bytes"],
    [{ auth: "canary" }, "auth must be an object"],
  ])("rejects %o", (options, problem) => {
    // JavaScript callers may pass any value.
    expect(() => merge(defaults, options as object)).toThrow(
      new ConfigurationError(`get: ${problem}`),
    );
  });
});

describe("headers", () => {
  const headersWith = (headers: unknown) =>
    merge(merge(defaults, { headers: { "X-One": "1", "X-Two": "2" } }), { headers }).headers;
  const base = { accept: "application/json", "x-one": "1", "x-two": "2" };

  it.each<[HeaderOptions, object]>([
    [{ "X-Three": "3" }, { ...base, "x-three": "3" }],
    [{ "X-One": "other" }, { ...base, "x-one": "other" }],
    [{ "X-One": "" }, { ...base, "x-one": "" }],
    [{ "X-One": null }, { ...base, "x-one": null }],
    [{ "X-One": undefined }, base],
    [{ "x-one": "other" }, { ...base, "x-one": "other" }],
    [{ accept: "text/plain" }, { ...base, accept: "text/plain" }],
    [{ "X-T": "\t ~\x80\xff" }, { ...base, "x-t": "\t ~\x80\xff" }],
    [{ "!#$%&'*+.^_`|~9": "1" }, { ...base, "!#$%&'*+.^_`|~9": "1" }],
  ])("merges %o by name and ignores case", (headers, wanted) => {
    expect(headersWith(headers)).toStrictEqual(wanted);
  });

  const unsendable = "must be null or a string that a header can carry";
  it.each<[object, string]>([
    [{ Authorization: "canary" }, 'header "Authorization" must be left out. Use the option auth.'],
    [{ COOKIE: "canary" }, 'header "COOKIE" must be left out. Use the option auth.'],
    [{ cookie: null }, 'header "cookie" must be left out. Use the option auth.'],
    [{ "X One": "canary" }, `header "X One" ${unsendable}`],
    [{ "X\n": "canary" }, `header "X\\n" ${unsendable}`],
    [{ "X\n": "" }, `header "X\\n" ${unsendable}`],
    [{ "X:": null }, `header "X:" ${unsendable}`],
    [{ "": "canary" }, `header "" ${unsendable}`],
    [{ "X-One": "canary\r\nX: y" }, `header "X-One" ${unsendable}`],
    [{ "X-One": "canary\u0416" }, `header "X-One" ${unsendable}`],
    [{ "X-One": "\x1fcanary" }, `header "X-One" ${unsendable}`],
    [{ "X-One": "\x7fcanary" }, `header "X-One" ${unsendable}`],
    [{ "X-One": {} }, `header "X-One" ${unsendable}`],
    [{ "X-One": Symbol("a") }, `header "X-One" ${unsendable}`],
    [{ "X\u20ac": 5 }, `header "X\u20ac" ${unsendable}`],
  ])("rejects %o without quoting its value", (headers, problem) => {
    expect(() => headersWith(headers)).toThrow(new ConfigurationError(`get: ${problem}`));
  });

  it.each(["X-Authorization", "Authorization-Info", "X-Cookie", "Cookies"])(
    "accepts %s",
    (name) => {
      expect(headersWith({ [name]: "1" })).toEqual({ ...base, [name.toLowerCase()]: "1" });
    },
  );

  it("are sent unless they are null", () => {
    expect(definedHeaders({ a: "1", b: null, c: undefined, d: "" })).toEqual({ a: "1", d: "" });
  });
});

it("ownMembers copies only the object's own members", () => {
  const copy = ownMembers(Object.assign(Object.create({ a: 1 }) as object, { b: 2 }));

  expect(Object.getPrototypeOf(copy)).toBeNull();
  expect({ ...copy }).toEqual({ b: 2 });
});
