import { describe, expect, it } from "vitest";

import { listChanges } from "../../scripts/diff/changes.js";
import { printChanges } from "../../scripts/diff/print-changes.js";
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

const summary = (changes: ReturnType<typeof listChanges>): string[] =>
  changes.map(({ class: grade, kind, subject }) => `${grade} ${kind} ${subject}`);

describe("a comparison", () => {
  it("ends if a schema contains itself", () => {
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

    expect(summary(changes)).toEqual(["major changed Pet.name"]);
  });

  it("lists a type that many methods use once, with all of them", () => {
    const shared = (type: string) => {
      const schema = { $ref: "#/components/schemas/Pet" };
      const responses = {
        "200": { description: "A pet", content: { "application/json": { schema } } },
      };
      const paths = Array.from({ length: 5 }, (_, index) => [
        `/pets/${index}`,
        { get: { operationId: `GetPet${index}`, responses } },
      ]);
      const Pet = { type: "object", properties: { name: { type } } };
      return tinyDocument(Object.fromEntries(paths) as Record<string, JsonObject>, {
        components: { schemas: { Pet } },
      });
    };

    const changes = listChanges(shared("string"), shared("number"));

    expect(summary(changes)).toEqual(["major changed Pet.name"]);
    expect(changes[0]).toMatchObject({
      before: "string",
      after: "number",
      action: "Read the new type.",
      operations: ["getPet0", "getPet1", "getPet2", "getPet3", "getPet4"],
    });
  });

  it("follows references that both documents have to find the cause", () => {
    const colour = (...values: string[]) => ({
      schemas: {
        Colour: { type: "string", enum: values },
        Pet: {
          type: "object",
          properties: { colour: { allOf: [{ $ref: "#/components/schemas/Colour" }] } },
        },
      },
    });
    const reference = { $ref: "#/components/schemas/Pet" };

    const changes = listChanges(
      respond(reference, colour("red")),
      respond(reference, colour("red", "blue")),
    );

    expect(summary(changes)).toEqual(["major widened Colour"]);
  });

  it("classifies a change of an unknown keyword as a break", () => {
    const changes = listChanges(
      respond({ type: "string" }),
      respond({ type: "string", madeUp: true }),
    );

    expect(summary(changes)).toEqual(["major rules listPets 200"]);
  });

  it("reports a changed type and a new requirement of the same property separately", () => {
    const item = (type: string, ...required: string[]) =>
      respond({ type: "object", properties: { age: { type } }, required });

    const changes = listChanges(item("integer"), item("number", "age"));

    expect(summary(changes)).toEqual([
      "major looser listPets 200.age",
      "minor required listPets 200.age",
    ]);
  });

  it("does not confuse a property with a keyword of the same name", () => {
    const withText = (description: string) =>
      respond({ type: "object", properties: { description: { type: "string", description } } });
    const withType = (type: string) =>
      respond({ type: "object", properties: { description: { type } } });

    expect(summary(listChanges(withText("One"), withText("Other")))).toEqual([
      "patch words listPets 200.description description",
    ]);
    expect(summary(listChanges(withType("string"), withType("number")))).toEqual([
      "major changed listPets 200.description",
    ]);
  });

  it("distinguishes a moved operation from a removed one", () => {
    const answers = { responses: { "204": { description: "Done" } } };
    const at = (path: string, operationId: string) =>
      tinyDocument({ [path]: { delete: { operationId, ...answers } } });

    expect(summary(listChanges(at("/a", "Clear"), at("/b", "Clear")))).toEqual([
      "major sent clear route",
    ]);
    expect(summary(listChanges(at("/a", "Clear"), at("/b", "Other")))).toEqual([
      "major removed clear",
      "minor added other",
    ]);
  });

  it("reports that the server now checks a credential", () => {
    const secured = (more: JsonObject) =>
      specDocument({
        ...tinyDocument({ "/server": { get: { operationId: "GetServer", ...more } } }).document,
        security: [{ token: [] }],
        components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
      });

    const changes = listChanges(secured({ "x-placeholder-credential": true }), secured({}));

    expect(summary(changes)).toEqual(["major narrowed getServer credentials"]);
  });
});

describe("a list of changes", () => {
  it("is cut before GitHub's limit and counts the remaining changes", () => {
    const many = (type: string) =>
      respond({
        type: "object",
        properties: Object.fromEntries(
          Array.from({ length: 900 }, (_, index) => [`property${index}`, { type }]),
        ),
      });

    const text = printChanges(listChanges(many("string"), many("number")), "v1", "markdown");

    expect(text.length).toBeLessThan(60_200);
    expect(text).toMatch(/\|\n\n\d+ more changes not shown\. Run `npm run spec:diff` for all/);
  });

  it("escapes markup in names of the document", () => {
    const documented = (name: string) =>
      respond({ type: "object", properties: { [name]: { type: "string" } } });

    const changes = listChanges(documented("a"), documented("<img src=x>|@team"));

    expect(printChanges(changes, "v1", "markdown")).not.toMatch(/<img|@team/);
  });

  it("is printed as one GitHub annotation for each change", () => {
    const spec = specDocument(respond({ type: "string" }).document, () => "spec/a,b.yaml:3:5 #/x");

    const text = printChanges(listChanges(respond({ type: "number" }), spec), "v1", "github");

    expect(text).toBe(
      "::error file=spec/a%2Cb.yaml,line=3,col=5,title=major%3A listPets 200::" +
        "listPets 200 has another type.%0Anumber → string%0ARead the new type.\n",
    );
  });
});
