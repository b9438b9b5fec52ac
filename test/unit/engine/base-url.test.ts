import { afterEach, describe, expect, it, vi } from "vitest";

import { resolveBaseUrl } from "../../../src/engine/base-url.js";
import { ConfigurationError } from "../../../src/engine/errors.js";

const problem =
  'baseUrl must be a URL like "https://host/api/v1", without user, query and fragment';

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
    ["https://host/@scope/api", "https://host/@scope/api"],
    ["https://münchen.example/api", "https://xn--mnchen-3ya.example/api"],
  ])("returns %j as %j", (baseUrl, wanted) => {
    expect(resolveBaseUrl(baseUrl)).toBe(wanted);
  });

  it.each<unknown>([
    undefined,
    null,
    new URL("https://host"),
    "",
    "host/api",
    "host:80/api",
    "/api/v1",
    "//host/api",
    "ftp://host/api",
    "file:///api",
    "https:/host",
    "https://",
    "https://ho st",
    " https://host",
    "xhttps://host",
    "https://host/api?x=1",
    "https://host/api#x",
    "https://host/api?",
    "https://host/api#",
    "https://user@host/api",
    "https://:canary@host/api",
    "https://user:canary@host/api",
    "https://user:canary@ho st/api",
    "canary",
  ])("rejects %o without quoting it", (baseUrl) => {
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

      expect(() => resolveBaseUrl(baseUrl)).toThrow(new ConfigurationError(problem));
    },
  );
});
