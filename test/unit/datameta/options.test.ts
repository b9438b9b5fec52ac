import { afterEach, describe, expect, it, vi } from "vitest";

import {
  resolveCallOptions,
  resolveClientOptions,
  type CallOptions,
  type ClientOptions,
} from "../../../src/datameta/options.js";
import { ConfigurationError } from "../../../src/engine/errors.js";
import { defaults } from "../../../src/engine/options.js";

const baseUrl = "https://host/api/v1";
const client = (options: Omit<ClientOptions, "baseUrl"> = {}) =>
  resolveClientOptions("createClient", { baseUrl, ...options });

const callOptions = "fetch, headers, timeout, retry, signal, maxResponseSize, auth, validate";
const clientOptions = `${callOptions}, baseUrl, middleware`;

afterEach(() => void vi.unstubAllGlobals());

describe("the client's options", () => {
  it("are the defaults without arguments", () => {
    expect(client()).toEqual({ ...defaults, baseUrl });
    expect(client({ auth: undefined, middleware: undefined, validate: undefined })).toEqual({
      ...defaults,
      baseUrl,
    });
  });

  it("override the defaults", () => {
    const validate = { checkRequest: () => undefined, checkResponse: () => undefined };
    const options = { auth: { bearer: "t" }, validate, timeout: 5 };

    expect(client(options)).toEqual({ ...defaults, ...options, baseUrl });
  });

  const auth =
    "auth must be null or an object with exactly one of bearer, cookie and session. Is the environment variable set?";
  const validate = "validate must be the result of createValidator(), or null";
  it.each<[unknown, string]>([
    [undefined, "options must be an object"],
    [{ baseURL: "x" }, `option "baseURL" is unknown. Valid names: ${clientOptions}`],
    [{ timeout: 0 }, "timeout must be from 1 to 2147483647 ms, or Infinity"],
    [{ validate: () => undefined }, validate],
    [{ validate: {} }, validate],
    [{ auth: "canary" }, auth],
    [{ auth: () => "canary" }, auth],
    [{ auth: {} }, auth],
    [{ auth: { session: "no" } }, 'auth.session must be "browser"'],
    ...[{}, 5, [5], [{}], [() => undefined]].map((middleware): [unknown, string] => [
      { middleware },
      "middleware must be an array of objects with onRequest, onResponse or onError",
    ]),
  ])("are rejected: %o", (options, problem) => {
    // JavaScript callers may pass any value.
    const resolve = () => resolveClientOptions("createClient", options as ClientOptions);

    expect(resolve).toThrow(new ConfigurationError(`createClient: ${problem}`));
  });
});

describe("a call's options", () => {
  it("override the client's", () => {
    const base = client({ auth: { bearer: "t" }, timeout: 5 });

    expect(resolveCallOptions("whoami", base, {})).toEqual(base);
    expect(resolveCallOptions("whoami", base, { auth: null })).toEqual({ ...base, auth: null });
    expect(resolveCallOptions("whoami", base, { auth: { cookie: "c" } })).toEqual({
      ...base,
      auth: { cookie: "c" },
    });
  });

  it("have only their own auth checked, not the client's", () => {
    const base = client({ auth: { cookie: "c" } });
    vi.stubGlobal(
      "Request",
      class {
        readonly headers = new Headers();
      },
    );

    expect(resolveCallOptions("whoami", base, { timeout: 1 }).auth).toEqual({ cookie: "c" });
    expect(() => resolveCallOptions("whoami", base, { auth: { cookie: "c" } })).toThrow(
      /^whoami: auth.cookie must be left out in browsers. Use { session: "browser" }./,
    );
  });

  it.each<[CallOptions, string]>([
    [{ baseUrl } as CallOptions, `option "baseUrl" is unknown. Valid names: ${callOptions}`],
    [
      { middleware: [] } as CallOptions,
      `option "middleware" is unknown. Valid names: ${callOptions}`,
    ],
  ])("are rejected: %j", (options, problem) => {
    expect(() => resolveCallOptions("whoami", client(), options)).toThrow(
      new ConfigurationError(`whoami: ${problem}`),
    );
  });
});
