import { describe, expect, it } from "vitest";

import type { BodyKind, OperationEntry } from "../../../src/engine/operation-entry.js";
import { bodyKindOf, resolveOperation, takesArguments } from "../../../src/engine/operation.js";

describe("resolveOperation", () => {
  it("fills in the defaults of an entry", () => {
    const entry = { route: "GET /users/{id}/keys/{keyId}" };

    expect(
      resolveOperation("getUser", entry, {
        defaultErrors: [404],
        defaultIdentifiers: { id: "uuid" },
      }),
    ).toEqual({
      ...{ name: "getUser", operationId: "GetUser", method: "GET" },
      path: "/users/{id}/keys/{keyId}",
      pathParameters: ["id", "keyId"],
      argumentNames: ["id", "keyId"],
      ...{ body: "none", success: { 200: "json" }, security: "required", errors: [404], entry },
      identifiers: { id: "uuid" },
    });
  });

  it("keeps the values of an entry", () => {
    const entry: OperationEntry = {
      operationId: "UserInformationRequest",
      route: "DELETE /users/{id}",
      body: "optional",
      success: { 204: "empty" },
      security: "any",
      errors: [400, "5XX"],
      identifiers: { id: "site" },
    };

    expect(
      resolveOperation("getUser", entry, { defaultErrors: [404], defaultIdentifiers: {} }),
    ).toEqual({
      ...{ name: "getUser", operationId: "UserInformationRequest", method: "DELETE" },
      ...{ path: "/users/{id}", pathParameters: ["id"], body: "optional" },
      argumentNames: ["id", "body"],
      ...{ success: { 204: "empty" }, security: "any", errors: [400, "5XX"], entry },
      identifiers: { id: "site" },
    });
  });

  it.each([
    ["POST", "required"],
    ["PUT", "required"],
    ["PATCH", "required"],
    ["GET", "none"],
    ["DELETE", "none"],
    ["HEAD", "none"],
    ["OUTPUT", "none"],
    ["POSTPONE", "none"],
  ])("sets the body of a %s to %s", (method, body) => {
    expect(resolveOperation("x", { route: `${method} /x` }).body).toBe(body);
  });
});

describe("bodyKindOf", () => {
  it.each<[success: Record<string, BodyKind>, status: number, kind: string | undefined]>([
    [{ 200: "json", "2XX": "text" }, 200, "json"],
    [{ 200: "json", "2XX": "text" }, 204, "text"],
    [{ 200: "json", "3XX": "text" }, 307, "text"],
    [{ 200: "json", 307: "text" }, 307, "text"],
    [{ 200: "json", default: "text" }, 201, "text"],
    [{ default: "text" }, 200, "text"],
    [{ 200: "json" }, 201, "other"],
    [{ 200: "json" }, 299, "other"],
    [{ default: "text" }, 199, undefined],
    [{ default: "text" }, 300, undefined],
    [{ default: "text" }, 404, undefined],
    [{ 200: "json" }, 0, undefined],
  ])("if %j is documented, reads %d as %s", (success, status, kind) => {
    expect(bodyKindOf({ method: "GET", success }, status)).toBe(kind);
  });

  it("expects no body in response to a HEAD", () => {
    const operation = { method: "HEAD", success: { 200: "json" } } as const;

    expect([200, 204, 404].map((status) => bodyKindOf(operation, status))).toEqual([
      ...["empty", "empty", undefined],
    ]);
  });
});

it.each<[entry: Partial<OperationEntry>, wanted: boolean]>([
  [{ route: "GET /x" }, false],
  [{ route: "GET /x", query: [], header: [], cookie: [] }, false],
  [{ route: "GET /x/{id}" }, true],
  [{ route: "GET /x", query: ["q"] }, true],
  [{ route: "GET /x", header: ["h"] }, true],
  [{ route: "GET /x", cookie: ["c"] }, true],
  [{ route: "POST /x" }, true],
  [{ route: "GET /x", body: "optional" }, true],
  [{ route: "POST /x", body: "none" }, false],
])("an operation with %j takes arguments: %s", (entry, wanted) => {
  const operation = resolveOperation("x", { route: "", ...entry });

  expect(takesArguments(operation)).toBe(wanted);
});
