import { describe, expect, it } from "vitest";

import { createWrite } from "../../../src/datameta/write.js";
import { ConfigurationError } from "../../../src/engine/errors.js";
import { resolveOperation } from "../../../src/engine/operation.js";
import { defaults, type HeaderOptions } from "../../../src/engine/options.js";

const operation = resolveOperation("setIt", { route: "PUT /a/{id}", query: ["q", "r"] });
const args = { id: "x y", q: "1&2" };

const write = (input: unknown, headers: HeaderOptions = {}, of = operation) =>
  createWrite("https://host/api")(of, input, { ...defaults, headers });

describe("the request of a call", () => {
  it("has a URL, headers, JSON and its parameters", () => {
    expect(write({ ...args, body: { a: 1 } }, { accept: "*/*" })).toEqual({
      method: "PUT",
      url: "https://host/api/a/x%20y?q=1%262",
      headers: { accept: "*/*", "content-type": "application/json" },
      body: '{"a":1}',
      parameters: { path: { id: "x y" }, query: { q: "1&2", r: undefined } },
    });
  });

  it("has no Content-Type if it has no body", () => {
    const get = resolveOperation("getIt", { route: "GET /a/{id}" });

    expect(write({ id: 1 }, {}, get)).toEqual({
      ...{ method: "GET", url: "https://host/api/a/1", headers: {} },
      parameters: { path: { id: 1 }, query: {} },
    });
  });

  it("sends null as JSON", () => {
    expect(write({ ...args, body: null }).body).toBe("null");
  });

  it("leaves out headers that are null, and keeps the call's Content-Type", () => {
    const headers = { "content-type": "text/json", accept: null, "x-a": undefined };

    expect(write({ ...args, body: null }, headers).headers).toEqual({
      "content-type": "text/json",
    });
    expect(write({ ...args, body: null }, { "content-type": null }).headers).toEqual({});
  });

  it.each<[input: unknown, problem: string]>([
    [{ ...args, body: 1n }, 'argument "body" cannot be written as JSON'],
    [{ ...args, id: "..", body: 1 }, 'argument "id" would change the path: it contains ".."'],
    [{ ...args, s: 1, body: 1 }, 'argument "s" is unknown. Valid names: id, q, r, body'],
  ])("is rejected for %o", (input, problem) => {
    expect(() => write(input)).toThrow(new ConfigurationError(`setIt: ${problem}`));
  });

  it("is rejected if an argument is missing or unknown", () => {
    expect(() => write(undefined)).toThrow(ConfigurationError);
  });
});
