import { ConfigurationError } from "datameta-client";
import { describe, expect, it } from "vitest";

import { resolveOperation } from "../../src/operation.js";
import { bodyText, RequestParts, writeRequest, type Outgoing } from "../../src/request.js";

const sent = (body?: BodyInit) => new RequestParts("POST", "https://host", {}, body);

it.each<[what: string, request: Outgoing, text: string | undefined]>([
  ["a text", sent("{}"), "{}"],
  ["no text", sent(new FormData()), undefined],
  ["nothing", sent(), undefined],
  ["a text, of a real request", new Request("https://host", { method: "POST", body: "{}" }), "{}"],
])("the body is read where it is %s", async (_, request, wanted) => {
  expect(await bodyText(request)).toBe(wanted);
});

describe("the request of a call", () => {
  const operation = resolveOperation("setIt", { route: "PUT /a/{id}", query: ["q"] });
  const params = { path: { id: "x y" }, query: { q: "1&2" } };

  it("has a URL, headers and JSON", () => {
    const given = { params, body: { a: 1 } };

    expect(writeRequest(operation, "https://host/api", given, { accept: "*/*" })).toEqual({
      method: "PUT",
      url: "https://host/api/a/x%20y?q=1%262",
      headers: { accept: "*/*", "content-type": "application/json" },
      body: '{"a":1}',
    });
  });

  it("has no Content-Type where it has no body", () => {
    const { headers, body } = writeRequest(operation, "", { params, body: undefined }, {});

    expect({ headers, body }).toEqual({ headers: {}, body: undefined });
  });

  const circular: Record<string, unknown> = { canary: 1 };
  circular["self"] = circular;
  it.each([() => 1, Symbol("canary"), 1n, circular])("is refused with the body %o", (body) => {
    const write = () => writeRequest(operation, "", { params, body }, {});

    expect(write).toThrow(
      new ConfigurationError('setIt: argument "body" cannot be written as JSON'),
    );
  });

  it("leaves out headers that are null, and keeps a Content-Type that was given", () => {
    const given = { "content-type": "text/json", accept: null, "x-a": undefined };

    const { headers } = writeRequest(operation, "", { params, body: null }, given);

    expect(headers).toEqual({ "content-type": "text/json" });
  });
});
