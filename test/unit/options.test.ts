import { ConfigurationError, type CallOptions, type ClientOptions } from "datameta-client";
import { describe, expect, it } from "vitest";
import { resolveCallOptions, resolveClientOptions } from "../../src/options.js";

const baseUrl = "https://host/api/v1";
const client = (options: Omit<ClientOptions, "baseUrl"> = {}) =>
  resolveClientOptions({ baseUrl, ...options });

const defaultRetry = {
  limit: 2,
  methods: ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"],
  maxDelay: 30_000,
};

describe("the client's options", () => {
  const defaults = {
    auth: null,
    fetch: undefined,
    headers: { accept: "application/json" },
    timeout: 60_000,
    retry: defaultRetry,
    signal: undefined,
    validate: null,
  };

  it("are these where nothing is given", () => {
    expect(client()).toEqual(defaults);
  });

  it("are the defaults where undefined is given", () => {
    const options = {
      auth: undefined,
      fetch: undefined,
      headers: undefined,
      timeout: undefined,
      retry: undefined,
      signal: undefined,
      validate: undefined,
      middleware: undefined,
    };

    expect(client(options)).toEqual(defaults);
  });

  it("cannot change those of the next client", () => {
    const { headers, retry } = client();

    expect(() => Object.assign(headers, { accept: "text/plain" })).toThrow(TypeError);
    expect(() => Object.assign(retry.methods, ["POST"])).toThrow(TypeError);
    expect(client()).toEqual(defaults);
  });
});

describe("a call's options", () => {
  const { signal } = new AbortController();
  const validate = { checkRequest: () => undefined, checkResponse: () => undefined };
  const base = client({ auth: { bearer: "tok" }, fetch, timeout: 5, retry: 7, signal, validate });

  it("are the client's where none are given", () => {
    expect(resolveCallOptions("whoami", base, undefined)).toBe(base);
    expect(resolveCallOptions("whoami", base, {})).toEqual(base);
    expect(resolveCallOptions("whoami", base, { auth: undefined, timeout: undefined })).toEqual(
      base,
    );
  });

  const other = new AbortController().signal;
  const send: typeof fetch = () => Promise.reject(new Error());
  it.each<[CallOptions, object]>([
    [{ auth: { cookie: "abc" } }, { auth: { cookie: "abc" } }],
    [{ auth: null }, { auth: null }],
    [{ timeout: 9 }, { timeout: 9 }],
    [{ timeout: Infinity }, { timeout: Infinity }],
    [{ signal: other }, { signal: other }],
    [{ fetch: send }, { fetch: send }],
    [{ validate: null }, { validate: null }],
    [{ retry: 0 }, { retry: { ...defaultRetry, limit: 0 } }],
    [{ retry: { limit: 1 } }, { retry: { ...defaultRetry, limit: 1 } }],
    [{ retry: { maxDelay: 0 } }, { retry: { ...defaultRetry, limit: 7, maxDelay: 0 } }],
    [{ retry: { methods: ["POST"] } }, { retry: { ...defaultRetry, limit: 7, methods: ["POST"] } }],
  ])("%o overrides its own key alone", (options, wanted) => {
    expect(resolveCallOptions("whoami", base, options)).toEqual({ ...base, ...wanted });
  });

  it.each([undefined, { limit: undefined }, { maxDelay: undefined, methods: undefined }])(
    "keeps the client's retry for %o",
    (retry) => {
      expect(resolveCallOptions("whoami", base, { retry }).retry).toEqual(base.retry);
    },
  );

  it("knows neither baseUrl nor middleware", () => {
    for (const name of ["baseUrl", "middleware"]) {
      const resolve = () => resolveCallOptions("whoami", base, { [name]: [] });

      expect(resolve).toThrow(`whoami: option "${name}" is unknown; known are: auth, fetch`);
    }
  });
});

