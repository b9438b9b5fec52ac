import { describe, expect, it } from "vitest";

import { GenerationError, type Problem } from "../../scripts/command/generation-error.js";
import { listOperations } from "../../scripts/operations.js";
import { type JsonObject } from "../../scripts/document/spec-document.js";
import { tinyDocument } from "./support/tiny-document.js";

const text = { type: "string" };
const content = { "application/json": { schema: {} } };

function problemsOf(paths: Record<string, JsonObject>, more?: JsonObject): readonly Problem[] {
  try {
    listOperations(tinyDocument(paths, more));
  } catch (error) {
    if (error instanceof GenerationError) return error.problems;
    throw error;
  }
  return [];
}

function warningsOf(paths: Record<string, JsonObject>, more?: JsonObject): readonly Problem[] {
  return listOperations(tinyDocument(paths, more)).warnings;
}

/** A GET with one query parameter `filter`, with these members. */
const withFilter = (parameter: JsonObject): Record<string, JsonObject> => ({
  "/a": {
    get: { operationId: "A", parameters: [{ name: "filter", in: "query", ...parameter }] },
  },
});

describe("an equal name is an error that lists both places", () => {
  const collisions: [
    what: string,
    paths: Record<string, JsonObject>,
    message: string,
    places: string[],
  ][] = [
    [
      "two operations with one method name",
      {
        "/keys": { post: { operationId: "CreateKey" } },
        "/tokens": { post: { operationId: "Other", "x-method-name": "createKey" } },
      },
      'Two operations would both be the method "createKey": POST /keys and POST /tokens.',
      ["#/paths/~1keys/post/operationId", "#/paths/~1tokens/post/x-method-name"],
    ],
    [
      "a path parameter and a query parameter",
      {
        "/users/{id}": {
          parameters: [{ name: "id", in: "path", required: true, schema: text }],
          get: { operationId: "GetUser", parameters: [{ name: "id", in: "query", schema: text }] },
        },
      },
      'The path parameter "id" and the query parameter "id" would be the same member of the argument.',
      ["#/paths/~1users~1{id}/parameters/0", "#/paths/~1users~1{id}/get/parameters/0"],
    ],
    [
      "a parameter and the request body",
      {
        "/a": {
          post: {
            operationId: "A",
            requestBody: { content },
            parameters: [{ name: "body", in: "query", schema: text }],
          },
        },
      },
      'The request body and the query parameter "body" would be the same member of the argument.',
      ["#/paths/~1a/post/requestBody", "#/paths/~1a/post/parameters/0"],
    ],
    [
      "two headers with the same letters in another case",
      {
        "/a": {
          get: {
            operationId: "A",
            parameters: [
              { name: "X-Trace", in: "header", schema: text },
              { name: "x-trace", in: "header", schema: text },
            ],
          },
        },
      },
      'The header parameter "X-Trace" and the header parameter "x-trace" would be the same member of the argument.',
      ["#/paths/~1a/get/parameters/0", "#/paths/~1a/get/parameters/1"],
    ],
  ];

  it.each(collisions)("%s", (_, paths, message, places) => {
    const problems = problemsOf(paths);

    expect(problems).toMatchObject([{ message, places }]);
    expect(problems[0]?.advice).toBeTruthy();
  });

  it("a parameter can be called body if there is no request body", () => {
    const parameters = [{ name: "body", in: "query", schema: text }];

    expect(problemsOf({ "/a": { get: { operationId: "A", parameters } } })).toEqual([]);
  });

  it("reports all problems at once", () => {
    const operation = { operationId: "Same" };

    const problems = problemsOf({
      "/a": { get: operation, put: operation },
      "/{b}": { get: { operationId: "B" } },
    });

    expect(problems).toHaveLength(2);
  });
});

describe("a method name is rejected", () => {
  it.each(["http", "then", "constructor", "__proto__", "toString", "toJSON", "hasOwnProperty"])(
    "%s, which every client already has",
    (name) => {
      const problems = problemsOf({ "/a": { get: { "x-method-name": name } } });

      expect(problems).toMatchObject([
        {
          message: `The method of GET /a would be called "${name}", which every client already has.`,
          places: ["#/paths/~1a/get/x-method-name"],
        },
      ]);
    },
  );

  it.each(["2fa", "get user", "get-user", ""])("%j, which is not an identifier", (name) => {
    const problems = problemsOf({ "/a": { get: { "x-method-name": name } } });

    expect(problems.map(({ message }) => message)).toEqual([
      `The method of GET /a would be called "${name}", which is not an identifier.`,
    ]);
  });
});

describe("the path and its parameters must have the same names", () => {
  it("reports a path parameter that is not declared", () => {
    expect(problemsOf({ "/users/{id}": { get: { operationId: "A" } } })).toMatchObject([
      {
        message: 'The path /users/{id} has {id}, but no path parameter "id" is declared.',
        places: ["#/paths/~1users~1{id}/get"],
      },
    ]);
  });

  it("reports a declared path parameter that the path does not have", () => {
    const parameters = [{ name: "id", in: "path", required: true, schema: text }];

    expect(problemsOf({ "/users": { get: { operationId: "A", parameters } } })).toMatchObject([
      { message: 'The path parameter "id" does not occur in the path /users.' },
    ]);
  });
});

