import { afterEach, describe, expect, it, vi } from "vitest";

import { authRule, readExpiry, secretProblem, type Expires } from "../../../src/datameta/auth.js";
import { ConfigurationError } from "../../../src/engine/errors.js";
import { defaults, mergeOptions } from "../../../src/engine/options.js";

afterEach(() => void vi.unstubAllGlobals());

describe("the option auth", () => {
  const check = (auth: unknown) => () =>
    mergeOptions("whoami", defaults, { auth }, { auth: authRule });
  /** In a browser, a request silently loses its Cookie header. */
  const inBrowser = () =>
    vi.stubGlobal(
      "Request",
      class {
        readonly headers = new Headers();
      },
    );

  it.each([
    null,
    { bearer: "t" },
    { bearer: () => "t", expires: undefined },
    { bearer: "t", expires: "2030-01-31", cookie: undefined },
    { cookie: "c" },
    { session: "browser" },
  ])("accepts %j", (auth) => {
    expect(check(auth)).not.toThrow();
  });

  const wanted =
    "auth must be null or an object with exactly one of bearer, cookie and session. Is the environment variable set?";
  const session = 'auth.session must be "browser"';
  const expires =
    "auth.expires must be a Date or an ISO time. " +
    "A function returns { token, expires } instead.";
  it.each<[auth: unknown, problem: string]>([
    ["canary", wanted],
    [() => "canary", wanted],
    [{}, wanted],
    [{ bearer: undefined }, wanted],
    [{ cookie: undefined }, wanted],
    [{ session: undefined }, wanted],
    [{ bearer: "t", cookie: "c" }, wanted],
    [{ bearer: "t", session: "browser" }, wanted],
    [{ cookie: "c", session: "browser" }, wanted],
    [{ bearer: "", cookie: "" }, wanted],
    [{ session: "canary" }, session],
    [{ session: null }, session],
    [{ bearer: "t", expires: "soon" }, expires],
    [{ bearer: () => "t", expires: "2030-01-31" }, expires],
    [{ cookie: "c", expires: "2030-01-31" }, expires],
    [{ expires: "2030-01-31" }, expires],
    [
      { token: "canary" },
      'auth option "token" is unknown. Valid names: bearer, expires, cookie, session',
    ],
  ])("rejects %j", (auth, problem) => {
    expect(check(auth)).toThrow(new ConfigurationError(`whoami: ${problem}`));
  });

  it("rejects a session cookie if the platform cannot send it", () => {
    inBrowser();

    expect(check({ cookie: "canary" })).toThrow(
      new ConfigurationError(
        'whoami: auth.cookie must be left out in browsers. Use { session: "browser" }.',
      ),
    );
  });

  it.each([{ bearer: "t" }, { session: "browser" }])("accepts %j in a browser", (auth) => {
    inBrowser();

    expect(check(auth)).not.toThrow();
  });
});

describe("secretProblem", () => {
  it.each<[scheme: "bearer" | "cookie", secret: string]>([
    ["bearer", "t"],
    ["bearer", 'a;b,c"d\\'],
    ["bearer", "!~"],
    ["cookie", "!~=%"],
  ])("returns undefined for the %s %s", (scheme, secret) => {
    expect(secretProblem(scheme, secret)).toBeUndefined();
  });

  const empty = "is empty. Is the environment variable set?";
  const unsendable = "must be a string that a header can carry, without spaces and separators";
  it.each<[scheme: "bearer" | "cookie", secret: unknown, problem: string]>([
    ["bearer", "", empty],
    ["cookie", "", empty],
    ["bearer", "canary canary", unsendable],
    ["bearer", " canary", unsendable],
    ["bearer", "canary\n", unsendable],
    ["bearer", "canary\r\nX: 1", unsendable],
    ["bearer", "canary\0", unsendable],
    ["bearer", "canary\x7f", unsendable],
    ["bearer", "canäry", unsendable],
    ["cookie", "canary canary", unsendable],
    ["bearer", undefined, empty],
    ["bearer", null, empty],
    ["bearer", 5, unsendable],
    ["cookie", { canary: "canary" }, unsendable],
    ["cookie", "canary;a=b", unsendable],
    ["cookie", "canary,b", unsendable],
    ["cookie", '"canary"', unsendable],
    ["cookie", "canary\\", unsendable],
  ])("of %s %j does not quote it", (scheme, secret, problem) => {
    expect(secretProblem(scheme, secret)).toBe(`auth.${scheme} ${problem}`);
  });
});

describe("readExpiry", () => {
  it.each<[expires: Expires, earliest: string, latest: string]>([
    // Local times. The server's time zone may be any from UTC-12 to UTC+14.
    ["2030-01-31", "2030-01-30T10:00:00Z", "2030-01-31T12:00:00Z"],
    ["2030-01-31T12:00:00", "2030-01-30T22:00:00Z", "2030-02-01T00:00:00Z"],
    ["2030-01-31 12:00", "2030-01-30T22:00:00Z", "2030-02-01T00:00:00Z"],
    ["2030-01-31T12:00:00.123456", "2030-01-30T22:00:00.123Z", "2030-02-01T00:00:00.123Z"],
    // Times with an offset
    ["2030-01-31T12:00:00Z", "2030-01-31T12:00:00Z", "2030-01-31T12:00:00Z"],
    ["2030-01-31T12:00:00+01:00", "2030-01-31T11:00:00Z", "2030-01-31T11:00:00Z"],
    [new Date(5), "1970-01-01T00:00:00.005Z", "1970-01-01T00:00:00.005Z"],
  ])("reads %s as a time from %s to %s", (expires, earliest, latest) => {
    expect(readExpiry(expires)).toEqual([Date.parse(earliest), Date.parse(latest)]);
  });

  it.each([null, undefined])("accepts %s for a token that may expire at any time", (expires) => {
    expect(readExpiry(expires)).toEqual([-Infinity, Infinity]);
  });

  it.each<Expires>(["", "soon", "2030-13-01", "2030-01-31T99:00:00", new Date(NaN)])(
    "returns undefined for %s",
    (expires) => {
      expect(readExpiry(expires)).toBeUndefined();
    },
  );

  it.each([5, true, {}])(
    "returns undefined for %j, which a JavaScript caller may pass",
    (expires) => {
      expect(readExpiry(expires)).toBeUndefined();
    },
  );
});