describe("headers", () => {
  const base = client({ headers: { "X-One": "1", "X-Two": "2" } });
  const headersWith = (headers: CallOptions["headers"]) =>
    resolveCallOptions("whoami", base, { headers }).headers;
  const sent = { accept: "application/json", "x-one": "1", "x-two": "2" };

  it.each([
    [{ "X-Three": "3" }, { ...sent, "x-three": "3" }],
    [{ "X-One": "other" }, { ...sent, "x-one": "other" }],
    [{ "X-One": "" }, { ...sent, "x-one": "" }],
    [{ "X-One": null }, { ...sent, "x-one": null }],
    [{ "X-One": undefined }, sent],
    [{ "x-one": "other" }, { ...sent, "x-one": "other" }],
    [{ "x-one": null }, { ...sent, "x-one": null }],
    [{ accept: "text/plain" }, { ...sent, accept: "text/plain" }],
  ])("merges %o by name, whatever the case", (headers, wanted) => {
    expect(headersWith(headers)).toEqual(wanted);
  });

  it.each([
    [{ Authorization: "canary" }, 'give Authorization by the option "auth"'],
    [{ COOKIE: "canary" }, 'give COOKIE by the option "auth"'],
    [{ "X One": "canary" }, 'header "X One" has a character'],
    [{ "X\n": "canary" }, 'header "X?" has a character'],
    [{ "": "canary" }, 'header "" has a character'],
    [{ "X-One": "canary\r\nX: y" }, 'header "X-One" has a character'],
    [{ "X-One": "canary\u0416" }, 'header "X-One" has a character'],
  ])("refuses %o, without its value", (headers, problem) => {
    // Callers without a compiler may pass anything.
    const resolve = () => headersWith(headers);

    expect(resolve).toThrow(ConfigurationError);
    expect(resolve).toThrow(`whoami: ${problem}`);
    expect(resolve).not.toThrow("canary");
  });
});

describe("an option that is wrong", () => {
  it.each<[unknown, string]>([
    [undefined, "options must be an object"],
    [null, "options must be an object"],
    ["https://host", "options must be an object"],
    [{ baseURL: "x" }, 'option "baseURL" is unknown; known are:'],
    [{ retries: 3 }, 'option "retries" is unknown'],
    [JSON.parse('{"__proto__":1}'), 'option "__proto__" is unknown'],
    [{ timeout: 0 }, "timeout must be from 1 to 2147483647 ms, or Infinity; got 0"],
    [{ timeout: -1 }, "timeout must be"],
    [{ timeout: NaN }, "timeout must be"],
    [{ timeout: 2 ** 31 }, "timeout must be"],
    [{ timeout: "5" }, "timeout must be"],
    [{ retry: -1 }, "retry.limit must be a whole number from 0; got -1"],
    [{ retry: 1.5 }, "retry.limit must be"],
    [{ retry: NaN }, "retry.limit must be"],
    [{ retry: { limit: "3" } }, "retry.limit must be"],
    [{ retry: { maxDelay: -1 } }, "retry.maxDelay must be from 0 to 2147483647 ms; got -1"],
    [{ retry: { maxDelay: Infinity } }, "retry.maxDelay must be"],
    [{ retry: { methods: "POST" } }, "retry.methods must be an array"],
    [{ retry: { methods: ["post"] } }, "retry.methods must be an array"],
    [
      { retry: { delay: 1 } },
      'option retry "delay" is unknown; known are: limit, methods, maxDelay',
    ],
    [{ retry: false }, "retry must be a number or an object"],
    [{ retry: null }, "retry must be a number or an object"],
    [{ fetch: "fetch" }, "fetch must be a function"],
    [{ signal: {} }, "signal must be an AbortSignal"],
    [{ signal: new AbortController() }, "signal must be an AbortSignal"],
    [{ headers: "X: canary" }, "headers must be an object"],
    [{ headers: new Headers({ "X-One": "canary" }) }, "headers must be an object"],
    [{ validate: () => undefined }, "validate must be what createValidator() returns"],
    [{ auth: {} }, "auth must be { bearer }, { cookie } or { session }, or null"],
    [{ auth: "canary" }, "auth must be"],
    [{ auth: { token: "canary" } }, 'option auth "token" is unknown'],
    [{ middleware: {} }, "middleware must be an array"],
  ])("is refused: %o", (options, problem) => {
    // Callers without a compiler may pass anything.
    const resolve = () => resolveClientOptions(options as ClientOptions);

    expect(resolve).toThrow(ConfigurationError);
    expect(resolve).toThrow(`createClient: ${problem}`);
    expect(resolve).not.toThrow("canary");
  });

  it.each([1, 0.5, 2 ** 31 - 1, Infinity])("is not a timeout of %d", (timeout) => {
    expect(client({ timeout }).timeout).toBe(timeout);
  });
});
