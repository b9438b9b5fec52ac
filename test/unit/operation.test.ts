import { describe, expect, it } from "vitest";
import { findOperation, resolveOperation } from "../../src/operation.js";
import { operations } from "../../generated/operations.js";

const resolveAll = () =>
  Object.entries(operations).map(([name, entry]) => resolveOperation(name, entry));
const baseUrl = "https://host/api/v1";

describe("resolveOperation", () => {
  it("fills in what an entry leaves out", () => {
    expect(resolveOperation("getUser", { route: "GET /users/{id}/keys/{keyId}" })).toEqual({
      name: "getUser",
      operationId: "GetUser",
      method: "GET",
      path: "/users/{id}/keys/{keyId}",
      pathParameters: ["id", "keyId"],
      query: [],
      body: "none",
      success: { 200: "json" },
      security: "required",
      since: undefined,
    });
  });

  it("keeps what an entry says", () => {
    const entry = {
      operationId: "UserInformationRequest",
      route: "DELETE /users/{id}",
      query: ["force"],
      body: "optional",
      success: { 204: "empty" },
      security: "any",
      since: "1.0.4",
    } as const;

    expect(resolveOperation("getUser", entry)).toEqual({
      name: "getUser",
      operationId: "UserInformationRequest",
      method: "DELETE",
      path: "/users/{id}",
      pathParameters: ["id"],
      query: ["force"],
      body: "optional",
      success: { 204: "empty" },
      security: "any",
      since: "1.0.4",
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
  ])("gives a %s the body %s", (method, body) => {
    expect(resolveOperation("x", { route: `${method} /x` }).body).toBe(body);
  });
});

describe("findOperation", () => {
  it.each([
    ["GET", "/rpc/whoami", "whoami"],
    ["GET", "/keys/1", "GET /keys/1"],
    ["DELETE", "/keys/1", "deleteApiKey"],
    ["POST", "/keys", "createApiKey"],
    ["POST", "/keys/", "POST /keys/"],
    ["PUT", "/users/0/password", "setUserPassword"],
    ["PUT", "/users/0", "updateUser"],
    ["GET", "/users/a%2Fb/keys", "getUserApiKeys"],
    ["GET", "/users/1/keys?x=/y", "getUserApiKeys"],
    ["GET", "/users/1/keys#x", "getUserApiKeys"],
    ["GET", "/users/1/keys?x\ny", "getUserApiKeys"],
    ["GET", "/rpc/get-file-url/1?expires=5", "getFileUrl"],
    ["GET", "/nope", "GET /nope"],
    ["GET", "", "GET "],
  ])("takes %s %s for %s", (method, path, wanted) => {
    expect(findOperation(resolveAll(), method, baseUrl + path, baseUrl).name).toBe(wanted);
  });

  it("makes up what the document lacks", () => {
    expect(findOperation(resolveAll(), "POST", `${baseUrl}/ping/{id}?x`, baseUrl)).toEqual(
      resolveOperation("POST /ping/{id}", {
        route: "POST /ping/{id}",
        success: { 200: "json", 204: "empty" },
      }),
    );
  });

  it.each(Object.keys(operations))("finds %s by its own route", (name) => {
    const all = resolveAll();
    const operation = all.find((each) => each.name === name) ?? expect.fail("it is not there");

    const url = baseUrl + operation.path.replace(/\{.+?\}/g, "1");
    expect(findOperation(all, operation.method, url, baseUrl)).toBe(operation);
  });
});
