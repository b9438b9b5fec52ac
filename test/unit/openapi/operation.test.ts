import { describe, expect, it } from "vitest";

import type { OpenApi, OperationEntry } from "../../../src/engine/operation-entry.js";
import { resolveOpenApiOperation } from "../../../src/openapi/operation.js";

const resolve = (entry: OperationEntry) => {
  const api: OpenApi = {
    operations: { getPet: entry },
    defaultErrors: [404],
    defaultIdentifiers: {},
    defaultSchemes: [["token"]],
    securitySchemes: {},
    servers: [],
  };
  return resolveOpenApiOperation(api, "getPet");
};

describe("an operation", () => {
  it("has all defaults", () => {
    const entry = { route: "GET /pets/{id}" };

    expect(resolve(entry)).toEqual({
      ...{ name: "getPet", operationId: "GetPet", method: "GET", path: "/pets/{id}" },
      ...{ pathParameters: ["id"], body: "none", success: { 200: "json" }, security: "required" },
      ...{ errors: [404], identifiers: {}, entry, argumentNames: ["id"] },
      parameters: [{ argument: "id", name: "id", in: "path" }],
      contentType: "application/json",
      schemes: [["token"]],
    });
  });

  it("keeps the values of its entry", () => {
    const entry: OperationEntry = {
      operationId: "put_pet",
      route: "PUT /pets/{id}",
      query: ["id"],
      header: ["X-A"],
      cookie: ["sid"],
      parameters: {
        query: { id: { argument: "queryId", style: "form" } },
        header: { "X-A": { explode: true } },
      },
      body: "optional",
      contentType: "text/plain",
      success: { 201: "text" },
      accept: "text/csv",
      schemes: [[]],
    };

    expect(resolve(entry)).toMatchObject({
      ...{ operationId: "put_pet", body: "optional", success: { 201: "text" } },
      parameters: [
        { argument: "id", name: "id", in: "path" },
        { argument: "queryId", name: "id", in: "query", style: "form" },
        { argument: "X-A", name: "X-A", in: "header", explode: true },
        { argument: "sid", name: "sid", in: "cookie" },
      ],
      contentType: "text/plain",
      schemes: [[]],
    });
  });

  it("has no schemes if its security is 'none'", () => {
    expect(resolve({ route: "GET /pets", security: "none" }).schemes).toEqual([]);
    expect(resolve({ route: "GET /pets", security: "none", schemes: [["a"]] }).schemes).toEqual([]);
    expect(resolve({ route: "GET /pets", security: "optional" }).schemes).toEqual([["token"]]);
  });
});
