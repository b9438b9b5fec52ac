import { ConfigurationError } from "./errors.js";
import type { Operation } from "./operation.js";
import { refuseUnknown } from "./options.js";

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
 * @throws ConfigurationError where one is unknown, missing, or would change the request's path
 */
export function splitArguments(operation: Operation, given: unknown): SplitArguments {
  const { name, pathParameters, query, body } = operation;
  const args = given === undefined ? {} : asRecord(name, given);
  const bodyNames = body === "none" ? [] : ["body"];
  refuseUnknown(`${name}: argument`, args, [...pathParameters, ...query, ...bodyNames]);
  const params = { path: pick(args, pathParameters), query: pick(args, query) };
  for (const parameter of pathParameters)
    checkPath(`${name}: argument`, parameter, args[parameter]);
  for (const parameter of query) checkQuery(name, parameter, params.query[parameter]);
  if (body === "required" && args["body"] === undefined) {
    throw new ConfigurationError(`${name}: argument "body" is missing`);
  }
  return { params, body: args["body"] };
}

/**
 * Fills a path template. openapi-fetch calls it for methods and for `http` alike.
 *
 * @throws ConfigurationError where a value is missing, or would lead to another path
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

function asRecord(method: string, given: unknown): Readonly<Record<string, unknown>> {
  if (typeof given === "object" && given !== null && !Array.isArray(given)) {
    // Every object can be read by name; what it holds stays unknown.
    return given as Record<string, unknown>;
  }
  throw new ConfigurationError(
    `${method}: the first argument must be an object of arguments by name; got ${given === null ? "null" : Array.isArray(given) ? "an array" : typeof given}`,
  );
}

function pick(args: Readonly<Record<string, unknown>>, names: readonly string[]) {
  return Object.fromEntries(names.map((name) => [name, args[name]]));
}

/** `String.prototype.isWellFormed`, which came after Node 18 and Safari 16.3. */
function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
