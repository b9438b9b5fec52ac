import { describe, expect, it } from "vitest";

import { listChanges, worstClass } from "../../scripts/diff/changes.js";
import { specDocument, type JsonObject } from "../../scripts/document/spec-document.js";

const text = { type: "string" };
const json = (schema: JsonObject) => ({ "application/json": { schema } });
const kind = { oneOf: [{ $ref: "#/components/schemas/A" }, { $ref: "#/components/schemas/B" }] };
const named = (a: string) => ({
  ...kind,
  discriminator: { propertyName: "k", mapping: { [a]: "#/components/schemas/A", b: "B" } },
});
const required = { type: "object", properties: { k: text }, required: ["k"] };
const object = { type: "object", properties: { a: text } };
const number = { type: "number" };
const one = (...oneOf: JsonObject[]) => ({ oneOf });
const any = (...anyOf: JsonObject[]) => ({ anyOf });
const condition = { if: { required: ["a"] }, then: { minProperties: 2 } };

function documentWith(operation: JsonObject, path: JsonObject = {}, root: JsonObject = {}) {
  const done = { responses: { "200": { description: "Done" } } };
  return specDocument({
    ...{ openapi: "3.1.0", info: { title: "Tiny", version: "1" } },
    paths: { "/send": { ...path, post: { operationId: "Send", ...done, ...operation } } },
    components: { schemas: { A: required, B: { ...required, minProperties: 1 } } },
    ...root,
  });
}

const inProperty = (value: JsonObject) => ({ type: "object", properties: { value } });
const sent = (value: JsonObject) =>
  documentWith({ requestBody: { content: json(inProperty(value)) } });
const received = (value: JsonObject) =>
  documentWith({ responses: { "200": { description: "Done", content: json(inProperty(value)) } } });

function classOf(before: ReturnType<typeof sent>, after: ReturnType<typeof sent>) {
  return worstClass(listChanges(before, after));
}

describe("a change of a keyword", () => {
  it.each([
    ["a condition is added", object, { ...object, ...condition }, "major", "minor"],
    ["a condition is removed", { ...object, ...condition }, object, "minor", "major"],
    [
      "null is written in another way",
      { type: ["string", "null"] },
      { anyOf: [text, { type: "null" }] },
      "patch",
      "patch",
    ],
    ["null is an alternative now", text, { anyOf: [text, { type: "null" }] }, "minor", "major"],
    ["the value of a discriminator changes", named("a"), named("x"), "major", "major"],
    [
      "`not` excludes fewer values",
      { ...text, not: { enum: ["a", "b"] } },
      { ...text, not: { enum: ["a"] } },
      "minor",
      "major",
    ],
    [
      "names of members may be longer",
      { type: "object", additionalProperties: true, propertyNames: { maxLength: 3 } },
      { type: "object", additionalProperties: true, propertyNames: { maxLength: 5 } },
      "minor",
      "major",
    ],
    [
      "`oneOf` is now `anyOf`, of types that exclude each other",
      one(text, number),
      any(text, number),
      "patch",
      "patch",
    ],
    [
      "`anyOf` is now `oneOf`, of types that exclude each other",
      any(text, number),
      one(text, number),
      "patch",
      "patch",
    ],
    [
      "`oneOf` is now `anyOf`, of objects that overlap",
      one(object, required),
      any(object, required),
      "minor",
      "patch",
    ],
    [
      "`anyOf` is now `oneOf`, of objects that overlap",
      any(object, required),
      one(object, required),
      "major",
      "patch",
    ],
    ["an extension is added", text, { ...text, "x-note": 1 }, "patch", "patch"],
    [
      "3.0 writes an exclusive maximum as a flag",
      { type: "integer", maximum: 5, exclusiveMaximum: true },
      { type: "integer", exclusiveMaximum: 5 },
      "patch",
      "patch",
    ],
    ["a schema becomes the only part of `allOf`", object, { allOf: [object] }, "patch", "patch"],
    [
      "a required member is `readOnly` no longer",
      { ...object, properties: { a: { ...text, readOnly: true } }, required: ["a"] },
      { ...object, required: ["a"] },
      "major",
      "patch",
    ],
  ])("has its class by direction: %s", (_, before, after, request, response) => {
    expect(classOf(sent(before), sent(after))).toBe(request);
    expect(classOf(received(before), received(after))).toBe(response);
  });
});

it("has one row if the types of one method show it, and those of another do not", () => {
  const user = { $ref: "#/components/schemas/User" };
  const starred = { type: "object", properties: { at: text, user } };
  const get = (operationId: string, schema: JsonObject) => ({
    get: { operationId, responses: { "200": { description: "Done", content: json(schema) } } },
  });
  const documentOf = (type: unknown) =>
    documentWith(
      {},
      {},
      {
        paths: {
          "/user": get("GetUser", user),
          "/users": get(
            "GetUsers",
            any({ type: "array", items: starred }, { type: "array", items: user }),
          ),
        },
        components: { schemas: { User: { type: "object", properties: { login: { type } } } } },
      },
    );

  const changes = listChanges(documentOf("string"), documentOf(["string", "null"]));

  expect(changes).toMatchObject([
    { sentence: "User.login allows more.", operations: ["getUser", "getUsers"] },
  ]);
});

describe("a change that only the table shows", () => {
  it("is major if the operations of a path get another server", () => {
    const after = documentWith({}, { servers: [{ url: "https://other.example" }] });

    expect(classOf(documentWith({}), after)).toBe("major");
  });

  it("is major if another half of an identifier is sent, and minor if one is accepted now", () => {
    const withIdentifier = (more: JsonObject) =>
      documentWith({ parameters: [{ name: "of", in: "query", schema: text, ...more }] });
    const [none, uuid, site] = [{}, { "x-identifier": "uuid" }, { "x-identifier": "site" }].map(
      withIdentifier,
    );
    if (!none || !uuid || !site) throw new Error("three documents are needed");

    expect(classOf(uuid, site)).toBe("major");
    expect(classOf(none, site)).toBe("minor");
  });
});
