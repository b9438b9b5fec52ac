import { describe, expect, it } from "vitest";

import { operationsStep } from "../../scripts/operations.js";
import { type JsonObject } from "../../scripts/document/spec-document.js";
import { runFormatted } from "./support/formatted.js";
import { tinyDocument } from "./support/tiny-document.js";

const json = { "application/json": { schema: {} } };
const ok = { "200": { description: "Done", content: json } };
const bearer = {
  components: {
    securitySchemes: {
      b: { type: "http", scheme: "bearer" },
      key: { type: "apiKey", in: "header", name: "X-Key" },
    },
  },
};
const secured = { ...bearer, security: [{ b: [] }] };

/** Returns the lines of the table without its comments. */
async function tableOf(
  paths: Readonly<Record<string, JsonObject>>,
  more: JsonObject = secured,
): Promise<string> {
  const { text } = await runFormatted(operationsStep, tinyDocument(paths, more));
  const table = /export const operations = \{\n(.*?)\n?\} as const;/s.exec(text)?.[1] ?? "";
  return table
    .replaceAll(/ *\/\*\*.*?\*\/\n/gs, "")
    .replaceAll(/\n\s*/g, " ")
    .trim();
}

describe("an entry of the table", () => {
  const entries: [
    what: string,
    path: string,
    method: string,
    operation: JsonObject,
    entry: string,
  ][] = [
    [
      "has only the route if all other members have their default",
      "/keys",
      "get",
      { operationId: "ListKeys" },
      'listKeys: { route: "GET /keys" },',
    ],
    [
      "has the operationId if it differs from the capitalized name",
      "/app",
      "get",
      { operationId: "AppSettings", "x-method-name": "getAppSettings" },
      'getAppSettings: { operationId: "AppSettings", route: "GET /app" },',
    ],
    [
      "has no operationId if the document has none",
      "/users/{id}/keys",
      "get",
      { parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }] },
      'getUsersByIdKeys: { route: "GET /users/{id}/keys" },',
    ],
    [
      "lists the query and header parameters",
      "/files",
      "get",
      {
        operationId: "GetFiles",
        parameters: [
          { name: "expires", in: "query", schema: { type: "string" } },
          { name: "X-Trace", in: "header", schema: { type: "string" } },
          { name: "redirect", in: "query", schema: { type: "boolean" } },
        ],
      },
      'getFiles: { route: "GET /files", query: ["expires", "redirect"], header: ["X-Trace"] },',
    ],
    [
      "has the members of a parameter that differ from the defaults of its location",
      "/files/{id}",
      "get",
      {
        operationId: "GetFiles",
        parameters: [
          { name: "id", in: "path", required: true, style: "matrix", schema: { type: "string" } },
          { name: "tags", in: "query", explode: false, schema: { items: {} } },
          { name: "id", in: "query", "x-argument-name": "queryId", schema: { type: "string" } },
          { name: "filter", in: "query", content: json },
          { name: "session", in: "cookie", schema: { type: "string" } },
          { name: "plain", in: "query", explode: false, schema: { type: "string" } },
        ],
      },
      'getFiles: { route: "GET /files/{id}", query: ["tags", "id", "filter", "plain"], cookie: ["session"], parameters: { path: { id: { style: "matrix" } }, query: { tags: { explode: false }, id: { argument: "queryId" }, filter: { content: "application/json" }, }, }, },',
    ],
    [
      "has no body for a POST with a required body",
      "/keys",
      "post",
      { operationId: "CreateKey", requestBody: { required: true, content: json } },
      'createKey: { route: "POST /keys" },',
    ],
    [
      "marks a POST without a body",
      "/keys",
      "post",
      { operationId: "CreateKey" },
      'createKey: { route: "POST /keys", body: "none" },',
    ],
    [
      "marks an optional body",
      "/keys",
      "put",
      { operationId: "PutKey", requestBody: { content: json } },
      'putKey: { route: "PUT /keys", body: "optional" },',
    ],
    [
      "marks a DELETE with a required body",
      "/keys",
      "delete",
      { operationId: "DropKeys", requestBody: { required: true, content: json } },
      'dropKeys: { route: "DELETE /keys", body: "required" },',
    ],
    [
      "has a media type other than JSON",
      "/files",
      "post",
      {
        operationId: "SendFile",
        requestBody: { required: true, content: { "multipart/form-data": { schema: {} } } },
      },
      'sendFile: { route: "POST /files", contentType: "multipart/form-data" },',
    ],
    [
      "has each success with the kind of its body",
      "/files",
      "get",
      {
        operationId: "GetFile",
        responses: {
          "200": { description: "", content: { "application/problem+json; charset=utf-8": {} } },
          "202": { description: "", content: { "text/plain": {} } },
          "203": { description: "", content: { "application/octet-stream": {} } },
          "204": { description: "" },
          "307": { description: "", content: json },
          "404": { description: "" },
        },
      },
      'getFile: { route: "GET /files", success: { 200: "json", 202: "text", 203: "binary", 204: "empty", 307: "json" }, accept: "application/problem+json; charset=utf-8, application/json, text/plain, application/octet-stream", },',
    ],
    [
      "uses the default response as the success if there is no other",
      "/files",
      "get",
      { operationId: "GetFile", responses: { default: { description: "", content: json } } },
      'getFile: { route: "GET /files", success: { default: "json" } },',
    ],
    [
      "keeps a range of statuses",
      "/files",
      "get",
      { operationId: "GetFile", responses: { "2XX": { description: "" } } },
      'getFile: { route: "GET /files", success: { "2XX": "empty" } },',
    ],
    [
      "marks an optional credential",
      "/keys",
      "get",
      { operationId: "ListKeys", security: [{ b: [] }, {}] },
      'listKeys: { route: "GET /keys", security: "optional" },',
    ],
    [
      "marks an operation without a credential",
      "/keys",
      "get",
      { operationId: "ListKeys", security: [] },
      'listKeys: { route: "GET /keys", security: "none" },',
    ],
    [
      "marks an operation that accepts any credential",
      "/server",
      "get",
      { operationId: "Info", "x-placeholder-credential": true },
      'info: { route: "GET /server", security: "any" },',
    ],
    [
      "has the member of the body that is a credential",
      "/totp",
      "delete",
      { operationId: "DropTotp", "x-body-credential": "otp" },
      'dropTotp: { route: "DELETE /totp", bodyCredential: "otp" },',
    ],
    [
      "has the first release with the operation",
      "/totp",
      "delete",
      { operationId: "DropTotp", "x-since": "1.1.0" },
      'dropTotp: { route: "DELETE /totp", since: "1.1.0" },',
    ],
  ];

  it.each(entries)("%s", async (_, path, method, operation, entry) => {
    const table = await tableOf({ [path]: { [method]: { responses: ok, ...operation } } });

    expect(table).toBe(entry);
  });

  it("lists the security schemes that most other operations do not need", async () => {
    const usual = { responses: ok };
    const table = await tableOf({
      "/a": { get: { operationId: "A", ...usual } },
      "/b": { get: { operationId: "B", ...usual } },
      "/c": { get: { operationId: "C", ...usual, security: [{ b: [], key: [] }, { key: [] }] } },
      "/d": { get: { operationId: "D", ...usual, security: [{ unknown: [] }] } },
    });

    expect(table).toBe(
      'a: { route: "GET /a" }, b: { route: "GET /b" }, ' +
        'c: { route: "GET /c", schemes: [["b", "key"], ["key"]] }, d: { route: "GET /d", schemes: [] },',
    );
  });

  it("needs no credential if neither the operation nor the document has security", async () => {
    const table = await tableOf({ "/keys": { get: { operationId: "ListKeys" } } }, {});

    expect(table).toBe('listKeys: { route: "GET /keys", security: "none" },');
  });

  it("has the parameters of its path, unless the operation overrides them", async () => {
    const parameters = [
      { name: "id", in: "path", required: true, schema: { type: "string" } },
      { name: "page", in: "query", schema: { type: "string" }, style: "spaceDelimited" },
    ];
    const own = [{ name: "page", in: "query", schema: { type: "integer" } }];

    const table = await tableOf({
      "/users/{id}": { parameters, get: { operationId: "GetUser", parameters: own } },
    });

    expect(table).toBe('getUser: { route: "GET /users/{id}", query: ["page"] },');
  });

  it("follows references to parameters, bodies and responses", async () => {
    const components = {
      ...bearer.components,
      parameters: { id: { name: "id", in: "path", required: true, schema: { type: "string" } } },
      requestBodies: { text: { content: { "text/plain": {} } } },
      responses: { none: { description: "" } },
    };
    const operation = {
      operationId: "PutUser",
      parameters: [{ $ref: "#/components/parameters/id" }],
      requestBody: { $ref: "#/components/requestBodies/text" },
      responses: { "204": { $ref: "#/components/responses/none" } },
    };

    const table = await tableOf(
      { "/users/{id}": { put: operation } },
      { components, security: [{ b: [] }] },
    );

    expect(table).toBe(
      'putUser: { route: "PUT /users/{id}", body: "optional", contentType: "text/plain", success: { 204: "empty" }, },',
    );
  });
});

