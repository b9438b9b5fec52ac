import { checkArguments, isWellFormed } from "../engine/arguments.js";
import { ConfigurationError } from "../engine/errors.js";
import type { Operation } from "../engine/operation.js";

/** The arguments of a call, each where openapi-fetch expects it. */
export interface SplitArguments {
  readonly params: {
    readonly path: Record<string, unknown>;
    readonly query: Record<string, unknown>;
  };
  readonly body: unknown;
}

/**
 * Sorts the flat arguments of a method into path, query and body.
 *
 * @throws ConfigurationError if one is unknown or missing, or would change the request's path
 */
export function splitArguments(operation: Operation, given: unknown): SplitArguments {
  const { name, pathParameters, entry } = operation;
  const { query: queryParameters = [] } = entry;
  const args = checkArguments(operation, given, [...pathParameters, ...queryParameters]);
  const path: Record<string, unknown> = {};
  for (const parameter of pathParameters) {
    path[parameter] = valueOf(operation, args, parameter);
    checkPath(`${name}: argument`, parameter, path[parameter]);
  }
  const query: Record<string, unknown> = {};
  for (const parameter of queryParameters) {
    query[parameter] = valueOf(operation, args, parameter);
    checkQuery(name, parameter, query[parameter]);
  }
  return { params: { path, query }, body: args["body"] };
}

/** The value of an argument. An identifier object stands for the part that the server wants. */
function valueOf(
  { identifiers }: Operation,
  args: Readonly<Record<string, unknown>>,
  parameter: string,
): unknown {
  const value = args[parameter];
  const part = Object.hasOwn(identifiers, parameter) ? identifiers[parameter] : undefined;
  if (typeof value !== "object" || value === null || part === undefined) return value;
  // Any other object is refused: a filter that is left out would return everything.
  return Array.isArray(value) ? value : (Reflect.get(value, part) ?? value);
}

/**
 * Fills a path template. openapi-fetch calls it for methods and for `http` alike.
 *
 * @throws ConfigurationError if a value is missing, or would lead to another path
 */
export function serializePath(template: string, values: Readonly<Record<string, unknown>>): string {
  return template.replace(/\{(.+?)\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    checkPath("path parameter", name, value);
    return encodeURIComponent(String(value));
  });
}

function checkPath(what: string, name: string, value: unknown): void {
  const problem = pathProblem(value);
  if (problem) throw new ConfigurationError(`${what} "${name}" ${problem}`);
}

function pathProblem(value: unknown): string | undefined {
  if (value === undefined) return "is missing";
  if (Number.isFinite(value)) return undefined;
  if (typeof value !== "string") {
    return `must be a string, like an id's uuid or site; got ${value === null ? "null" : typeof value}`;
  }
  if (value === "") return "is empty";
  // Servers and proxies undo the encoding before they split the path, some of them twice.
  const changing = /^\.\.?$|[/\\]|%(2e|2f|5c|25)/i.exec(value)?.[0];
  // Not the whole of it: a URL with a token may have been given by mistake.
  if (changing) return `would change the path: it holds ${JSON.stringify(changing)}`;
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  if (/[\0-\x1f\x7f]/.test(value)) return "holds a control character";
  return isWellFormed(value) ? undefined : "holds half of a surrogate pair";
}

function checkQuery(method: string, name: string, value: unknown): void {
  const usable = Array.isArray(value)
    ? value.every(isQueryValue)
    : value === undefined || isQueryValue(value);
  if (!usable) {
    const got = value === null ? "null" : typeof value === "number" ? String(value) : typeof value;
    throw new ConfigurationError(
      `${method}: argument "${name}" must be a string, a finite number or a boolean; got ${got}`,
    );
  }
}

function isQueryValue(value: unknown): boolean {
  return (
    typeof value === "boolean" ||
    (typeof value === "string" && isWellFormed(value)) ||
    Number.isFinite(value)
  );
}
