import { afterEach, describe, expect, it, vi } from "vitest";

import { checkAuth, readExpiry, secretProblem, type Expires } from "../../../src/datameta/auth.js";
import { ConfigurationError } from "../../../src/engine/errors.js";

afterEach(() => void vi.unstubAllGlobals());

describe("checkAuth", () => {
  const check = (auth: unknown) => () => checkAuth("whoami", auth as object);
  /** In a browser, a request silently loses its Cookie header. */
  const inBrowser = () =>
    vi.stubGlobal(
      "Request",
      class {
        readonly headers = new Headers();
      },
    );

  it.each([
    { bearer: "t" },
    { bearer: () => "t", expires: undefined },
    { bearer: "t", expires: "2030-01-31", cookie: undefined },
    { cookie: "c" },
    { session: "browser" },
  ])("accepts %j", (auth) => {
    expect(check(auth)).not.toThrow();
  });

  const several = "auth has more than one credential. Choose bearer, cookie or session.";
  const none = "auth has no credential. It must be { bearer }, { cookie }, { session } or null.";
  it.each<[auth: object, problem: string]>([
    [{}, none],
    [{ bearer: undefined }, "auth.bearer is undefined. Is the environment variable set?"],
    [{ cookie: undefined }, "auth.cookie is undefined. Is the environment variable set?"],
    [{ session: undefined }, none],
    [{ expires: "2030-01-31" }, none],
    [{ bearer: "t", cookie: "c" }, several],
    [{ bearer: "t", session: "browser" }, several],
    [{ cookie: "c", session: "browser" }, several],
    [{ bearer: "", cookie: "" }, several],
    [{ session: "canary" }, 'auth.session must be "browser".'],
    [{ session: null }, 'auth.session must be "browser".'],
    [
      { bearer: "t", expires: "soon" },
      "auth.expires is not a date. Pass a Date, or a time like 2030-01-31T12:00:00.",
    ],
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
        'whoami: auth.cookie does not work in browsers. Use auth: { session: "browser" }.',
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

  const type = "must be a string, or a function that returns one; got";
  const character =
    "contains a space, a line break or another character that a header cannot carry.";
  const inCookie =
    "contains a space, a line break or another character that a cookie cannot carry.";
  it.each<[scheme: "bearer" | "cookie", secret: unknown, problem: string]>([
    ["bearer", "", "is empty. Is the environment variable set?"],
    ["cookie", "", "is empty. Is the environment variable set?"],
    ["bearer", "canary canary", character],
    ["bearer", " canary", character],
    ["bearer", "canary\n", character],
    ["bearer", "canary\r\nX: 1", character],
    ["bearer", "canary\0", character],
    ["bearer", "canary\x7f", character],
    ["bearer", "canäry", character],
    ["cookie", "canary canary", inCookie],
    ["bearer", undefined, `${type} undefined.`],
    ["bearer", null, `${type} null.`],
    ["bearer", 5, `${type} number.`],
    ["cookie", { canary: "canary" }, `${type} object.`],
    ["cookie", "canary;a=b", inCookie],
    ["cookie", "canary,b", inCookie],
    ["cookie", '"canary"', inCookie],
    ["cookie", "canary\\", inCookie],
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
