import { isEntryPoint } from "./command/entry-point.js";
import { capitalize, compareNames, isIdentifier } from "./operations/names.js";
import { listOperations, type BodyKind, type Operation } from "./operations/operation-list.js";
import { generatedNotice, prettify } from "./prettify.js";
import { count } from "./command/progress.js";
import { runStepCommand } from "./command/step-command.js";
import type { Step } from "./step.js";
import { printTsdoc } from "./operations/tsdoc.js";

export { listOperations, type BodyKind, type Operation } from "./operations/operation-list.js";

/** The table that the client's methods are made of. */
export const operationsStep: Step = {
  name: "operations",
  file: "operations.ts",
  purpose: "writes the table of operations: method name → route, and what deviates from the rule",
  async run(spec) {
    const { operations, warnings } = listOperations(spec);
    const entries = operations.map(printOperation).join("\n");
    const doc = printTsdoc([tableDescription], 0);
    return {
      text: await prettify(
        `${generatedNotice}\n${doc}export const operations = {\n${entries}\n} as const;\n\n` +
          printErrorStatuses(operations),
      ),
      summary: count(operations.length, "operation"),
      warnings,
    };
  },
};

const tableDescription =
  "Every operation by its method name, with its route and what deviates from the defaults: " +
  "`operationId` is the name with a capital, POST, PUT and PATCH require a JSON body and others take none, " +
  "success is a 200 with JSON, a credential is required, and every server release has the operation.";

function printErrorStatuses(operations: readonly Operation[]): string {
  const statuses = [...new Set(operations.flatMap(({ errors }) => errors))].sort(compareNames);
  const doc = printTsdoc(["Every error status that some operation documents."], 0);
  return `${doc}export const errorStatuses = [${statuses.join(", ")}] as const;\n`;
}

function printOperation(operation: Operation): string {
  const printed = Object.entries(deviations(operation))
    .flatMap(([name, value]) => (value === undefined ? [] : `${name}: ${print(value)}`))
    .join(", ");
  return `${printDescription(operation)}${operation.methodName}: { ${printed} },\n`;
}

/** The members of an entry, `undefined` where the default holds. */
function deviations(operation: Operation) {
  const { method, methodName, operationId, body, contentType, security } = operation;
  const named = (location: string): string[] | undefined => {
    const names = operation.parameters
      .filter((each) => each.in === location)
      .map(({ name }) => name);
    return names.length === 0 ? undefined : names;
  };
  return {
    operationId: operationId === capitalize(methodName) ? undefined : operationId,
    route: `${method} ${operation.path}`,
    query: named("query"),
    header: named("header"),
    body: body === defaultBody(method) ? undefined : body,
    contentType: contentType === "application/json" ? undefined : contentType,
    success: isDefaultSuccess(operation.success) ? undefined : new Map(operation.success),
    security: security === "required" ? undefined : security,
    since: operation.since,
  };
}

function defaultBody(method: string): Operation["body"] {
  return ["POST", "PUT", "PATCH"].includes(method) ? "required" : "none";
}

function isDefaultSuccess(success: readonly [status: string, kind: BodyKind][]): boolean {
  const [only] = success;
  return success.length === 1 && only?.[0] === "200" && only[1] === "json";
}

/** A value as TypeScript source; JSON.stringify escapes what a string literal needs escaped. */
function print(value: string | string[] | ReadonlyMap<string, BodyKind>): string {
  if (typeof value === "string" || Array.isArray(value)) return JSON.stringify(value);
  const printed = [...value].map(
    ([status, kind]) => `${printKey(status)}: ${JSON.stringify(kind)}`,
  );
  return `{ ${printed.join(", ")} }`;
}

function printKey(name: string): string {
  return isIdentifier(name) || /^\d+$/.test(name) ? name : JSON.stringify(name);
}

/** What an editor shows over the method: the type of the client passes it on from this table. */
function printDescription(operation: Operation): string {
  const { summary, description, operationId, deprecated, method, path } = operation;
  const route = `\`${method} ${path}\``;
  const id = operationId === undefined ? "" : ` · operationId \`${operationId}\``;
  return printTsdoc([summary, description, route + id, deprecated ? "@deprecated" : undefined], 2);
}

if (isEntryPoint(import.meta.url)) await runStepCommand(operationsStep);
