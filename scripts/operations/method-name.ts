import { camelCase, capitalize, isIdentifier, pascalCase } from "./names.js";
import type { Report } from "./report.js";
import { child, textOf, type SpecNode } from "../document/spec-document.js";

/**
 * Members that every client has, or that runtimes look for in every object. A method of the same name
 * would hide them. For example, `await` treats an object with `then` as a promise.
 */
const reserved: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(Object.prototype),
  ...["http", "then", "toJSON", "prototype"],
]);

/**
 * Returns the name of an operation's method: `x-method-name`, the operationId in camelCase, or a name
 * made from the HTTP method and the path.
 */
export function methodNameOf(method: string, path: string, operation: SpecNode): string {
  const explicit = textOf(child(operation, "x-method-name"));
  if (explicit !== undefined) return explicit;
  const operationId = textOf(child(operation, "operationId"));
  return operationId === undefined ? nameFromRoute(method, path) : camelCase(operationId);
}

/** Whether a method can have this name. It must be an identifier that clients do not already have. */
export function isMethodName(name: string): boolean {
  return isIdentifier(name) && !reserved.has(name);
}

/** Names a method after its route: `get /users/{id}/keys` → `getUsersByIdKeys`. */
export function nameFromRoute(method: string, path: string): string {
  const words = path
    .replaceAll(/\{([^}]*)\}/g, (_, name: string) => `By${capitalize(name)}`)
    .split("/")
    .map(pascalCase);
  return method + words.join("");
}

/** An operation with the name of its method. */
interface Named {
  readonly methodName: string;
  readonly method: string;
  readonly path: string;
  readonly node: SpecNode;
}

/** Reports names that cannot be members of a client, and names that two operations share. */
export function checkMethodNames(operations: readonly Named[], report: Report): void {
  const byName = new Map<string, Named>();
  for (const operation of operations) {
    const { methodName, node } = operation;
    const route = `${operation.method} ${operation.path}`;
    const other = byName.get(methodName);
    if (!isIdentifier(methodName)) {
      const message = `The method of ${route} would be called "${methodName}", which is not an identifier.`;
      report("error", message, [nameNode(node)], advice);
    } else if (reserved.has(methodName)) {
      const message = `The method of ${route} would be called "${methodName}", which every client already has.`;
      report("error", message, [nameNode(node)], advice);
    } else if (other !== undefined) {
      const routes = `${other.method} ${other.path} and ${route}`;
      const message = `Two operations would both be the method "${methodName}": ${routes}.`;
      report("error", message, [nameNode(other.node), nameNode(node)], advice);
    }
    byName.set(methodName, operation);
  }
}

const advice = "Change its operationId, or set another name with x-method-name.";

/** Returns the part of the operation that its name comes from. */
function nameNode(operation: SpecNode): SpecNode {
  const named = ["x-method-name", "operationId"].map((name) => child(operation, name));
  return named.find(({ value }) => value !== undefined) ?? operation;
}
