import {
  ConfigurationError,
  type Auth,
  type CallOptions,
  type ClientOptions,
} from "datameta-client";
import { afterEach, describe, expect, it, vi } from "vitest";
import { resolveCallOptions, resolveClientOptions } from "../../src/options.js";

const baseUrl = "https://host/api/v1";
const client = (options: Omit<ClientOptions, "baseUrl"> = {}) =>
  resolveClientOptions({ baseUrl, ...options });

const callOptions = "auth, fetch, headers, timeout, retry, signal, validate";
const clientOptions = `${callOptions}, baseUrl, middleware`;

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
  const signedIn = () =>
    client({ auth: { bearer: "tok" }, fetch, timeout: 5, retry: 7, signal, validate });

  it("are the client's where none are given", () => {
    const base = signedIn();

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
    const base = signedIn();

    expect(resolveCallOptions("whoami", base, options)).toEqual({ ...base, ...wanted });
  });

  it.each([undefined, { limit: undefined }, { maxDelay: undefined, methods: undefined }])(
    "keeps the client's retry for %o",
    (retry) => {
      const base = signedIn();

      expect(resolveCallOptions("whoami", base, { retry }).retry).toEqual(base.retry);
    },
  );

  it.each(["baseUrl", "middleware"])("know no %s", (name) => {
    const resolve = () => resolveCallOptions("whoami", client(), { [name]: [] });

    expect(resolve).toThrow(
      new ConfigurationError(`whoami: option "${name}" is unknown; known are: ${callOptions}`),
    );
  });
});

describe("headers", () => {
  const headersWith = (headers: CallOptions["headers"]) =>
    resolveCallOptions("whoami", client({ headers: { "X-One": "1", "X-Two": "2" } }), { headers })
      .headers;
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

  const unsendable = "has a character that a header cannot carry";
  it.each([
    [{ Authorization: "canary" }, 'give Authorization by the option "auth", not in "headers"'],
    [{ COOKIE: "canary" }, 'give COOKIE by the option "auth", not in "headers"'],
    [{ "X One": "canary" }, `header "X One" ${unsendable}`],
    [{ "X\n": "canary" }, `header "X?" ${unsendable}`],
    [{ "": "canary" }, `header "" ${unsendable}`],
    [{ "X-One": "canary\r\nX: y" }, `header "X-One" ${unsendable}`],
    [{ "X-One": "canary\u0416" }, `header "X-One" ${unsendable}`],
    [{ "X-One": "\x1fcanary" }, `header "X-One" ${unsendable}`],
  ])("refuses %o, without its value", (headers, problem) => {
    const resolve = () => headersWith(headers);

    expect(resolve).toThrow(new ConfigurationError(`whoami: ${problem}`));
  });

  it.each(["X-Authorization", "Authorization-Info", "X-Cookie", "Cookies"])("takes %s", (name) => {
    expect(headersWith({ [name]: "1" })).toEqual({ ...sent, [name.toLowerCase()]: "1" });
  });
});

describe("a cookie", () => {
  const inBrowser = (auth: Auth) => {
    // There, a request loses the header without a word.
    vi.stubGlobal(
      "Request",
      class {
        readonly headers = new Headers();
      },
    );
    return client({ auth }).auth;
  };
  afterEach(() => void vi.unstubAllGlobals());

  it("is refused where a program can send none", () => {
    expect(() => inBrowser({ cookie: "canary" })).toThrow(
      new ConfigurationError(
        'createClient: a browser lets no program send cookies; use auth: { session: "browser" }',
      ),
    );
  });

  it.each<Auth>([
    { bearer: "tok" },
    { session: "browser" },
    // The token is what is sent.
    Object.assign({ bearer: "tok" }, { cookie: "abc" }),
  ])("is not asked for by %o", (auth) => {
    expect(inBrowser(auth)).toBe(auth);
  });
});

describe("an option that is wrong", () => {
  const timeout = "timeout must be from 1 to 2147483647 ms, or Infinity";
  const limit = "retry.limit must be a whole number from 0";
  const maxDelay = "retry.maxDelay must be from 0 to 2147483647 ms";
  const methods = "retry.methods must be an array of HTTP methods in capitals";
  const auth = "auth must be { bearer }, { cookie } or { session }, or null";

  it.each<[unknown, string]>([
    [undefined, "options must be an object"],
    [null, "options must be an object"],
    ["https://host", "options must be an object"],
    [{ baseURL: "x" }, `option "baseURL" is unknown; known are: ${clientOptions}`],
    [{ retries: 3 }, `option "retries" is unknown; known are: ${clientOptions}`],
    [JSON.parse('{"__proto__":1}'), `option "__proto__" is unknown; known are: ${clientOptions}`],
    [{ timeout: 0 }, `${timeout}; got 0`],
    [{ timeout: -1 }, `${timeout}; got -1`],
    [{ timeout: NaN }, `${timeout}; got NaN`],
    [{ timeout: 2 ** 31 }, `${timeout}; got 2147483648`],
    [{ timeout: "5" }, timeout],
    [{ retry: -1 }, `${limit}; got -1`],
    [{ retry: 1.5 }, `${limit}; got 1.5`],
    [{ retry: NaN }, `${limit}; got NaN`],
    [{ retry: { limit: "3" } }, limit],
    [{ retry: { maxDelay: -1 } }, `${maxDelay}; got -1`],
    [{ retry: { maxDelay: Infinity } }, `${maxDelay}; got Infinity`],
    [{ retry: { methods: "POST" } }, methods],
    [{ retry: { methods: ["GET", "post"] } }, methods],
    [{ retry: { methods: ["GET x"] } }, methods],
    [{ retry: { methods: ["xGET"] } }, methods],
    [
      { retry: { delay: 1 } },
      'option retry "delay" is unknown; known are: limit, methods, maxDelay',
    ],
    [{ retry: false }, "retry must be a number or an object"],
    [{ retry: null }, "retry must be a number or an object"],
    [{ fetch: "fetch" }, "fetch must be a function"],
    [{ signal: {} }, "signal must be an AbortSignal"],
    [{ signal: new AbortController() }, "signal must be an AbortSignal"],
    [{ signal: { aborted: false } }, "signal must be an AbortSignal"],
    [{ headers: "X: canary" }, "headers must be an object of values by name"],
    [
      { headers: new Headers({ "X-One": "canary" }) },
      "headers must be an object of values by name",
    ],
    [{ validate: () => undefined }, "validate must be what createValidator() returns, or null"],
    [{ validate: {} }, "validate must be what createValidator() returns, or null"],
    [{ headers: { "X-One": {} } }, 'header "X-One" must be a text or null; got object'],
    [{ headers: { "X-One": Symbol("a") } }, 'header "X-One" must be a text or null; got symbol'],
    [{ headers: { "X\u20ac": 5 } }, 'header "X?" must be a text or null; got number'],
    [{ auth: { session: "nope" } }, 'auth.session must be "browser"'],
    [{ auth: {} }, auth],
    [{ auth: "canary" }, auth],
    [
      { auth: { token: "canary" } },
      'option auth "token" is unknown; known are: bearer, cookie, session',
    ],
    [{ middleware: {} }, "middleware must be an array"],
  ])("is refused: %o", (options, problem) => {
    // Callers without a compiler may pass anything.
    const resolve = () => resolveClientOptions(options as ClientOptions);

    expect(resolve).toThrow(new ConfigurationError(`createClient: ${problem}`));
  });

  it.each([1, 0.5, 2 ** 31 - 1, Infinity])("is not a timeout of %d", (timeout) => {
    expect(client({ timeout }).timeout).toBe(timeout);
  });
});
