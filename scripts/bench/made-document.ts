/** A document that lists, creates, gets and deletes things of many kinds: four operations a kind. */
export function makeDocument(operations: number): object {
  const kinds = Array.from({ length: Math.ceil(operations / 4) }, (_, index) => `Thing${index}`);
  return {
    openapi: "3.1.0",
    info: { title: "Things", version: "1.0.0", description: "Made to measure the pipeline." },
    servers: [{ url: "https://things.example.org/api" }],
    security: [{ bearer: [] }],
    paths: Object.fromEntries(kinds.flatMap(pathsOf)),
    components: {
      securitySchemes: { bearer: { type: "http", scheme: "bearer" } },
      schemas: {
        ...Object.fromEntries(kinds.flatMap(schemasOf)),
        Problem: {
          type: "object",
          required: ["message"],
          properties: { message: { type: "string" }, field: { type: "string" } },
        },
      },
    },
  };
}

function pathsOf(kind: string): [string, object][] {
  const collection = `/${kind.toLowerCase()}s`;
  const id = { name: "id", in: "path", required: true, schema: { type: "string" } };
  const limit = { name: "limit", in: "query", schema: { type: "integer", minimum: 1 } };
  const thing = reference(kind);
  return [
    [
      collection,
      {
        get: operation(`List${kind}s`, { type: "array", items: thing }, { parameters: [limit] }),
        post: operation(`Create${kind}`, thing, {
          requestBody: { required: true, content: json(reference(`${kind}Request`)) },
        }),
      },
    ],
    [
      `${collection}/{id}`,
      {
        get: operation(`Get${kind}`, thing, { parameters: [id] }),
        delete: operation(`Delete${kind}`, undefined, { parameters: [id] }),
      },
    ],
  ];
}

function operation(operationId: string, data: object | undefined, parts: object): object {
  const success =
    data === undefined
      ? { 204: { description: "Done." } }
      : { 200: { description: "Done.", content: json(data) } };
  const failed = { description: "Not done.", content: json(reference("Problem")) };
  return {
    ...{ operationId, summary: operationId, description: "Says what it does in a sentence." },
    ...parts,
    responses: { ...success, 400: failed, 404: failed },
  };
}

function schemasOf(kind: string): [string, object][] {
  const members = {
    name: { type: "string", minLength: 1, description: "What people call it." },
    size: { type: "integer", minimum: 0 },
    state: { enum: ["new", "ready", "gone"] },
    labels: { type: "array", items: { type: "string" } },
    note: { type: ["string", "null"] },
  };
  return [
    [`${kind}Request`, { type: "object", required: ["name"], properties: members }],
    [
      kind,
      {
        type: "object",
        required: ["id", "name", "size"],
        properties: { id: { type: "string", format: "uuid" }, ...members },
      },
    ],
  ];
}

function reference(name: string): object {
  return { $ref: `#/components/schemas/${name}` };
}

function json(schema: object): object {
  return { "application/json": { schema } };
}