describe("an unsupported part of a document is always reported", () => {
  const errors: [what: string, paths: Record<string, JsonObject>, message: RegExp][] = [
    [
      "a required parameter with an unsupported location",
      {
        "/a": {
          get: { parameters: [{ name: "q", in: "querystring", required: true, schema: text }] },
        },
      },
      /"q" is not supported: querystring/,
    ],
    [
      "one argument name for two parameters",
      {
        "/a": {
          get: {
            operationId: "A",
            parameters: [
              { name: "a", in: "query", schema: text },
              { name: "b", in: "cookie", schema: text, "x-argument-name": "a" },
            ],
          },
        },
      },
      /would be the same member/,
    ],
    [
      "a GET that requires a body",
      { "/a": { get: { operationId: "A", requestBody: { required: true, content } } } },
      /GET operation has a request body/,
    ],
    [
      "a release that is not a string",
      { "/a": { get: { operationId: "A", "x-since": 1.1 } } },
      /x-since must be a string/,
    ],
    [
      "a method name that is not a string",
      { "/a": { get: { operationId: "A", "x-method-name": true } } },
      /x-method-name must be a string/,
    ],
    [
      "a parameter without a name",
      { "/a": { get: { operationId: "A", parameters: [{ in: "query" }] } } },
      /needs "name" and "in"/,
    ],
  ];

  it.each(errors)("%s is an error", (_, paths, message) => {
    const problems = problemsOf(paths);

    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toMatch(message);
    expect(problems[0]?.places).not.toHaveLength(0);
  });

  const warnings: [
    what: string,
    paths: Record<string, JsonObject>,
    message: RegExp,
    more?: JsonObject,
  ][] = [
    [
      "a header that OpenAPI ignores",
      {
        "/a": { get: { operationId: "A", parameters: [{ name: "Authorization", in: "header" }] } },
      },
      /"Authorization" is omitted/,
    ],
    [
      "an array as a deep object",
      withFilter({ style: "deepObject", schema: { type: ["array", "null"] } }),
      /"filter" is an array with style deepObject, which OpenAPI does not define/,
    ],
    [
      "a style of another location, with a composed schema",
      withFilter({ style: "label", schema: { anyOf: [{ items: text }] } }),
      /"filter" is an array with style label/,
    ],
    [
      "a GET with an optional body",
      { "/a": { get: { operationId: "A", requestBody: { content } } } },
      /GET operation has a request body/,
    ],
    [
      "an operation without a success",
      { "/a": { get: { operationId: "A", responses: { "404": { description: "" } } } } },
      /documents no success/,
    ],
    ["the method TRACE", { "/a": { trace: { operationId: "A" } } }, /fetch cannot send/],
    [
      "a security scheme that needs a challenge",
      { "/a": { get: { operationId: "A" } } },
      /"digest" is not defined, or the client does not support its type/,
      {
        security: [{ digest: [] }],
        components: { securitySchemes: { digest: { type: "http", scheme: "digest" } } },
      },
    ],
    [
      "a security scheme that is not defined",
      { "/a": { get: { operationId: "A", security: [{ none: [] }, {}] } } },
      /"none" is not defined/,
    ],
  ];

  it("has all media types of a body, and the server of an operation", () => {
    const { operations } = listOperations(
      tinyDocument({
        "/a": {
          servers: [{ url: "/b" }],
          post: { operationId: "A", requestBody: { content: { "text/plain": {}, ...content } } },
        },
      }),
    );

    expect(operations[0]).toMatchObject({
      contentType: "application/json",
      contentTypes: ["text/plain", "application/json"],
      server: "/b",
    });
  });

  it.each(warnings)("%s is a warning", (_, paths, message, more) => {
    const found = warningsOf(paths, more);

    expect(found).toHaveLength(1);
    expect(found[0]?.message).toMatch(message);
    expect(found[0]?.places).toEqual([expect.stringMatching(/^#\//)]);
  });

  it.each([
    ["a bearer token", { type: "http", scheme: "Bearer" }],
    ["a cookie", { type: "apiKey", in: "cookie", name: "session" }],
    ["OAuth 2", { type: "oauth2", flows: {} }],
    ["a key in a header", { type: "apiKey", in: "header", name: "X-Key" }],
    ["a certificate", { type: "mutualTLS" }],
  ])("%s is supported without a warning", (_, scheme) => {
    const more = { security: [{ s: [] }], components: { securitySchemes: { s: scheme } } };

    expect(warningsOf({ "/a": { get: { operationId: "A" } } }, more)).toEqual([]);
  });
});

it("a reference without a target is an error with its place", () => {
  const parameters = [{ $ref: "#/components/parameters/none" }];

  expect(problemsOf({ "/a": { get: { operationId: "A", parameters } } })).toMatchObject([
    {
      message: 'The reference "#/components/parameters/none" has no target.',
      places: ["#/paths/~1a/get/parameters/0"],
    },
  ]);
});

it("a reference that leads back to itself is an error, not an endless loop", () => {
  const components = { parameters: { a: { $ref: "#/components/parameters/a" } } };
  const parameters = [{ $ref: "#/components/parameters/a" }];

  expect(
    problemsOf({ "/a": { get: { operationId: "A", parameters } } }, { components }),
  ).toHaveLength(1);
});

it("an operation is returned with its names, path, parameters, body and responses", () => {
  const parameters = [{ name: "id", in: "path", required: true, schema: text }];

  const { operations } = listOperations(
    tinyDocument({ "/users/{id}": { parameters, get: { operationId: "GetUser" } } }),
  );

  expect(operations).toMatchObject([
    {
      methodName: "getUser",
      operationId: "GetUser",
      method: "GET",
      path: "/users/{id}",
      parameters: [{ name: "id", in: "path", required: true }],
      body: "none",
      success: [["200", "json"]],
      security: "none",
      node: { pointer: "#/paths/~1users~1{id}/get" },
      pathItem: { pointer: "#/paths/~1users~1{id}" },
    },
  ]);
});
