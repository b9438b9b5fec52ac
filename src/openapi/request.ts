import { ConfigurationError } from "../errors.js";
import { refuseUnknown, type ResolvedOptions } from "../options.js";
import { setsOwnType, writeBody } from "./body.js";
import type { prove } from "./credentials.js";
import type { OpenApiOperation } from "./operation.js";
import { writeCookie, writeHeader, writePath, writeQuery } from "./parameters.js";

/** A request without its credentials. */
export interface Written {
  readonly url: string;
  readonly headers: Headers;
  readonly cookies: readonly string[];
  readonly body: BodyInit | undefined;
}

/**
 * Writes a request: each argument in its place.
 *
 * @throws ConfigurationError where one is unknown, missing, or cannot be sent
 */
export function write(
  operation: OpenApiOperation,
  baseUrl: string,
  given: unknown,
  options: ResolvedOptions,
): Written {
  const { core, parameters, contentType } = operation;
  const caller = core.name;
  const args = argumentsOf(operation, given);
  const headers = new Headers({ accept: operation.accept ?? "application/json" });
  for (const [name, value] of Object.entries(options.headers)) {
    if (value === null || value === undefined) headers.delete(name);
    // The client's default is one for JSON; an operation knows better what it answers with.
    else if (name !== "accept" || value !== "application/json") headers.set(name, value);
  }
  let path = core.path;
  const query: string[] = [];
  const cookies: string[] = [];
  for (const parameter of parameters) {
    const value = args[parameter.argument];
    if (parameter.in === "path") {
      path = path.replace(`{${parameter.name}}`, () => writePath(caller, parameter, value));
    } else if (value !== undefined && value !== null) {
      if (parameter.in === "query") query.push(writeQuery(parameter, value));
      else if (parameter.in === "cookie") cookies.push(writeCookie(parameter, value));
      else setHeader(caller, headers, parameter.name, writeHeader(parameter, value));
    }
  }
  const body =
    args["body"] === undefined ? undefined : writeBody(caller, contentType, args["body"]);
  if (body !== undefined && !setsOwnType(body)) headers.set("content-type", contentType);
  return { url: withQuery(baseUrl + path, query), headers, cookies, body };
}

function argumentsOf(
  operation: OpenApiOperation,
  given: unknown,
): Readonly<Record<string, unknown>> {
  const { core, parameters, body } = operation;
  if (
    given !== undefined &&
    (typeof given !== "object" || given === null || Array.isArray(given))
  ) {
    throw new ConfigurationError(`${core.name}: the first argument must be an object by name`);
  }
  const args: Readonly<Record<string, unknown>> = { ...given };
  const names = parameters.map(({ argument }) => argument);
  if (body !== "none") names.push("body");
  refuseUnknown(`${core.name}: argument`, args, names);
  if (body === "required" && args["body"] === undefined) {
    throw new ConfigurationError(`${core.name}: argument "body" is missing`);
  }
  return args;
}

/** A URL with more query. */
export function withQuery(url: string, parts: readonly string[]): string {
  const query = parts.filter((part) => part !== "").join("&");
  if (query === "") return url;
  return `${url}${url.includes("?") ? "&" : "?"}${query}`;
}

/** Headers with the credentials in them, and with one header for all cookies. */
export function withCredentials(
  caller: string,
  headers: Headers,
  cookies: readonly string[],
  proofs: Awaited<ReturnType<typeof prove>>,
): Headers {
  for (const [name, value] of Object.entries(proofs.headers))
    setHeader(caller, headers, name, value);
  const all = [...cookies, ...proofs.cookies];
  if (all.length > 0) setHeader(caller, headers, "cookie", all.join("; "));
  return headers;
}

/** The platform's own error quotes the value, which may be a secret. */
function setHeader(caller: string, headers: Headers, name: string, value: string): void {
  try {
    headers.set(name, value);
  } catch {
    throw new ConfigurationError(`${caller}: the value for header "${name}" cannot be sent`);
  }
}
