import { describe, expect, it } from "vitest";

import { listChanges } from "../../scripts/diff/changes.js";
import { rules } from "../../scripts/diff/rules.js";
import { specDocument, type JsonObject } from "../../scripts/document/spec-document.js";
import { tinyDocument } from "../pipeline/support/tiny-document.js";

const respond = (schema: JsonObject, components: JsonObject = {}) =>
  tinyDocument(
    {
      "/pets": {
        get: {
          operationId: "ListPets",
          responses: {
            "200": { description: "Pets", content: { "application/json": { schema } } },
          },
        },
      },
    },
    { components },
  );

const kinds = (...changes: ReturnType<typeof listChanges>): string[] =>
  changes.map(({ kind }) => kind);

describe("a comparison", () => {
  it("ends where a schema contains itself", () => {
    const pet = (type: string) => ({
      Pet: {
        type: "object",
        properties: { name: { type }, child: { $ref: "#/components/schemas/Pet" } },
      },
    });
    const reference = { $ref: "#/components/schemas/Pet" };

    const changes = listChanges(
      respond(reference, { schemas: pet("string") }),
      respond(reference, { schemas: pet("number") }),
    );

    expect(kinds(...changes)).toEqual(["type-changed"]);
  });

  it("takes nullable of OpenAPI 3.0 for the type null of 3.1", () => {
    const changes = listChanges(
      respond({ type: "string", nullable: true }),
      respond({ type: ["string", "null"] }),
    );

    expect(kinds(...changes)).toEqual(["text-changed"]);
  });

  it("calls a keyword that it cannot judge a break", () => {
    const changes = listChanges(
      respond({ type: "string" }),
      respond({ type: "string", not: { const: "" } }),
    );

    expect(changes).toMatchObject([{ kind: "keyword-changed", class: "major" }]);
  });

  it("does not take a property for a keyword of the same name", () => {
    const withText = (description: string) =>
      respond({ type: "object", properties: { description: { type: "string", description } } });
    const withType = (type: string) =>
      respond({ type: "object", properties: { description: { type } } });

    expect(kinds(...listChanges(withText("One"), withText("Other")))).toEqual(["text-changed"]);
    expect(kinds(...listChanges(withType("string"), withType("number")))).toEqual(["type-changed"]);
  });

  it("tells an operation that has moved from one that is gone", () => {
    const answers = { responses: { "204": { description: "Done" } } };
    const at = (path: string, operationId: string) =>
      tinyDocument({ [path]: { delete: { operationId, ...answers } } });

    expect(kinds(...listChanges(at("/a", "Clear"), at("/b", "Clear")))).toEqual([
      "operation-moved",
    ]);
    expect(kinds(...listChanges(at("/a", "Clear"), at("/b", "Other")))).toEqual([
      "operation-removed",
      "operation-added",
    ]);
  });

  it("compares credentials by what they are, not by what they are called", () => {
    const secured = (name: string, scheme: JsonObject) =>
      specDocument({
        ...respond({}).document,
        security: [{ [name]: [] }],
        components: { securitySchemes: { [name]: scheme } },
      });
    const bearer = { type: "http", scheme: "bearer" };

    const renamed = listChanges(
      secured("token", bearer),
      secured("key", { ...bearer, scheme: "Bearer" }),
    );
    const changed = listChanges(
      secured("token", bearer),
      secured("token", { type: "http", scheme: "basic" }),
    );

    expect(renamed.every((change) => change.class === "patch")).toBe(true);
    expect(kinds(...changed)).toEqual(["credential-removed", "credential-added"]);
  });

  it("gives every class of a break something to do", () => {
    const idle = Object.entries(rules).filter(
      ([, { request, response, advice }]) =>
        (request === "major" || response === "major") && advice === "Nothing.",
    );

    expect(idle).toEqual([]);
  });
});
