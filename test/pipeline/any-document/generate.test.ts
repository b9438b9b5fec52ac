import { describe, expect, it, vi } from "vitest";

import type { JsonObject } from "../../../scripts/document/spec-document.js";
import { documentOf, generated } from "./support/generate.js";

// The compiler reads the platform's declarations, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const text = { type: "string" };
const binary = { type: "string", format: "binary" };
const answer = (schema: JsonObject, type = "application/json") => ({
  responses: { 200: { description: "Done", content: { [type]: { schema } } } },
});

/** A document, and a program that compiles only if the generated types are right. */
type Case = [what: string, document: JsonObject, program: string, warnings?: RegExp[]];

/** Compiles only if both types are the same. */
const same = `type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <T extends true>(): T => true as T;
`;

const imports = `import * as api from "./operations.js";
import type { components, operations, paths } from "./schema.js";
import { createOpenApiClient } from "datameta-client/openapi";
export type { components, paths };
export const client = createOpenApiClient<operations, typeof api>(api, { baseUrl: "http://localhost" });
${same}`;

const cases: Case[] = [
  [
    "operations without an operationId",
    documentOf({
      "/users/{id}/keys": {
        get: { parameters: [{ name: "id", in: "path", required: true, schema: text }] },
      },
      "/": { get: {} },
    }),
    `void client.getUsersByIdKeys({ id: "1" }); void client.get();`,
  ],
  [
    "files of bodies and forms, which are texts within JSON",
    documentOf(
      {
        "/a": {
          post: {
            operationId: "a",
            requestBody: {
              content: {
                "multipart/form-data": { schema: { $ref: "#/components/schemas/Upload" } },
              },
            },
            ...answer({ type: "object", required: ["raw"], properties: { raw: binary } }),
          },
          get: { operationId: "download", ...answer(binary) },
          put: {
            operationId: "b",
            requestBody: { required: true, content: { "application/json": { schema: binary } } },
            ...answer({ $ref: "#/components/schemas/Upload" }),
          },
        },
      },
      {
        components: {
          schemas: {
            Upload: {
              type: "object",
              required: ["file"],
              properties: {
                file: binary,
                files: { type: "array", items: binary },
                meta: { type: "object", required: ["raw"], properties: { raw: binary } },
              },
            },
          },
        },
      },
    ),
    `void client.a({ body: { file: new Blob(), files: [new Blob()], meta: { raw: "x" } } })
       .then((data) => is<Same<typeof data.raw, string>>());
     void client.download().then((data) => is<Same<typeof data, Blob>>());
     void client.b({ body: "text" }).then((data) => is<Same<typeof data.file, string | Blob>>());`,
  ],
  [
    "components that refer to components, and a schema with a reference next to its $defs",
    documentOf(
      {
        "/a": {
          post: {
            operationId: "a",
            requestBody: { $ref: "#/components/requestBodies/Alias" },
            responses: { 200: { $ref: "#/components/responses/Alias" } },
          },
        },
      },
      {
        components: {
          requestBodies: {
            Alias: { $ref: "#/components/requestBodies/Own" },
            Own: { required: true, content: { "application/json": { schema: text } } },
          },
          responses: {
            Alias: { $ref: "#/components/responses/Own" },
            Own: {
              description: "Done",
              content: { "application/json": { schema: { $ref: "#/components/schemas/Node" } } },
            },
          },
          schemas: {
            Node: {
              $defs: {
                N: {
                  type: "object",
                  properties: { next: { $ref: "#/components/schemas/Node/$defs/N" } },
                },
              },
              $ref: "#/components/schemas/Node/$defs/N",
            },
          },
        },
      },
    ),
    `void client.a({ body: "x" }).then((data) => data.next?.next?.next);`,
  ],
  [
    "operationIds that differ only in case, are equal, or are not method names",
    documentOf({
      "/a": { get: { operationId: "getItem", ...answer({ const: 1 }) } },
      "/b": { get: { operationId: "GetItem", ...answer({ const: 2 }) } },
      "/c": { get: { operationId: "getItem", ...answer({ const: 3 }) } },
      "/d": { get: { operationId: "then", ...answer({ const: 4 }) } },
      "/e": { get: { operationId: "2fa", ...answer({ const: 5 }) } },
    }),
    `const all = [client.getA, client.getB, client.getC, client.getD, client.getE] as const;
     is<Same<Awaited<ReturnType<(typeof all)[1]>>, 2>>();
     is<Same<Awaited<ReturnType<(typeof all)[2]>>, 3>>();
     is<Same<Awaited<ReturnType<(typeof all)[4]>>, 5>>();`,
    [
      /also used by another operation/,
      /also used by another operation/,
      /not a valid method name/,
      /not a valid method name/,
      /not a valid method name/,
    ],
  ],
  [
    "parameters of the path, references, equal names, reserved words, and names that are not ASCII",
    documentOf(
      {
        "/a/{id}": {
          parameters: [{ $ref: "#/components/parameters/Id" }],
          post: {
            operationId: "a",
            parameters: [
              { name: "id", in: "query", schema: { type: "integer" } },
              { name: "class", in: "query", required: true, schema: text },
              { name: "größe", in: "query", schema: text },
              { name: "X-Trace", in: "header", schema: text },
              { name: "session", in: "cookie", schema: text },
              { name: "body", in: "query", schema: { type: "boolean" } },
            ],
            requestBody: { required: true, content: { "application/json": { schema: text } } },
          },
        },
      },
      {
        components: {
          parameters: { Id: { name: "id", in: "path", required: true, schema: text } },
        },
      },
    ),
    `void client.a({ id: "x", queryId: 2, class: "c", "größe": "g", "X-Trace": "t", session: "s", queryBody: true, body: "b" });
     // @ts-expect-error -- it is a number
     void client.a({ id: "x", queryId: "2", class: "c", body: "b" });
     // @ts-expect-error -- class is required
     void client.a({ id: "x", body: "b" });`,
    [/"id" has the same name as another argument/, /"body" has the same name as another argument/],
  ],
  [
    "references to path items, bodies, responses, headers, and to any other place",
    documentOf(
      {
        "/a": { $ref: "#/components/pathItems/Item" },
        "/b": { $ref: "#/components/pathItems/Item" },
        "/c": {
          post: {
            operationId: "c",
            requestBody: { $ref: "#/components/requestBodies/Body" },
            responses: { 200: { $ref: "#/components/responses/Ok" } },
          },
        },
        "/d": {
          post: {
            operationId: "d",
            requestBody: { $ref: "#/paths/~1c/post/requestBody" },
            ...answer({ $ref: "#/components/schemas/Tree/properties/value" }),
          },
        },
      },
      {
        components: {
          pathItems: { Item: { get: { operationId: "shared", ...answer(text) } } },
          requestBodies: {
            Body: {
              required: true,
              content: { "application/json": { schema: { $ref: "#/components/schemas/Tree" } } },
            },
          },
          responses: {
            Ok: {
              description: "",
              content: {
                "application/json": { schema: { $ref: "#/components/schemas/Tree/$defs/leaf" } },
              },
            },
          },
          schemas: {
            Tree: {
              type: "object",
              required: ["value"],
              $defs: {
                leaf: { type: "object", required: ["n"], properties: { n: { type: "number" } } },
              },
              properties: {
                value: { enum: ["x", "y"] },
                children: { type: "array", items: { $ref: "#/components/schemas/Tree" } },
                parent: { $ref: "#" + "/components/schemas/Tree" },
              },
            },
          },
        },
      },
    ),
    `is<Same<Awaited<ReturnType<typeof client.c>>, { n: number }>>();
     is<Same<Awaited<ReturnType<typeof client.d>>, "x" | "y">>();
     void client.c({ body: { value: "x", children: [{ value: "y", parent: { value: "x" } }] } });
     is<Same<Awaited<ReturnType<typeof client.getA>>, string>>(); void client.getB();
     // @ts-expect-error -- not a member of the type
     type None = components["schemas"]["Tree"]["$defs"];`,
    [/"shared" is also used/, /"shared" is also used/],
  ],
  [
    "compositions, discriminators, nullable and type lists",
    {
      ...documentOf(
        { "/a": { get: { operationId: "a", ...answer({ $ref: "#/components/schemas/Pet" }) } } },
        {
          components: {
            schemas: {
              Pet: {
                oneOf: [{ $ref: "#/components/schemas/Cat" }, { $ref: "#/components/schemas/Dog" }],
                discriminator: {
                  propertyName: "kind",
                  mapping: { cat: "#/components/schemas/Cat", dog: "#/components/schemas/Dog" },
                },
              },
              Animal: {
                type: "object",
                required: ["kind"],
                properties: { kind: text, name: { type: "string", nullable: true } },
              },
              Cat: {
                allOf: [
                  { $ref: "#/components/schemas/Animal" },
                  { type: "object", properties: { lives: { type: "integer" } } },
                ],
              },
              Dog: {
                allOf: [
                  { $ref: "#/components/schemas/Animal" },
                  { type: "object", properties: { tricks: { type: "array", items: text } } },
                ],
              },
            },
          },
        },
      ),
      openapi: "3.0.3",
    },
    `export async function lives(): Promise<number | undefined> {
       const pet = await client.a();
       is<Same<typeof pet.name, string | null | undefined>>();
       return pet.kind === "cat" ? pet.lives : undefined;
     }`,
  ],
  [
    "type lists, const, tuples and maps of OpenAPI 3.1",
    documentOf({
      "/a": {
        get: {
          operationId: "a",
          ...answer({
            type: ["object", "null"],
            required: ["pair", "one"],
            properties: {
              one: { const: 1 },
              pair: { type: "array", prefixItems: [text, { type: "number" }] },
              any: { type: "object", additionalProperties: { type: ["integer", "null"] } },
            },
          }),
        },
      },
    }),
    `type Data = NonNullable<Awaited<ReturnType<typeof client.a>>>;
     is<Same<Data["one"], 1>>(); is<Same<Data["pair"], [string, number]>>();
     is<Same<NonNullable<Data["any"]>[string], number | null>>();`,
  ],
  [
    "several media types, forms, files and responses that are not JSON",
    documentOf({
      "/many": {
        post: {
          operationId: "many",
          requestBody: {
            required: true,
            content: {
              "text/xml": { schema: text },
              "application/json": { schema: { type: "number" } },
            },
          },
          responses: { 200: { description: "", content: { "text/csv": { schema: text } } } },
        },
      },
      "/form": {
        post: {
          operationId: "form",
          requestBody: {
            required: true,
            content: {
              "application/x-www-form-urlencoded": {
                schema: { type: "object", required: ["a"], properties: { a: text } },
              },
            },
          },
          responses: { 204: { description: "" } },
        },
      },
      "/upload": {
        post: {
          operationId: "upload",
          requestBody: {
            required: true,
            content: {
              "multipart/form-data": {
                schema: {
                  type: "object",
                  properties: { file: { type: "string", format: "binary" } },
                },
              },
            },
          },
          responses: { "2XX": { description: "", content: { "application/pdf": {} } } },
        },
      },
      "/raw": {
        put: {
          operationId: "raw",
          requestBody: { required: true, content: { "application/octet-stream": {} } },
          responses: {
            default: {
              description: "",
              content: { "application/json": { schema: { type: "boolean" } } },
            },
          },
        },
      },
    }),
    `is<Same<Awaited<ReturnType<typeof client.many>>, string>>(); void client.many({ body: 1 });
     is<Same<Awaited<ReturnType<typeof client.form>>, undefined>>(); void client.form({ body: { a: "1" } });
     is<Same<Awaited<ReturnType<typeof client.upload>>, Blob>>(); void client.upload({ body: { file: new Blob() } });
     is<Same<Awaited<ReturnType<typeof client.raw>>, boolean>>(); void client.raw({ body: new Uint8Array(2) });`,
    [],
  ],
  [
    "schema names that are reserved words or globals, have special characters, or differ only in case",
    documentOf(
      {},
      {
        components: {
          schemas: {
            class: text,
            Blob: text,
            "a.b-c": text,
            Pet: text,
            pet: { type: "number" },
            Größe: text,
            日本: text,
          },
        },
      },
    ),
    `import type { ABC, Pet, pet, Größe, 日本 } from "./schema.js";
     is<Same<Pet | ABC | Größe | 日本, string>>(); is<Same<pet, number>>();
     is<Same<components["schemas"]["class"], string>>();`,
    [/schema "class"/, /schema "Blob"/],
  ],
  [
    "callbacks, webhooks, links and servers with variables",
    documentOf(
      {
        "/a": {
          post: {
            operationId: "a",
            callbacks: {
              done: {
                "{$request.body#/url}": {
                  post: { operationId: "done", responses: { 200: { description: "" } } },
                },
              },
            },
            responses: { 201: { description: "", links: { next: { operationId: "a" } } } },
          },
        },
      },
      {
        webhooks: {
          ping: { post: { operationId: "ping", responses: { 200: { description: "" } } } },
        },
        servers: [
          {
            url: "https://{region}.example.org/{v}",
            variables: { region: { default: "eu" }, v: { default: "v1", enum: ["v1"] } },
          },
        ],
      },
    ),
    `const server: "https://eu.example.org/v1" = api.servers[0]; void server; void client.a();
     // @ts-expect-error -- the server calls this one
     void client.ping();`,
  ],
  [
    "OpenAPI 3.2 parts that fetch cannot send, with warnings",
    {
      ...documentOf({
        "/a": {
          get: {
            operationId: "a",
            parameters: [
              {
                name: "all",
                in: "querystring",
                content: { "application/x-www-form-urlencoded": {} },
              },
            ],
          },
          query: { operationId: "q", responses: { 200: { description: "" } } },
          additionalOperations: {
            COPY: { operationId: "copy", responses: { 200: { description: "" } } },
          },
        },
      }),
      openapi: "3.2.0",
    },
    `void client.a();`,
    [/"all" is not supported: querystring/, /has a method/, /has a method/],
  ],
  [
    "common mistakes: no success, a GET with a body, parameters that do not match the path",
    documentOf({
      "/a/{id}": {
        get: {
          operationId: "a",
          parameters: [
            { name: "gone", in: "path", required: true, schema: text },
            { name: "Accept", in: "header", schema: text },
            { name: "Authorization", in: "header", schema: text },
            { name: "q", in: "query", schema: text },
            { name: "q", in: "query", schema: text },
          ],
          requestBody: { required: true, content: { "application/json": {} } },
          responses: { 404: { description: "" } },
        },
      },
    }),
    `void client.a({ id: "1", q: "2" }); is<Same<Awaited<ReturnType<typeof client.a>>, undefined>>();`,
    [
      /has a request body/,
      /documents no success/,
      /"Authorization" is omitted/,
      /defined twice/,
      /"gone" does not occur/,
      /no path parameter "id"/,
    ],
  ],
];

