import { afterEach, describe, expect, it, vi } from "vitest";

import { resolveBaseUrl } from "../../../src/engine/base-url.js";
import { ConfigurationError } from "../../../src/engine/errors.js";

const example = 'Use an absolute URL like "https://host/api/v1".';
const relative = `baseUrl is not an absolute http or https URL. ${example}`;
const extra = `baseUrl contains a user name, password, query or fragment. ${example}`;

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
    [undefined, relative],
    [null, relative],
    [new URL("https://host"), relative],
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
    ["https://host/api?x=1", extra],
    ["https://host/api#x", extra],
    ["https://host/api?", extra],
    ["https://host/api#", extra],
    ["https://user@host/api", extra],
    ["https://:canary@host/api", extra],
    ["https://user:canary@host/api", extra],
    ["https://user:canary@ho st/api", relative],
    ["canary", relative],
  ])("rejects %o without quoting it", (baseUrl, problem) => {
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
