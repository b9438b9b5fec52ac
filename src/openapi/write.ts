import { checkArguments } from "../engine/arguments.js";
import { ClientError, ConfigurationError } from "../engine/errors.js";
import type { WrittenRequest } from "../engine/layer.js";
import type { Layer } from "../engine/call.js";
import type { Operation } from "../engine/operation.js";
import { definedHeaders, type HeaderOptions } from "../engine/options.js";
import { withQuery } from "../engine/send.js";
import { writeBody } from "./body.js";
import type { OpenApiOperation } from "./operation.js";
import { isFields, writeCookie, writeHeader, writePath, writeQuery } from "./parameters.js";
import type { OpenApiResolvedOptions } from "./types.js";

/** Writes a request: each argument in its place. */
export function createWrite(baseUrl: string): Layer["write"] {
  return (operation, args, options) => {
    // Safe: the client passes its own operations, and resolves its own options.
    const { name, method, entry, parameters, contentType } = operation as OpenApiOperation;
    const {
      headers: base,
      accept,
      contentType: chosen,
      operationServers = true,
    } = options as OpenApiResolvedOptions;
    const valueOf = checkArguments(operation, args);
    const headers = headersOf(accept ?? entry.accept, base);
    const query: string[] = [];
    const cookies: string[] = [];
    let { path } = operation;
    for (const parameter of parameters) {
      const value = valueOf(parameter.argument);
      writing(name, parameter.argument, () => {
        if (typeof value === "function" || typeof value === "symbol") {
          throw new TypeError(`it is a ${typeof value}`);
        }
        if (parameter.in === "path") {
          path = path.replace(`{${parameter.name}}`, () => writePath(name, parameter, value));
        } else if (value === undefined || value === null) return;
        else if (parameter.in === "query") query.push(writeQuery(parameter, value));
        else if (parameter.in === "cookie") cookies.push(writeCookie(parameter, value));
        else headers[parameter.name.toLowerCase()] = checkHeader(writeHeader(parameter, value));
      });
    }
    if (cookies.length > 0) headers["cookie"] = cookies.join("; ");
    const server = operationServers ? entry.server : undefined;
    const url = withQuery(serverOf(server, baseUrl) + path, query);
    const named = argumentsByName(operation, valueOf);
    const request = { method, url, headers, parameters: named };
    const body = valueOf("body");
    if (body === undefined) return request;
    const mediaType = mediaTypeOf(name, chosen, contentType, entry.contentTypes);
    const written = writeBody(name, mediaType, body, entry.encoding?.[mediaType]);
    if (written.type !== undefined) headers["content-type"] = written.type;
    // Secrets in the fields of a form are found by their names.
    const fields = isFields(body) ? body : {};
    return { ...request, parameters: { ...fields, ...named }, body: written.body };
  };
}

/** A server of an operation may be a path of the client's. */
function serverOf(server: string | undefined, baseUrl: string): string {
  return server === undefined ? baseUrl : new URL(server, `${baseUrl}/`).href.replace(/\/+$/, "");
}

function mediaTypeOf(
  caller: string,
  chosen: string | undefined,
  usual: string,
  known: readonly string[] = [usual],
): string {
  if (chosen === undefined || known.includes(chosen)) return chosen ?? usual;
  throw new ConfigurationError(
    `${caller}: contentType "${chosen}" is unknown; known are: ${known.join(", ")}`,
  );
}

function headersOf(accept: string | undefined, given: HeaderOptions): Record<string, string> {
  const headers = definedHeaders(given);
  // The client's default is one for JSON. The operation knows better what it answers with.
  if (accept !== undefined && headers["accept"] === "application/json") headers["accept"] = accept;
  return headers;
}

/** The platform's own error would quote the value, which may be a secret. */
function checkHeader(value: string): string {
  if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) {
    throw new TypeError("it has a character that a header cannot carry");
  }
  return value;
}

/** A parameter of a secret name is a secret, whatever its argument is called. */
function argumentsByName(
  operation: Operation,
  valueOf: (argument: string) => unknown,
): WrittenRequest["parameters"] & object {
  const { parameters } = operation as OpenApiOperation;
  return Object.fromEntries(parameters.map(({ name, argument }) => [name, valueOf(argument)]));
}

/** Turns what a serializer throws into an error that names the argument. */
function writing(caller: string, argument: string, task: () => void): void {
  try {
    task();
  } catch (error) {
    if (error instanceof ClientError) throw error;
    const problem =
      error instanceof TypeError ? error.message : "it is nested too deep, or not well-formed text";
    throw new ConfigurationError(`${caller}: argument "${argument}" cannot be sent: ${problem}`);
  }
}
