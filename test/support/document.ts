import document from "datameta-client/openapi.json" with { type: "json" };
import type { Operation } from "../../src/engine/operation.js";

type Json = Readonly<Record<string, unknown>>;

/** Follows member names through JSON, and resolves local references. */
function at(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce<unknown>(
    (parent, name) => resolve((parent as Json | undefined)?.[name]),
    value,
  );
}

function resolve(value: unknown): unknown {
  const reference = (value as Json | null | undefined)?.["$ref"];
  if (typeof reference !== "string") return value;
  return at(document, ...reference.slice(2).split("/"));
}

/** Returns the JSON Schema of a documented response, including the schemas that it refers to. */
export function responseSchema(operation: Operation, status: number, mediaType: string): Json {
  const method = operation.method.toLowerCase();
  const content = at(
    document,
    "paths",
    operation.path,
    method,
    "responses",
    String(status),
    "content",
  );
  const schema = (content as Record<string, { schema: Json }>)[mediaType]?.schema;
  if (!schema)
    throw new Error(`${operation.operationId} does not document a ${status} with ${mediaType}`);
  return { ...schema, components: document.components };
}
