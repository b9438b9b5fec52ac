import {
  specDocument,
  type JsonObject,
  type SpecDocument,
} from "../../../scripts/document/spec-document.js";

const answer = { "200": { description: "Done", content: { "application/json": { schema: {} } } } };

/** A document with these paths. Operations without responses get a 200 with JSON. */
export function tinyDocument(
  paths: Readonly<Record<string, JsonObject>>,
  more: JsonObject = {},
): SpecDocument {
  const withAnswers = Object.fromEntries(
    Object.entries(paths).map(([path, item]) => [
      path,
      Object.fromEntries(
        Object.entries(item).map(([name, value]) => [
          name,
          /^(get|put|post|delete|options|head|patch|trace)$/.test(name)
            ? { responses: answer, ...(value as JsonObject) }
            : value,
        ]),
      ),
    ]),
  );
  return specDocument({
    openapi: "3.1.0",
    info: { title: "Tiny", version: "1" },
    paths: withAnswers,
    ...more,
  });
}

/** A document in several files: an entry file, its paths and a schema. */
export const tinyFiles = {
  "openapi.yaml": `openapi: 3.1.0
info: { title: Tiny, version: "1", license: { name: None, identifier: Apache-2.0 } }
servers: [{ url: /api }]
security: [{ token: [] }]
paths:
  /pets: { $ref: "paths.yaml#/pets" }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
  schemas:
    Pet: { $ref: "Pet.yaml" }
`,
  "paths.yaml": `pets:
  get:
    operationId: ListPets
    summary: List the pets
    responses:
      "200":
        description: The pets
        content:
          application/json:
            schema: { type: array, items: { $ref: "Pet.yaml" } }
      "400": { description: Bad request }
  post:
    operationId: CreatePet
    summary: Create a pet
    requestBody:
      required: true
      content: { application/json: { schema: { $ref: "Pet.yaml" } } }
    responses:
      "204": { description: Created }
      "400": { description: Bad request }
`,
  "Pet.yaml": `description: An animal with a name.
type: object
required: [name]
properties:
  name: { type: string, description: What it listens to. }
`,
  "redocly.yaml": "extends: [recommended-strict]\n",
};
