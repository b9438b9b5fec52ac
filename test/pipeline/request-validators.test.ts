import { expect, it } from "vitest";

import { requestValidatorsStep } from "../../scripts/request-validators.js";
import type { JsonObject } from "../../scripts/document/spec-document.js";
import { temporaryFolder } from "./support/temporary-folder.js";
import { tinyDocument } from "./support/tiny-document.js";

interface Violation {
  readonly instancePath: string;
  readonly keyword: string;
  readonly parentSchema: JsonObject;
  readonly data: unknown;
}

interface Validator {
  (value: unknown): boolean;
  readonly errors?: readonly Violation[] | null;
}

type Table = Readonly<Record<string, { readonly body?: Validator } & JsonObject>>;

/** Runs the step and imports the printed module. */
async function tableOf(
  paths: Readonly<Record<string, JsonObject>>,
  more: JsonObject = {},
): Promise<{ table: Table; text: string; summary: string; warnings: readonly unknown[] }> {
  const spec = tinyDocument(paths, more);
  const { text, summary, warnings = [] } = await requestValidatorsStep.run(spec);
  await using folder = await temporaryFolder({ "validators.ts": text });
  const module = (await import(/* @vite-ignore */ folder.at("validators.ts"))) as {
    requestOperations: Table;
  };
  return { table: module.requestOperations, text, summary, warnings };
}

/** An operation with a JSON body of this schema. */
function accepting(operationId: string, schema: JsonObject | boolean): JsonObject {
  return { operationId, requestBody: { content: { "application/json": { schema } } } };
}

it("an entry has method, path, security, release and parameters", async () => {
  const schemes = {
    token: { type: "http", scheme: "bearer" },
    session: { type: "apiKey", in: "cookie", name: "sid" },
    key: { type: "apiKey", in: "header", name: "X-Key" },
  };

  const { table, summary } = await tableOf(
    {
      "/keys/{id}": {
        parameters: [
          { name: "id", in: "path", required: true, schema: { type: "string" } },
          { name: "page", in: "query", schema: { type: "string" } },
        ],
        get: {
          operationId: "GetKey",
          "x-since": "1.0.4",
          "x-placeholder-credential": true,
          security: [{ token: [] }, { session: [], key: [] }, {}],
          parameters: [
            { name: "page", in: "query", schema: { type: ["integer", "null"], default: 1 } },
            { name: "since", in: "query", schema: { type: "string", format: "date-time" } },
          ],
        },
      },
    },
    { components: { securitySchemes: schemes }, security: [{ token: [] }] },
  );

  expect(summary).toBe("1 operation, 0 body validators");
  expect(table).toEqual({
    GetKey: {
      method: "GET",
      path: "/keys/{id}",
      security: [
        [{ type: "bearer" }],
        [
          { type: "cookie", name: "sid" },
          { type: "other", name: "key" },
        ],
        [],
      ],
      placeholderCredential: true,
      since: "1.0.4",
      parameters: [
        { name: "id", in: "path", required: true, type: "string" },
        { name: "page", in: "query", required: false, type: "integer", default: 1 },
        { name: "since", in: "query", required: false, type: "string", format: "date-time" },
      ],
    },
  });
});

it("an operation without security has the document's security, if there is any", async () => {
  const paths = { "/a": { get: { operationId: "A" } } };
  const components = { securitySchemes: { token: { type: "http", scheme: "bearer" } } };

  const secured = await tableOf(paths, { components, security: [{ token: [] }] });
  const open = await tableOf(paths);

  expect(secured.table["A"]?.["security"]).toEqual([[{ type: "bearer" }]]);
  expect(open.table["A"]?.["security"]).toEqual([[]]);
});

it("a validator reports every violation with its value and schema", async () => {
  const { table } = await tableOf({
    "/pets": {
      post: accepting("CreatePet", {
        type: "object",
        additionalProperties: false,
        required: ["name", "age"],
        properties: { name: { type: "string" }, age: { type: ["integer", "null"] } },
      }),
    },
  });
  const validate = table["CreatePet"]?.body;

  const valid = validate?.({ name: "Rex", age: null });
  const invalid = validate?.({ name: 5, tail: true });

  expect([valid, invalid]).toEqual([true, false]);
  expect(validate?.errors).toMatchObject([
    { keyword: "required", instancePath: "", parentSchema: { required: ["name", "age"] } },
    { keyword: "additionalProperties", instancePath: "" },
    { keyword: "type", instancePath: "/name", data: 5 },
  ]);
});

it("a schema that refers to itself validates to any depth", async () => {
  const tree = {
    type: "object",
    required: ["name"],
    properties: {
      name: { type: "string" },
      children: { type: "array", items: { $ref: "#/components/schemas/Tree" } },
    },
  };
  const { table } = await tableOf(
    { "/trees": { post: accepting("PlantTree", { $ref: "#/components/schemas/Tree" }) } },
    { components: { schemas: { Tree: tree } } },
  );
  const validate = table["PlantTree"]?.body;

  const valid = validate?.({ name: "a", children: [{ name: "b", children: [] }] });
  const invalid = validate?.({ name: "a", children: [{ name: "b", children: [{}] }] });

  expect([valid, invalid]).toEqual([true, false]);
  expect(validate?.errors?.[0]?.instancePath).toBe("/children/0/children/0");
});