describe("the table", () => {
  it("is sorted by code unit, for any order of the document", async () => {
    const names = ["zebra", "Zebra2", "äpfel", "apple", "apple10", "apple2"];
    const paths = names.map((name) => [`/${name}`, { get: { "x-method-name": name } }] as const);

    const table = await tableOf(Object.fromEntries(paths));

    const order = [...table.matchAll(/([\p{L}\d]+): \{/gu)].map(([, name]) => name);
    expect(order).toEqual(["Zebra2", "apple", "apple10", "apple2", "zebra", "äpfel"]);
  });

  it("is empty for a document without paths", async () => {
    const { text, summary } = await runFormatted(operationsStep, tinyDocument({}));

    expect(text).toContain("export const operations = {} as const;");
    expect(summary).toBe("0 operations");
  });

  const responses = (...statuses: string[]): JsonObject => ({
    responses: Object.fromEntries(
      ["200", ...statuses].map((each) => [each, { description: "", content: json }]),
    ),
  });

  it("lists the most frequent error statuses once, and others in the entries", async () => {
    const paths = {
      "/a": { get: { operationId: "A", ...responses("500", "404") } },
      "/b": { get: { operationId: "B", ...responses("404", "500") } },
      "/c": { get: { operationId: "C", ...responses("default", "4xx", "409", "1XX") } },
      "/d": { get: { operationId: "D", ...responses() } },
    };

    expect(await tableOf(paths)).toBe(
      'a: { route: "GET /a" }, b: { route: "GET /b" }, ' +
        'c: { route: "GET /c", errors: [409, "4XX", "default"] }, d: { route: "GET /d", errors: [] },',
    );
    const { text } = await operationsStep.run(tinyDocument(paths));
    expect(text).toContain("export const defaultErrors = [404, 500] as const;");
  });

  const id = { name: "id", in: "path", required: true, schema: { type: "string" } };
  const uuid = { ...id, "x-identifier": "uuid" };

  it("lists the most frequent identifiers once, and others in the entries", async () => {
    const service = { name: "service", in: "query", schema: {}, "x-identifier": "site" };
    const get = (operationId: string, ...parameters: JsonObject[]): JsonObject => ({
      get: { operationId, parameters, responses: ok },
    });
    const paths = {
      "/a/{id}": get("A", uuid),
      "/b/{id}": get("B", uuid, { name: "page", in: "query", schema: {} }),
      "/c/{id}": get("C", { ...id, "x-identifier": "site" }),
      "/d/{id}": get("D", id),
      "/e/{id}": get("E", uuid, service),
      "/f": get("F"),
    };

    expect(await tableOf(paths)).toBe(
      'a: { route: "GET /a/{id}" }, b: { route: "GET /b/{id}", query: ["page"] }, ' +
        'c: { route: "GET /c/{id}", identifiers: { id: "site" } }, ' +
        'd: { route: "GET /d/{id}", identifiers: {} }, ' +
        'e: { route: "GET /e/{id}", query: ["service"], identifiers: { id: "uuid", service: "site" } }, ' +
        'f: { route: "GET /f" },',
    );
    const { text } = await operationsStep.run(tinyDocument(paths));
    expect(text).toContain('export const defaultIdentifiers = { id: "uuid" } as const;');
  });

  it("has no identifiers if the document has none", async () => {
    const { text } = await runFormatted(
      operationsStep,
      tinyDocument({ "/a/{id}": { get: { operationId: "A", parameters: [id], responses: ok } } }),
    );

    expect(text).toContain('a: { route: "GET /a/{id}", security: "none" }');
    expect(text).toContain("export const defaultIdentifiers = {} as const;");
  });

  it("ignores an unknown x-identifier, with a warning", async () => {
    const parameters = [{ ...id, "x-identifier": true }];

    const { text, warnings = [] } = await runFormatted(
      operationsStep,
      tinyDocument({ "/a/{id}": { get: { operationId: "A", parameters, responses: ok } } }),
    );

    expect(text).toContain("export const defaultIdentifiers = {} as const;");
    expect(warnings.map(({ message }) => message)).toEqual([
      'The x-identifier of the parameter "id" is ignored. It must be uuid or site.',
    ]);
  });
});

describe("the comment of an entry", () => {
  it("has summary, description, route and operationId, which cannot end the comment", async () => {
    const operation = {
      operationId: "ListKeys",
      summary: "List the keys",
      description: "All of them. */ evil(); /*\n\n- one\n- two\n",
      deprecated: true,
    };

    const { text } = await runFormatted(
      operationsStep,
      tinyDocument({ "/keys": { get: operation } }),
    );

    expect(text).toContain(`
  /**
   * List the keys
   *
   * All of them. *\\/ evil(); /*
   *
   * - one
   * - two
   *
   * \`GET /keys\` · operationId \`ListKeys\`
   *
   * @deprecated
   */
`);
  });
});
