import { readSecuritySchemes } from "./operations/security.js";
import { rootNode, type SpecDocument } from "./document/spec-document.js";
import { printLiteral, type Literal } from "./operations/literal.js";
import { capitalize } from "./operations/names.js";
import { listOperations, type BodyKind, type Operation } from "./operations/operation-list.js";
import { count } from "./command/progress.js";
import { headerOf, type Step } from "./step.js";
import { readServers } from "./operations/servers.js";
import { printTsdoc } from "./operations/tsdoc.js";
import {
  identifiersOf,
  defaultIdentifiersOf,
  chooseDefaults,
  type TableDefaults,
} from "./operations/table-defaults.js";

export { listOperations, type BodyKind, type Operation } from "./operations/operation-list.js";

/** Prints the table from which the client creates its methods. */
export const operationsStep: Step = {
  name: "operations",
  file: "operations.ts",
  isRead: true,
  purpose: "writes the table of operations by method name",
  run(spec) {
    const { operations, warnings } = listOperations(spec);
    const defaults = chooseDefaults(operations);
    const entries = operations.map((operation) => printOperation(operation, defaults)).join("\n");
    const doc = printTsdoc([tableDescription], 0);
    return {
      text:
        `${headerOf(spec)}\n${doc}export const operations = {\n${entries}\n} as const;\n\n` +
        printDefaults(defaults) +
        printSecuritySchemes(spec) +
        printServers(spec),
      summary: count(operations.length, "operation"),
      warnings,
    };
  },
};

const tableDescription =
  "All operations by method name. Each entry has the route and the values that differ from the defaults: " +
  "`operationId` is the capitalized method name. POST, PUT and PATCH require a JSON body, other methods have no body. " +
  "A success is status 200 with JSON. A credential is required. All server releases have the operation. " +
  "The defaults of `errors`, `identifiers` and `schemes` are below.";

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function printOperation(operation: Operation, defaults: TableDefaults): string {
  const printed = Object.entries(deviations(operation, defaults))
    .flatMap(([name, value]) => (value === undefined ? [] : `${name}: ${printLiteral(value)}`))
    .join(", ");
  return `${printDescription(operation)}${operation.methodName}: { ${printed} },\n`;
}

/** Returns the members of an entry. A member is `undefined` if it has its default. */
function deviations(operation: Operation, defaults: TableDefaults) {
  const { method, methodName, operationId, body, contentType, security, alternatives } = operation;
  const named = (location: string): string[] | undefined => {
    const names = operation.parameters
      .filter((each) => each.in === location)
      .map(({ name }) => name);
    return names.length === 0 ? undefined : names;
  };
  const identifiers = identifiersOf(operation);
  const defaultIdentifiers = defaultIdentifiersOf(operation, defaults.identifiers);
  return {
    operationId: operationId === capitalize(methodName) ? undefined : operationId,
    route: `${method} ${pathOf(operation.path)}`,
    query: named("query"),
    header: named("header"),
    cookie: named("cookie"),
    parameters: parameterDeviations(operation),
    identifiers: isSame(identifiers, defaultIdentifiers) ? undefined : identifiers,
    body: body === defaultBody(method) ? undefined : body,
    contentType: contentType === "application/json" ? undefined : contentType,
    contentTypes: operation.contentTypes,
    encoding: literalOf(operation.encoding),
    success: isDefaultSuccess(operation.success) ? undefined : new Map(printedSuccess(operation)),
    accept: operation.accept,
    server: operation.server,
    security: security === "required" ? undefined : security,
    schemes:
      security === "none" || isSame(alternatives, defaults.alternatives) ? undefined : alternatives,
    bodyCredential: operation.bodyCredential,
    since: operation.since,
    errors: isSame(operation.errors, defaults.errors) ? undefined : operation.errors.map(statusOf),
  };
}

/** Removes the fragment of a path, which some documents use to distinguish operations. */
function pathOf(path: string): string {
  return path.replace(/#.*/s, "").replaceAll(/\s/g, encodeURIComponent);
}

/** Removes members that are undefined. */
function literalOf(encoding: Operation["encoding"]): Literal | undefined {
  return encoding === undefined ? undefined : (JSON.parse(JSON.stringify(encoding)) as Literal);
}

/** Converts a status to a number. Ranges and `default` do not change. */
function statusOf(status: string): number | string {
  return /^\d+$/.test(status) ? Number(status) : status;
}

/** Returns parameters with a non-default argument name or style, by location and name. */
function parameterDeviations({ parameters }: Operation): Literal | undefined {
  const places = new Map<string, Record<string, Literal>>();
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

/** Returns the kind of each success, or the kinds of its media types. */
function printedSuccess({ success, mediaKinds }: Operation): [status: string, kind: Literal][] {
  return success.map(([status, kind]) => [status, mediaKinds.get(status) ?? kind]);
}

function isDefaultSuccess(success: readonly [status: string, kind: BodyKind][]): boolean {
  const [only] = success;
  return success.length === 1 && only?.[0] === "200" && only[1] === "json";
}

/** Prints the defaults that depend on the document. */
function printDefaults({ errors, identifiers, alternatives }: TableDefaults): string {
  return (
    printConstant(
      "defaultErrors",
      "The error statuses that an operation documents if its entry has no `errors`.",
      errors.map(statusOf),
    ) +
    printConstant(
      "defaultIdentifiers",
      "The arguments that can be identifier objects, and the part that is sent, if an entry has no `identifiers`.",
      identifiers,
    ) +
    printConstant(
      "defaultSchemes",
      "The security schemes of an operation, if its entry has no `schemes`. Each set of schemes is sufficient.",
      alternatives,
    )
  );
}

function printSecuritySchemes(spec: SpecDocument): string {
  const description = "The security schemes by name, with the place of their credential.";
  return printConstant("securitySchemes", description, readSecuritySchemes(spec));
}

function printConstant(
  name: string,
  description: string,
  value: Literal | ReadonlyMap<string, Literal>,
): string {
  return `${printTsdoc([description], 0)}export const ${name} = ${printLiteral(value)} as const;\n\n`;
}

/** Prints the URLs of the document's servers. */
function printServers(spec: SpecDocument): string {
  const urls = readServers(rootNode(spec));
  const description = "The URLs of the servers in the document. Variables have their defaults.";
  return printConstant("servers", description, urls);
}

/** Prints the TSDoc of a method. Editors show it for the client's methods, too. */
function printDescription(operation: Operation): string {
  const { summary, description, operationId, deprecated, method, path } = operation;
  const route = `\`${method} ${path}\``;
  const id =
    operationId === undefined || operation.hasMadeId ? "" : ` · operationId \`${operationId}\``;
  return printTsdoc([summary, description, route + id, deprecated ? "@deprecated" : undefined], 2);
}
