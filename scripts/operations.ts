import { isEntryPoint } from "./command/entry-point.js";
import {
  usualAlternatives,
  readSecuritySchemes,
  type Alternatives,
} from "./operations/security.js";
import { child, elements, rootNode, textOf, type SpecDocument } from "./document/spec-document.js";
import { capitalize, compareNames, isIdentifier } from "./operations/names.js";
import { listOperations, type BodyKind, type Operation } from "./operations/operation-list.js";
import { count } from "./command/progress.js";
import { runStepCommand } from "./command/step-command.js";
import { generatedNotice, type Step } from "./step.js";
import { printTsdoc } from "./operations/tsdoc.js";

export { listOperations, type BodyKind, type Operation } from "./operations/operation-list.js";

/** The table that the client's methods are made of. */
export const operationsStep: Step = {
  name: "operations",
  file: "operations.ts",
  isRead: true,
  purpose: "writes the table of operations: method name → route, and what deviates from the rule",
  run(spec) {
    const { operations, warnings } = listOperations(spec);
    const usual = usualAlternatives(operations.map(({ alternatives }) => alternatives));
    const entries = operations.map((operation) => printOperation(operation, usual)).join("\n");
    const doc = printTsdoc([tableDescription], 0);
    return {
      text:
        `${generatedNotice}\n${doc}export const operations = {\n${entries}\n} as const;\n\n` +
        `${printErrorStatuses(operations)}\n${printSecurity(spec, usual)}\n${printServers(spec)}`,
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

function printOperation(operation: Operation, usual: Alternatives): string {
  const printed = Object.entries(deviations(operation, usual))
    .flatMap(([name, value]) => (value === undefined ? [] : `${name}: ${print(value)}`))
    .join(", ");
  return `${printDescription(operation)}${operation.methodName}: { ${printed} },\n`;
}

/** The members of an entry, `undefined` where the default holds. */
function deviations(operation: Operation, usual: Alternatives) {
  const { method, methodName, operationId, body, contentType, security, alternatives } = operation;
  const named = (location: string): string[] | undefined => {
    const names = operation.parameters
      .filter((each) => each.in === location)
      .map(({ name }) => name);
    return names.length === 0 ? undefined : names;
  };
  const isUsual = JSON.stringify(alternatives) === JSON.stringify(usual);
  return {
    operationId: operationId === capitalize(methodName) ? undefined : operationId,
    route: `${method} ${operation.path}`,
    query: named("query"),
    header: named("header"),
    cookie: named("cookie"),
    parameters: parameterDeviations(operation),
    body: body === defaultBody(method) ? undefined : body,
    contentType: contentType === "application/json" ? undefined : contentType,
    success: isDefaultSuccess(operation.success) ? undefined : new Map(operation.success),
    accept: operation.accept,
    security: security === "required" ? undefined : security,
    schemes: security === "none" || isUsual ? undefined : alternatives,
    bodyCredential: operation.bodyCredential,
    since: operation.since,
  };
}

/** What parameters, by place and name, have of their own: another argument, another style. */
function parameterDeviations({ parameters }: Operation): Nested | undefined {
  const places = new Map<string, Record<string, Nested>>();
  for (const { name, in: place, argument, serialization } of parameters) {
    const own = { ...(argument !== name && { argument }), ...serialization };
    if (Object.keys(own).length === 0) continue;
    places.set(place, { ...places.get(place), [name]: own });
  }
  return places.size === 0 ? undefined : Object.fromEntries(places);
}

function defaultBody(method: string): Operation["body"] {
  return ["POST", "PUT", "PATCH"].includes(method) ? "required" : "none";
}

function isDefaultSuccess(success: readonly [status: string, kind: BodyKind][]): boolean {
  const [only] = success;
  return success.length === 1 && only?.[0] === "200" && only[1] === "json";
}

/** The schemes by name, and the alternatives that hold where an operation says no others. */
function printSecurity(spec: SpecDocument, usual: Alternatives): string {
  const schemes = print(readSecuritySchemes(spec));
  return (
    printTsdoc(["The security schemes, by name: where each puts its credential."], 0) +
    `export const securitySchemes = ${schemes} as const;\n\n` +
    printTsdoc(
      ["What satisfies an operation that asks for a credential and says no `schemes`."],
      0,
    ) +
    `export const defaultSchemes = ${print(usual)} as const;\n`
  );
}

/** The URLs of the servers, with the defaults of their variables filled in. */
function printServers(spec: SpecDocument): string {
  const urls = elements(child(rootNode(spec), "servers")).flatMap((server) => {
    const url = textOf(child(server, "url"));
    const variables = child(server, "variables");
    const fill = (whole: string, name: string): string => {
      const preset = child(child(variables, name), "default").value;
      return typeof preset === "string" || typeof preset === "number" ? String(preset) : whole;
    };
    return url === undefined ? [] : [url.replaceAll(/\{([^{}]+)\}/g, fill)];
  });
  const doc = printTsdoc(
    ["The servers that the document names; variables have their defaults."],
    0,
  );
  return `${doc}export const servers = ${print(urls)} as const;\n`;
}

/** What an entry may hold. */
type Nested = string | boolean | readonly Nested[] | { readonly [name: string]: Nested };

/** A value as TypeScript source; JSON.stringify escapes what a string literal needs escaped. */
function print(value: Nested | ReadonlyMap<string, Nested>): string {
  if (typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(print).join(", ")}]`;
  const entries: [string, Nested][] = isMap(value) ? [...value] : Object.entries(value);
  return `{ ${entries.map(([name, each]) => `${printKey(name)}: ${print(each)}`).join(", ")} }`;
}

function isMap(value: object): value is ReadonlyMap<string, Nested> {
  return value instanceof Map;
}

function isList(value: object): value is readonly Nested[] {
  return Array.isArray(value);
}

function printKey(name: string): string {
  return isIdentifier(name) || /^\d+$/.test(name) ? name : JSON.stringify(name);
}

/** What an editor shows over the method: the type of the client passes it on from this table. */
function printDescription(operation: Operation): string {
  const { summary, description, operationId, deprecated, method, path } = operation;
  const route = `\`${method} ${path}\``;
  const id =
    operationId === undefined || operation.hasMadeId ? "" : ` · operationId \`${operationId}\``;
  return printTsdoc([summary, description, route + id, deprecated ? "@deprecated" : undefined], 2);
}

if (isEntryPoint(import.meta.url)) await runStepCommand(operationsStep);
