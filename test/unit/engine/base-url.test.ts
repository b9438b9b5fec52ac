import { afterEach, describe, expect, it, vi } from "vitest";

import { resolveBaseUrl } from "../../../src/engine/base-url.js";
import { ConfigurationError } from "../../../src/engine/errors.js";

const example = 'Use an absolute URL like "https://host/api/v1".';
const relative = `baseUrl is not an absolute http or https URL. ${example}`;
const userInfo = 'baseUrl contains a user name or password. Use the option "auth".';
const query = `baseUrl contains a query or fragment. ${example}`;
const ofType = (type: string) => `baseUrl has the type ${type}. ${example}`;

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
  ])("returns %j as %j", (baseUrl, wanted) => {
    expect(resolveBaseUrl(baseUrl)).toBe(wanted);
  });

  it.each<[unknown, string]>([
    [undefined, ofType("undefined")],
    [null, ofType("object")],
    [new URL("https://host"), ofType("object")],
    ["", relative],
    ["host/api", relative],
    ["host:80/api", relative],
    ["/api/v1", relative],
    ["//host/api", relative],
    ["ftp://host/api", relative],
    ["file:///api", relative],
    ["https:/host", relative],
    ["https://", relative],
    ["https://ho st", relative],
    [" https://host", relative],
    ["xhttps://host", relative],
    ["https://host/api?x=1", query],
    ["https://host/api#x", query],
    ["https://host/api?", query],
    ["https://host/api#", query],
    ["https://user@host/api", userInfo],
    ["https://:canary@host/api", userInfo],
    ["https://user:canary@host/api", userInfo],
    ["https://user:canary@ho st/api", relative],
    ["canary", relative],
  ])("refuses %o without quoting it", (baseUrl, problem) => {
    expect(() => resolveBaseUrl(baseUrl)).toThrow(new ConfigurationError(problem));
  });
});

describe("resolveBaseUrl in a browser", () => {
  afterEach(() => void vi.unstubAllGlobals());

  it.each([
    ["/api/v1", "https://page.example:8443/api/v1"],
    ["/", "https://page.example:8443"],
    ["https://host/api", "https://host/api"],
  ])("returns %j as %j", (baseUrl, wanted) => {
    vi.stubGlobal("location", { origin: "https://page.example:8443" });

    expect(resolveBaseUrl(baseUrl)).toBe(wanted);
  });

  it.each(["api/v1", "../api", "//host/api", "/\\host/api", "/\t/host/api", "//", ""])(
    "refuses %j",
    (baseUrl) => {
      vi.stubGlobal("location", { origin: "https://page.example:8443" });

      expect(() => resolveBaseUrl(baseUrl)).toThrow(new ConfigurationError(relative));
    },
  );
});
