import { createQuerySerializer } from "openapi-fetch";

import { checkArguments } from "../engine/arguments.js";
import { isWellFormed, toJson, typeOf } from "../engine/values.js";
import { ConfigurationError } from "../engine/errors.js";
import type { Operation } from "../engine/operation.js";
import { ownMembers } from "../engine/options.js";

type Values = Record<string, unknown>;

/** The arguments of a call in the structure that openapi-fetch expects. */
export interface SplitArguments {
  readonly params: { readonly path: Values; readonly query: Values };
  /** The body as JSON. */
  readonly body: string | undefined;
}

/**
 * Sorts the flat arguments of a method into path, query and body.
 *
 * @throws ConfigurationError if an argument is unknown or missing, or would change the request's path
 */
export function splitArguments(operation: Operation, args: unknown): SplitArguments {
  const { name, pathParameters, entry, identifiers } = operation;
  const valueOf = checkArguments(operation, args);
  const pick = (
    parameters: readonly string[],
    problemOf: (value: unknown) => string | undefined,
  ) => {
    const values: Values = {};
    for (const parameter of parameters) {
      const value = idOf(identifiers, parameter, valueOf(parameter));
      refuse(`${name}: argument`, parameter, problemOf(value));
      values[parameter] = value;
    }
    return values;
  };
  const path = pick(pathParameters, pathProblem);
  const query = pick(entry.query ?? [], queryProblem);
  const value = valueOf("body");
  const body = value === undefined ? undefined : toJson(`${name}: argument "body"`, value);
  return { params: { path, query }, body };
}

/** Returns the value of an argument. Replaces an identifier object by the part that the server expects. */
function idOf(identifiers: Operation["identifiers"], parameter: string, value: unknown): unknown {
  // Any other object is rejected later. If a filter were silently dropped, the server would return everything.
  if (typeOf(value) !== "object" || !Object.hasOwn(identifiers, parameter)) return value;
  return Reflect.get(value as object, identifiers[parameter] ?? "") ?? value;
}

/**
 * Fills a path template. openapi-fetch calls it both for methods and for `http`.
 *
 * @throws ConfigurationError if a value is missing or would change the path
 */
export function serializePath(template: string, values: Readonly<Values>): string {
  return template.replace(/\{(.+?)\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    refuse("path parameter", name, pathProblem(value));
    return encodeURIComponent(String(value));
  });
}

const writeQuery = createQuerySerializer();

/** @throws ConfigurationError if a value is not text, a number or a boolean, or a flat list or object of them */
export function serializeQuery(query: unknown): string {
  try {
    // openapi-fetch reads inherited members, too.
    return writeQuery(ownMembers(query as object)); // Safe: openapi-fetch passes an object.
  } catch (error) {
    throw new ConfigurationError(
      error instanceof URIError
        ? "query parameters contain a lone surrogate"
        : "query parameters must be strings, numbers or booleans, or flat arrays or objects of them",
    );
  }
}

function refuse(what: string, name: string, problem: string | undefined): void {
  if (problem) throw new ConfigurationError(`${what} "${name}" ${problem}`);
}

function pathProblem(value: unknown): string | undefined {
  if (value === undefined) return "is missing";
  if (Number.isFinite(value)) return undefined;
  if (typeof value !== "string") {
    return `must be a string, like an id's uuid or site; got ${typeOf(value)}`;
  }
  if (value === "") return "is empty";
  // Servers and proxies decode the path before they split it, and some decode it twice.
  const changing = /^\.\.?$|[/\\]|%(2e|2f|5c|25)/i.exec(value)?.[0];
  // The message quotes only these characters: the value may be a URL with a token, passed by mistake.
  if (changing) return `would change the path: it contains ${JSON.stringify(changing)}`;
  // eslint-disable-next-line no-control-regex -- the expression looks for control characters
  if (/[\0-\x1f\x7f]/.test(value)) return "contains a control character";
  return isWellFormed(value) ? undefined : "contains a lone surrogate";
}

function queryProblem(value: unknown): string | undefined {
  if (value === undefined || [value].flat().every(isQueryValue)) return undefined;
  const got = typeof value === "number" ? value : typeOf(value);
  return `must be a string, a finite number or a boolean; got ${got}`;
}

function isQueryValue(value: unknown): boolean {
  return (
    typeof value === "boolean" ||
    (typeof value === "string" && isWellFormed(value)) ||
    Number.isFinite(value)
  );
}
