import { readSecuritySchemes } from "./operations/security.js";
import { rootNode, type SpecDocument } from "./document/spec-document.js";
import { printLiteral, type Literal } from "./operations/literal.js";
import { capitalize } from "./operations/names.js";
import { listOperations, type BodyKind, type Operation } from "./operations/operation-list.js";
import { count } from "./command/progress.js";
import { headerOf, type Step } from "./step.js";
import { readServers } from "./operations/servers.js";
import { printTsdoc } from "./operations/tsdoc.js";
import { identifiersOf, usualIdentifiersOf, usualOf, type Usual } from "./operations/usual.js";

export { listOperations, type BodyKind, type Operation } from "./operations/operation-list.js";

/** The table that the client's methods are made of. */
export const operationsStep: Step = {
  name: "operations",
  file: "operations.ts",
  isRead: true,
  purpose: "writes the table of operations: method name → route, and what deviates from the rule",
  run(spec) {
    const { operations, warnings } = listOperations(spec);
    const usual = usualOf(operations);
    const entries = operations.map((operation) => printOperation(operation, usual)).join("\n");
    const doc = printTsdoc([tableDescription], 0);
    return {
      text:
        `${headerOf(spec)}\n${doc}export const operations = {\n${entries}\n} as const;\n\n` +
        printUsual(usual) +
        printSecuritySchemes(spec) +
        printServers(spec),
      summary: count(operations.length, "operation"),
      warnings,
    };
  },
};

const tableDescription =
  "Every operation by its method name, with its route and what deviates from the defaults: " +
  "`operationId` is the name with a capital, POST, PUT and PATCH require a JSON body and others take none, " +
  "success is a 200 with JSON, a credential is required, and every server release has the operation. " +
  "`errors`, `identifiers` and `schemes` have their defaults below.";

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function printOperation(operation: Operation, usual: Usual): string {
  const printed = Object.entries(deviations(operation, usual))
    .flatMap(([name, value]) => (value === undefined ? [] : `${name}: ${printLiteral(value)}`))
    .join(", ");
  return `${printDescription(operation)}${operation.methodName}: { ${printed} },\n`;
}

/** The members of an entry, `undefined` where the default holds. */
function deviations(operation: Operation, usual: Usual) {
  const { method, methodName, operationId, body, contentType, security, alternatives } = operation;
  const named = (location: string): string[] | undefined => {
    const names = operation.parameters
      .filter((each) => each.in === location)
      .map(({ name }) => name);
    return names.length === 0 ? undefined : names;
  };
  const identifiers = identifiersOf(operation);
  const usualIdentifiers = usualIdentifiersOf(operation, usual.identifiers);
  return {
    operationId: operationId === capitalize(methodName) ? undefined : operationId,
    route: `${method} ${pathOf(operation.path)}`,
    query: named("query"),
    header: named("header"),
    cookie: named("cookie"),
    parameters: parameterDeviations(operation),
    identifiers: isSame(identifiers, usualIdentifiers) ? undefined : identifiers,
    body: body === defaultBody(method) ? undefined : body,
    contentType: contentType === "application/json" ? undefined : contentType,
    contentTypes: operation.contentTypes,
    encoding: literalOf(operation.encoding),
    success: isDefaultSuccess(operation.success) ? undefined : new Map(printedSuccess(operation)),
    accept: operation.accept,
    server: operation.server,
    security: security === "required" ? undefined : security,
    schemes:
      security === "none" || isSame(alternatives, usual.alternatives) ? undefined : alternatives,
    bodyCredential: operation.bodyCredential,
    since: operation.since,
    errors: isSame(operation.errors, usual.errors) ? undefined : operation.errors.map(statusOf),
  };
}

/** A path as it is sent: a fragment tells operations of one path apart, and is no part of it. */
function pathOf(path: string): string {
  return path.replace(/#.*/s, "").replaceAll(/\s/g, encodeURIComponent);
}

/** Without the members that are undefined. */
function literalOf(encoding: Operation["encoding"]): Literal | undefined {
  return encoding === undefined ? undefined : (JSON.parse(JSON.stringify(encoding)) as Literal);
}

/** A status as a number; a range and `default` as they are. */
function statusOf(status: string): number | string {
  return /^\d+$/.test(status) ? Number(status) : status;
}

/** What parameters, by place and name, have of their own: another argument, another style. */
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

/** The kind of each success, or the kinds of its media types. */
function printedSuccess({ success, mediaKinds }: Operation): [status: string, kind: Literal][] {
  return success.map(([status, kind]) => [status, mediaKinds.get(status) ?? kind]);
}

function isDefaultSuccess(success: readonly [status: string, kind: BodyKind][]): boolean {
  const [only] = success;
  return success.length === 1 && only?.[0] === "200" && only[1] === "json";
}

/** The defaults that are the document's own. */
function printUsual({ errors, identifiers, alternatives }: Usual): string {
  return (
    printConstant(
      "defaultErrors",
      "The error statuses that an operation documents if its entry has no `errors`.",
      errors.map(statusOf),
    ) +
    printConstant(
      "defaultIdentifiers",
      "The arguments that take an identifier object, and which half of it is sent, if an entry has no `identifiers`.",
      identifiers,
    ) +
    printConstant(
      "defaultSchemes",
      "The schemes that satisfy an operation that requires a credential, if its entry has no `schemes`.",
      alternatives,
    )
  );
}

function printSecuritySchemes(spec: SpecDocument): string {
  const description = "The security schemes, by name: where each puts its credential.";
  return printConstant("securitySchemes", description, readSecuritySchemes(spec));
}

function printConstant(
  name: string,
  description: string,
  value: Literal | ReadonlyMap<string, Literal>,
): string {
  return `${printTsdoc([description], 0)}export const ${name} = ${printLiteral(value)} as const;\n\n`;
}

/** The URLs of the servers, with the defaults of their variables filled in. */
function printServers(spec: SpecDocument): string {
  const urls = readServers(rootNode(spec));
  const description = "The servers that the document names; variables have their defaults.";
  return printConstant("servers", description, urls);
}

/** What an editor shows over the method: the type of the client passes it on from this table. */
function printDescription(operation: Operation): string {
  const { summary, description, operationId, deprecated, method, path } = operation;
  const route = `\`${method} ${path}\``;
  const id =
    operationId === undefined || operation.hasMadeId ? "" : ` · operationId \`${operationId}\``;
  return printTsdoc([summary, description, route + id, deprecated ? "@deprecated" : undefined], 2);
}