describe("the files of any document compile and have the documented types:", () => {
  it.each(cases)("%s", async (_, document, program, warnings = []) => {
    await using made = await generated(document);

    expect(await made.compile(imports + program)).toEqual([]);
    expect(made.warnings.map(({ message }) => message)).toEqual(
      warnings.map((pattern) => expect.stringMatching(pattern) as string),
    );
    for (const { places } of made.warnings) {
      expect(places[0]).toMatch(/openapi\.json:\d+:\d+ #\//);
    }
  });
});

describe("a document in several files", () => {
  it("is read as one, with references across the files", async () => {
    await using made = await generated({
      "openapi.yaml": `openapi: 3.0.3
info: { title: Split, version: "1" }
paths:
  /pets: { $ref: ./paths/pets.yaml }
`,
      "paths/pets.yaml": `get:
  operationId: listPets
  parameters: [{ $ref: ../parameters.json#/limit }]
  responses:
    "200": { $ref: "../answers.yaml#/Pets" }
`,
      "parameters.json":
        '{ "limit": { "name": "limit", "in": "query", "schema": { "type": "integer" } } }',
      "answers.yaml": `Pets:
  description: Pets
  content: { application/json: { schema: { type: array, items: { $ref: ./Pet.yaml } } } }
`,
      "Pet.yaml": `type: object
required: [name]
properties:
  name: { type: string }
  friend: { $ref: "#" }
`,
    });

    const program = `void client.listPets({ limit: 1 }).then((pets) => pets[0]?.friend?.friend?.name.length);`;
    expect(await made.compile(imports + program)).toEqual([]);
  });
});

describe("the generator rejects", () => {
  it("a reference that leads back to itself", async () => {
    const components = {
      schemas: {
        A: { $ref: "#/components/schemas/B/properties/x" },
        B: { properties: { x: { $ref: "#/components/schemas/A" } } },
      },
    };
    const result = generated(documentOf({}, { components }));

    await expect(result).rejects.toMatchObject({
      name: "GenerationError",
      message: expect.stringMatching(
        /openapi\.json:\d+:\d+ The \$ref "#\/components\/schemas\/\S+" leads back to itself/,
      ) as string,
    });
  });

  it("Swagger 2, with a command that converts it", async () => {
    await expect(generated({ "swagger.yaml": 'swagger: "2.0"\npaths: {}\n' })).rejects.toThrow(
      /swagger\.yaml #\/swagger is a Swagger 2 document[^]*npx swagger2openapi/,
    );
  });
});
