const operationsPerPath = 4;

/**
 * Makes a document with a number of operations, to see whether the time of a generator grows with it
 * in proportion. Each path has four operations and two schemas, which refer to a schema before them.
 */
export function largeDocument(operations: number): object {
  const paths: Record<string, object> = {};
  const schemas: Record<string, object> = {};
  for (let index = 0; index < operations / operationsPerPath; index++) {
    const name = `Thing${index}`;
    const ref = (schema: string) => ({ $ref: `#/components/schemas/${schema}` });
    const content = (schema: object) => ({ content: { "application/json": { schema } } });
    const done = (schema: object) => ({ description: "Done.", ...content(schema) });
    const id = { name: "id", in: "path", required: true, schema: { type: "string" } };
    const responses = { 200: done(ref(name)), 404: done(ref("Problem")) };
    const query = { name: "limit", in: "query", schema: { type: "integer", default: 10 } };
    const list = { type: "array", items: ref(name) };
    const operation = (verb: string) => ({
      operationId: `${verb}${name}`,
      summary: `${verb}s it.`,
    });
    paths[`/things/${index}/{id}`] = {
      parameters: [id],
      get: { ...operation("Get"), responses },
      put: { ...operation("Replace"), requestBody: content(ref(name)), responses },
      post: { ...operation("Search"), parameters: [query], responses: { 200: done(list) } },
      delete: { ...operation("Delete"), responses: { 204: { description: "Done." } } },
    };
    schemas[name] = {
      type: "object",
      description: "A thing.",
      required: ["id", "name"],
      properties: {
        id: { type: "string", format: "uuid", readOnly: true },
        name: { type: "string", description: "What it is called." },
        kind: { enum: ["small", "large"] },
        before: ref(index % 20 === 0 ? name : `Thing${index - 1}`),
        details: { type: "array", items: ref(`${name}Detail`) },
      },
    };
    schemas[`${name}Detail`] = {
      allOf: [ref("Problem"), { type: "object", properties: { size: { type: "number" } } }],
    };
  }
  schemas["Problem"] = { type: "object", properties: { title: { type: "string" } } };
  return {
    openapi: "3.1.0",
    info: { title: `${operations} operations`, version: "1" },
    paths,
    components: { schemas },
  };
}
