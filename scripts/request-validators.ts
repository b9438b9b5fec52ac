import { count } from "./command/progress.js";
import { collectOperations, type OperationRequest } from "./request-validators/operations.js";
import { printKey } from "./operations/literal.js";
import type { Step } from "./step.js";
import type { SchemaToCompile } from "./validators/compile-schemas.js";
import { freeId } from "./validators/free-id.js";
import { printModule } from "./validators/print-module.js";
import { standaloneSchema } from "./validators/standalone-schema.js";

/**
 * Prints the table with which a server checks requests. Each operation has an entry with method,
 * path, security, parameters, and the validator that ajv compiles for its JSON body.
 */
export const requestValidatorsStep: Step = {
  name: "request-validators",
  file: "request-validators.ts",
  isOptional: true,
  purpose: "compiles the validators of request bodies",
  async run(spec) {
    // Loaded on demand, because ajv is installed only in projects that generate validators.
    const { compileSchemas } = await import("./validators/compile-schemas.js");
    const requests = collectOperations(spec);
    const bodies = schemasOf(requests);
    // The values and schemas are needed to create the same messages as the server.
    const { code, names, warnings } = compileSchemas([...bodies.values()], { verbose: true });
    const table = printTable(requests, (request) => names.get(bodies.get(request)?.id ?? ""));
    return {
      text: await printModule(spec, { types, code, table, exports: exportsOf(requests) }),
      summary: `${count(requests.length, "operation")}, ${count(names.size, "body validator")}`,
      warnings,
    };
  },
};

/** The types of the table. They are copied into the generated file, which has no imports. */
const types = new URL("./request-validators/table-types.ts", import.meta.url);

function schemasOf(
  requests: readonly OperationRequest[],
): ReadonlyMap<OperationRequest, SchemaToCompile> {
  const schemas = new Map<OperationRequest, SchemaToCompile>();
  const taken = new Set<string>();
  for (const request of requests) {
    if (request.body === undefined) continue;
    const { operationId } = request.entry;
    const id = freeId(operationId, (wanted) => taken.has(wanted));
    taken.add(id);
    schemas.set(request, {
      id,
      schema: standaloneSchema(request.body),
      node: request.body,
      subject: `body of ${operationId}`,
    });
  }
  return schemas;
}

function printTable(
  requests: readonly OperationRequest[],
  nameOf: (request: OperationRequest) => string | undefined,
): string {
  const entries = requests.map((request) => {
    const { operationId, ...entry } = request.entry;
    const name = nameOf(request);
    const body = name === undefined ? "" : `, body: ${name}`;
    return `${printKey(operationId)}: { ${JSON.stringify(entry).slice(1, -1)}${body} }`;
  });
  return `{ ${entries.join(",\n")} }`;
}

function exportsOf(requests: readonly OperationRequest[]): string {
  const ids = requests.map(({ entry }) => JSON.stringify(entry.operationId));
  return `export type OperationId = ${ids.join(" | ") || "never"};

/** All operations of the document by operationId. */
export const requestOperations: Readonly<Record<OperationId, RequestOperation>> = table;
`;
}