it("keywords that use ajv's helper functions work without ajv", async () => {
  const { table, text } = await tableOf({
    "/words": {
      post: accepting("AddWords", {
        type: "array",
        uniqueItems: true,
        items: { type: "string", maxLength: 2, pattern: "^\\p{L}+$" },
      }),
    },
  });
  const validate = table["AddWords"]?.body;

  expect([validate?.(["ab", "😀"]), validate?.(["a", "a"]), validate?.(["ü", "日本"])]).toEqual([
    false,
    false,
    true,
  ]);
  // ajv's helper functions contain `require` in quotes, which is only data for ajv's compiler.
  expect(text).not.toMatch(/^\s*import\b|[^'\w]require\(|\beval\(|new Function\(/m);
});

it("nullable in OpenAPI 3.0 accepts null", async () => {
  const { table } = await tableOf({
    "/a": { post: accepting("A", { type: "string", nullable: true }) },
  });

  expect([table["A"]?.body?.(null), table["A"]?.body?.(5)]).toEqual([true, false]);
});

it("keywords of OpenAPI 3.0 mean what they mean there", async () => {
  const properties = {
    limit: {
      type: "integer",
      minimum: 1,
      exclusiveMinimum: true,
      maximum: 3,
      exclusiveMaximum: false,
    },
    sort: { type: "string", nullable: true, enum: ["up", "down"] },
    owner: { nullable: true, allOf: [{ type: "object" }] },
  };

  const { table, warnings } = await tableOf({ "/a": { post: accepting("A", { properties }) } });
  const isValid = (value: object) => table["A"]?.body?.(value);

  expect(warnings).toEqual([]);
  expect([{ limit: 3 }, { sort: null }, { owner: null }, { owner: {} }].map(isValid)).toEqual([
    ...[true, true, true, true],
  ]);
  expect([{ limit: 1 }, { limit: 4 }, { sort: "x" }, { owner: 1 }].map(isValid)).toEqual([
    ...[false, false, false, false],
  ]);
});

it("nothing requires a readOnly member, whoever declares it", async () => {
  const user = {
    allOf: [
      {
        required: ["id", "name", "audit"],
        properties: {
          id: { type: "string", readOnly: true },
          audit: { $ref: "#/components/schemas/Audit" },
        },
      },
    ],
    required: ["id", "password"],
    properties: { password: { type: "string", writeOnly: true } },
  };

  const { table } = await tableOf(
    {
      "/a": {
        post: accepting("A", { type: "array", items: { $ref: "#/components/schemas/User" } }),
      },
    },
    { components: { schemas: { User: user, Audit: { type: "object", readOnly: true } } } },
  );
  const isValid = (value: object) => table["A"]?.body?.([value]);

  expect(isValid({ name: "Ada", password: "p" })).toBe(true);
  expect(isValid({ name: "Ada" })).toBe(false);
  expect(isValid({ password: "p" })).toBe(false);
});

it("a body of any JSON media type has a validator", async () => {
  const content = { "application/merge-patch+json; charset=utf-8": { schema: { type: "object" } } };
  const { table } = await tableOf({
    "/a": { patch: { operationId: "A", requestBody: { content } } },
  });

  expect([{}, 1].map((value) => table["A"]?.body?.(value))).toEqual([true, false]);
});

it("descriptions, examples and defaults do not change the output", async () => {
  const bare = { type: "object", properties: { description: { type: "string" } } };
  const annotated = {
    ...bare,
    description: "A thing.",
    examples: [{}],
    properties: { description: { type: "string", description: "What it is.", default: "" } },
  };

  const one = await tableOf({ "/a": { post: accepting("A", bare) } });
  const other = await tableOf({ "/a": { post: accepting("A", annotated) } });

  expect(other.text).toBe(one.text);
});

it("operations are sorted by id, for any order of the paths", async () => {
  const a = { "/a": { get: { operationId: "A" } } };
  const b = { "/b": { post: accepting("B", { type: "string" }) } };

  const one = await tableOf({ ...a, ...b });
  const other = await tableOf({ ...b, ...a });

  expect(other.text).toBe(one.text);
});

it("ids that differ only in special characters, and operations without id, have separate entries", async () => {
  const { table, summary } = await tableOf({
    "/a": {
      post: accepting("a/b", { type: "string" }),
      put: accepting("a-b", { type: "integer" }),
    },
    "/c": { delete: {} },
  });

  expect(Object.keys(table)).toEqual(["DELETE /c", "a-b", "a/b"]);
  expect([table["a/b"]?.body?.("x"), table["a-b"]?.body?.("x")]).toEqual([true, false]);
  expect(summary).toBe("3 operations, 2 body validators");
});

it("a body whose schema cannot be compiled is not validated, with a warning that has its place", async () => {
  const { table, warnings } = await tableOf({
    "/a": { post: accepting("A", { type: "string", pattern: "[" }) },
    "/b": { post: accepting("B", { type: "string" }) },
  });

  expect(table["A"]?.body).toBeUndefined();
  expect(table["B"]?.body?.(5)).toBe(false);
  expect(warnings).toMatchObject([
    {
      message: expect.stringContaining("The body of A is not validated") as unknown,
      places: ["#/paths/~1a/post/requestBody/content/application~1json/schema"],
    },
  ]);
});

it("a body with a member called __proto__ is not validated, with a warning", async () => {
  const properties = JSON.parse('{ "__proto__": { "type": "string" } }') as object;
  const { table, warnings } = await tableOf({
    "/a": { post: accepting("A", { type: "object", properties }) },
    "/b": { post: accepting("B", { type: "object", properties: { proto: { type: "string" } } }) },
  });

  expect(table["A"]?.body).toBeUndefined();
  expect(table["B"]?.body?.({ proto: 5 })).toBe(false);
  expect(warnings).toMatchObject([
    { message: expect.stringContaining('a member with the name "__proto__"') as unknown },
  ]);
});

it("a document without operations has an empty table", async () => {
  const { table } = await tableOf({});

  expect(table).toEqual({});
});
