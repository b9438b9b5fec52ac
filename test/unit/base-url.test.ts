import { ConfigurationError } from "datameta-client";
import { afterEach, describe, expect, it, vi } from "vitest";
import { resolveBaseUrl } from "../../src/base-url.js";

const hidden = "characters (not shown: it may hold a secret)";

describe("resolveBaseUrl", () => {
  it.each([
    ["https://host/api/v1", "https://host/api/v1"],
    ["https://host/api/v1/", "https://host/api/v1"],
    ["https://host/api/v1//", "https://host/api/v1"],
    ["https://host", "https://host"],
    ["http://localhost:5000/", "http://localhost:5000"],
    ["HTTPS://HOST/Api", "https://host/Api"],
    ["https://host:443/a", "https://host/a"],
    ["http://[::1]:8080/api", "http://[::1]:8080/api"],
    ["https://host/a/../api", "https://host/api"],
    ["https://münchen.example/api", "https://xn--mnchen-3ya.example/api"],
  ])("makes of %j %j", (baseUrl, wanted) => {
    expect(resolveBaseUrl(baseUrl)).toBe(wanted);
  });

  it.each<[unknown, string]>([
    [undefined, "got a value of type undefined"],
    [null, "got a value of type object"],
    [new URL("https://host"), "got a value of type object"],
    ["", 'got ""'],
    ["host/api", 'got "host/api"'],
    ["host:80/api", 'got "host:80/api"'],
    ["/api/v1", 'got "/api/v1"'],
    ["//host/api", 'got "//host/api"'],
    ["ftp://host/api", 'got "ftp://host/api"'],
    ["file:///api", 'got "file:///api"'],
    ["https:/host", 'got "https:/host"'],
    ["https://", 'got "https://"'],
    ["https://ho st", 'got "https://ho st"'],
    [" https://host", 'got " https://host"'],
    ["https://host/api?x=1", "it must not have a query or fragment"],
    ["https://host/api#x", "it must not have a query or fragment"],
    ["https://user@host/api", 'it holds a user name or password: use the option "auth"'],
    ["https://user:canary@host/api", 'it holds a user name or password: use the option "auth"'],
    ["https://host/api?", "it must not have a query or fragment"],
    ["https://host/api#", "it must not have a query or fragment"],
    ["ftp://user:canary@host/api", `got one of 26 ${hidden}`],
    ["https://user:canary@ho st/api", `got one of 29 ${hidden}`],
    ["user:canary@host/api/v1", `got one of 23 ${hidden}`],
    ["https:/user:canary/x@host:99999", `got one of 31 ${hidden}`],
    ["host/api?token=canary", `got one of 21 ${hidden}`],
    ["host#canary", `got one of 11 ${hidden}`],
  ])("refuses %o", (baseUrl, problem) => {
    const resolve = () => resolveBaseUrl(baseUrl);

    expect(resolve).toThrow(
      new ConfigurationError(`baseUrl must be absolute, like "https://host/api/v1"; ${problem}`),
    );
  });
});

describe("resolveBaseUrl in a browser", () => {
  afterEach(() => void vi.unstubAllGlobals());

  it.each([
    ["/api/v1", "https://page.example:8443/api/v1"],
    ["/", "https://page.example:8443"],
    ["https://host/api", "https://host/api"],
  ])("makes of %j %j", (baseUrl, wanted) => {
    vi.stubGlobal("location", { origin: "https://page.example:8443" });

    expect(resolveBaseUrl(baseUrl)).toBe(wanted);
  });

  it.each(["api/v1", "../api", "//host/api", "/\\host/api", "/\t/host/api", "//", ""])(
    "refuses %j",
    (baseUrl) => {
      vi.stubGlobal("location", { origin: "https://page.example:8443" });

      expect(() => resolveBaseUrl(baseUrl)).toThrow(ConfigurationError);
    },
  );
});
