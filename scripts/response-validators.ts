import { count } from "./command/progress.js";
import { isObject, type JsonObject, type SpecDocument } from "./document/spec-document.js";
import { collectResponses, type ResponseSchema } from "./response-validators/responses.js";
import { printKey } from "./operations/literal.js";
import type { Step } from "./step.js";
import type { SchemaToCompile } from "./validators/compile-schemas.js";
import { freeId } from "./validators/free-id.js";
import { printModule } from "./validators/print-module.js";
import { copySchemas } from "./validators/standalone-schema.js";

/**
 * Prints validators for the data of responses, by operation and status. Objects may have members that
 * the document does not describe, because a newer server can send them.
 */
export const responseValidatorsStep: Step = {
  name: "response-validators",
  file: "response-validators.ts",
  isOptional: true,
  purpose: "compiles the validators of successful responses",
  async run(spec) {
    // Loaded on demand, because ajv is installed only in projects that generate validators.
    const { compileSchemas } = await import("./validators/compile-schemas.js");
    const responses = collectResponses(spec);
    const { schemas, definitions, idOf } = schemasOf(spec, responses);
    const { code, names, warnings } = compileSchemas(schemas, { definitions, verbose: false });
    const table = printTable(responses, (response) => names.get(idOf.get(response) ?? ""));
    return {
      text: await printModule(spec, { types, code, table, exports }),
      summary: `${count(responses.length, "response")}, ${count(names.size, "validator")}`,
      warnings,
    };
  },
};

interface Schemas {
  readonly schemas: readonly SchemaToCompile[];
  readonly definitions: Readonly<Record<string, unknown>>;
  readonly idOf: ReadonlyMap<ResponseSchema, string>;
}

/** The types of the table. They are copied into the generated file, which has no imports. */
const types = new URL("./response-validators/table-types.ts", import.meta.url);

/** Returns the schemas to compile. Responses with the same schema share a validator. */
function schemasOf(spec: SpecDocument, responses: readonly ResponseSchema[]): Schemas {
  const { copy, definitions } = copySchemas(spec, {
    refer: definitionId,
    unrequired: "writeOnly",
    open: true,
  });
  const schemas = new Map<string, SchemaToCompile>();
  const idOf = new Map<ResponseSchema, string>();
  const taken = new Set<string>();
  for (const response of responses) {
    const schema = copy(response.schema);
    if (!isObject(schema)) continue;
    const text = JSON.stringify(schema);
    const known = schemas.get(text) ?? toCompile(response, schema, taken);
    taken.add(known.id);
    schemas.set(text, known);
    idOf.set(response, known.id);
  }
  const byId = Object.entries(definitions).map(
    ([name, schema]) => [definitionId(name), schema] as const,
  );
  return { schemas: [...schemas.values()], definitions: Object.fromEntries(byId), idOf };
}

function toCompile(
  { operationId, status, node }: ResponseSchema,
  schema: JsonObject,
  taken: ReadonlySet<string>,
): SchemaToCompile {
  const subject = `response ${status} of ${operationId}`;
  const { $ref: reference, ...more } = schema;
  // A schema with only a reference uses the validator of its target.
  if (typeof reference === "string" && Object.keys(more).length === 0) {
    return { id: reference, node, subject };
  }
  const id = freeId(`${operationId}_${status}`, (wanted) => taken.has(wanted));
  return { id, schema, node, subject };
}

/** The hyphen makes the id differ from the ids of responses. */
function definitionId(name: string): string {
  return `${name}-schema`;
}

function printTable(
  responses: readonly ResponseSchema[],
  nameOf: (response: ResponseSchema) => string | undefined,
): string {
  const operations = new Map<string, string[]>();
  for (const response of responses) {
    const name = nameOf(response);
    if (name === undefined) continue;
    const { operationId, status } = response;
    const entry = `${JSON.stringify(status)}: ${name}`;
    operations.set(operationId, [...(operations.get(operationId) ?? []), entry]);
  }
  const entries = Array.from(
    operations,
    ([operationId, statuses]) => `${printKey(operationId)}: { ${statuses.join(", ")} }`,
  );
  return `{ ${entries.join(",\n")} }`;
}

const exports = `/** The validators of successful responses, by operationId and status. */
export const responseValidators: Readonly<
  Record<string, Readonly<Record<string, DataValidator>>>
> = table;
`;
