import { expect, it } from "vitest";

import { responseValidatorsStep } from "../../scripts/response-validators.js";
import type { JsonObject } from "../../scripts/document/spec-document.js";
import { temporaryFolder } from "./support/temporary-folder.js";
import { tinyDocument } from "./support/tiny-document.js";

interface Validator {
  (value: unknown): boolean;
  readonly errors?: readonly JsonObject[] | null;
}

type Table = Readonly<Record<string, Readonly<Record<string, Validator>>>>;

/** Runs the step and imports the printed module. */
async function tableOf(
  paths: Readonly<Record<string, JsonObject>>,
  schemas: JsonObject = {},
): Promise<{ table: Table; text: string; summary: string; warnings: readonly unknown[] }> {
  const spec = tinyDocument(paths, { components: { schemas } });
  const { text, summary, warnings = [] } = await responseValidatorsStep.run(spec);
  await using folder = await temporaryFolder({ "validators.ts": text });
  const module = (await import(/* @vite-ignore */ folder.at("validators.ts"))) as {
    responseValidators: Table;
  };
  return { table: module.responseValidators, text, summary, warnings };
}

/** An operation with a response of this schema. */
function returning(operationId: string, schema: JsonObject, status = "200"): JsonObject {
  const content = { "application/json": { schema } };
  return { operationId, responses: { [status]: { description: "Done.", content } } };
}

const pet = {
  type: "object",
  additionalProperties: false,
  required: ["name"],
  properties: { name: { type: "string" }, owner: { $ref: "#/components/schemas/Owner" } },
};
const owner = { type: "object", required: ["id"], properties: { id: { type: "string" } } };
const petReference = { $ref: "#/components/schemas/Pet" };

it("a response is validated by status, with references, and every violation has its pointer", async () => {
  const { table } = await tableOf(
    { "/pets": { get: returning("GetPets", { type: "array", items: petReference }) } },
    { Pet: pet, Owner: owner },
  );
  const validate = table["GetPets"]?.["200"];

  const valid = validate?.([{ name: "Rex", owner: { id: "a" } }]);
  const invalid = validate?.([{ owner: { id: 5 } }]);

  expect([valid, invalid]).toEqual([true, false]);
  expect(validate?.errors).toEqual([
    { instancePath: "/0", keyword: "required", params: { missingProperty: "name" } },
    { instancePath: "/0/owner/id", keyword: "type", params: { type: "string" } },
  ]);
});

it("undocumented members are accepted, even if a schema forbids them", async () => {
  const { table } = await tableOf(
    { "/pets": { get: returning("GetPet", petReference) } },
    { Pet: pet, Owner: { ...owner, unevaluatedProperties: false } },
  );

  expect(table["GetPet"]?.["200"]?.({ name: "Rex", tail: true, owner: { id: "a", age: 5 } })).toBe(
    true,
  );
});

it("nothing requires a writeOnly member", async () => {
  const properties = { id: { readOnly: true }, password: { writeOnly: true } };
  const schema = { type: "object", required: ["id", "password"], properties };

  const { table } = await tableOf({ "/a": { get: returning("A", schema) } });
  const validate = table["A"]?.["200"];

  expect([{ id: 1 }, { password: "p" }].map((value) => validate?.(value))).toEqual([true, false]);
});

it("undocumented members must satisfy a schema for additional members", async () => {
  const { table } = await tableOf({
    "/sizes": { get: returning("GetSizes", { additionalProperties: { type: "integer" } }) },
  });
  const validate = table["GetSizes"]?.["200"];

  expect([validate?.({ a: 1 }), validate?.({ a: "1" })]).toEqual([true, false]);
});

it("responses with the same schema share a validator", async () => {
  const { table, summary } = await tableOf(
    {
      "/pets": {
        get: returning("GetPet", petReference),
        post: returning("AddPet", petReference, "201"),
      },
      "/cats": {
        get: returning("GetCat", { type: "string" }),
        put: returning("SetCat", { type: "string" }),
      },
    },
    { Pet: pet, Owner: owner },
  );

  expect(summary).toBe("4 responses, 2 validators");
  expect(table["GetPet"]?.["200"]).toBe(table["AddPet"]?.["201"]);
  expect(table["GetCat"]?.["200"]).toBe(table["SetCat"]?.["200"]);
});

it("errors, empty responses and responses that are not JSON have no validator", async () => {
  const text = { content: { "text/plain": { schema: { type: "string" } } } };
  const { table } = await tableOf({
    "/a": { get: returning("A", { type: "string" }, "404") },
    "/b": { get: { operationId: "B", responses: { 204: { description: "Done." } } } },
    "/c": { get: { operationId: "C", responses: { 200: text } } },
    "/d": { get: returning("D", { type: "string" }, "2XX") },
  });

  expect(Object.keys(table)).toEqual(["D"]);
  expect(Object.keys(table["D"] ?? {})).toEqual(["2XX"]);
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
    { "/tree": { get: returning("GetTree", { $ref: "#/components/schemas/Tree" }) } },
    { Tree: tree },
  );
  const validate = table["GetTree"]?.["200"];

  const invalid = validate?.({ name: "a", children: [{ name: "b", children: [{}] }] });

  expect(invalid).toBe(false);
  expect(validate?.errors?.[0]?.["instancePath"]).toBe("/children/0/children/0");
});

it("a response whose schema cannot be compiled is not validated, with a warning that has its place", async () => {
  const { table, warnings } = await tableOf({
    "/a": { get: returning("A", { type: "string", pattern: "[" }) },
    "/b": { get: returning("B", { type: "string" }) },
  });

  expect(Object.keys(table)).toEqual(["B"]);
  expect(warnings).toMatchObject([
    {
      message: expect.stringContaining("The response 200 of A is not validated") as unknown,
      places: ["#/paths/~1a/get/responses/200/content/application~1json/schema"],
    },
  ]);
});

it("descriptions and the order of paths do not change the output, which imports no library", async () => {
  const a = { "/a": { get: returning("A", { type: "string", description: "A thing." }) } };
  const plain = { "/a": { get: returning("A", { type: "string" }) } };
  const b = { "/b": { get: returning("B", { type: "integer" }) } };

  const one = await tableOf({ ...a, ...b });
  const other = await tableOf({ ...b, ...plain });

  expect(other.text).toBe(one.text);
  expect(one.text).not.toMatch(/^\s*import\b|\brequire\(|\beval\(|new Function\(/m);
});

it("ids that differ only in special characters have separate validators", async () => {
  const { table } = await tableOf({
    "/a": { get: returning("a/b", { type: "string" }), put: returning("a-b", { type: "integer" }) },
  });

  expect([table["a/b"]?.["200"]?.("x"), table["a-b"]?.["200"]?.("x")]).toEqual([true, false]);
});

it("a document without operations has an empty table", async () => {
  const { table } = await tableOf({});

  expect(table).toEqual({});
});
