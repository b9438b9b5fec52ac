import { describe, expect, it } from "vitest";

import { kindOf, resolveOpenApiOperation } from "../../../src/openapi/operation.js";
import type { OperationEntry } from "../../../src/openapi/table.js";

const defaultSchemes = [["token"]];
const resolve = (entry: OperationEntry) => resolveOpenApiOperation("getPet", entry, defaultSchemes);

describe("an operation", () => {
  it("has every default filled in", () => {
    expect(resolve({ route: "GET /pets/{id}" })).toEqual({
      core: {
        ...{ name: "getPet", operationId: "GetPet", method: "GET", path: "/pets/{id}" },
        ...{ pathParameters: ["id"], query: [], body: "none", success: { 200: "json" } },
        ...{ security: "none", since: undefined, isForeign: true },
      },
      parameters: [{ argument: "id", name: "id", in: "path" }],
      body: "none",
      contentType: "application/json",
      success: { 200: "json" },
      accept: undefined,
      schemes: [["token"]],
    });
  });

  it("keeps what its entry says", () => {
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
      core: { operationId: "put_pet", body: "optional", query: ["id"] },
      parameters: [
        { argument: "id", name: "id", in: "path" },
        { argument: "queryId", name: "id", in: "query", style: "form" },
        { argument: "X-A", name: "X-A", in: "header", explode: true },
        { argument: "sid", name: "sid", in: "cookie" },
      ],
      body: "optional",
      contentType: "text/plain",
      success: { 201: "text" },
      accept: "text/csv",
      schemes: [[]],
    });
  });

  it("takes no credential where it says so", () => {
    expect(resolve({ route: "GET /pets", security: "none" }).schemes).toEqual([]);
    expect(resolve({ route: "GET /pets", security: "optional" }).schemes).toEqual([["token"]]);
  });
});

it.each<[success: OperationEntry["success"], status: number, kind: string | undefined]>([
  [{ 200: "json", "2XX": "text" }, 200, "json"],
  [{ 200: "json", "2XX": "text" }, 204, "text"],
  [{ 200: "json", "2xx": "text" }, 204, "text"],
  [{ 200: "json", "3XX": "text" }, 307, "text"],
  [{ 200: "json", default: "text" }, 201, "text"],
  [{ default: "text" }, 200, "text"],
  [{ 200: "json" }, 201, "empty"],
  [{ 200: "json" }, 299, "empty"],
  [{ default: "text" }, 199, undefined],
  [{ default: "text" }, 300, undefined],
  [{ default: "text" }, 404, undefined],
])("where %j is documented, %d is read as %s", (success, status, kind) => {
  expect(kindOf(resolve({ route: "GET /pets", ...(success && { success }) }), status)).toBe(kind);
});
