import { checkArguments } from "../engine/arguments.js";
import { ClientError, ConfigurationError } from "../engine/errors.js";
import type { WrittenRequest } from "../engine/layer.js";
import type { Layer } from "../engine/call.js";
import type { Operation } from "../engine/operation.js";
import { definedHeaders, type HeaderOptions } from "../engine/options.js";
import { writeBody } from "./body.js";
import type { OpenApiOperation } from "./operation.js";
import { isFields, writeCookie, writeHeader, writePath, writeQuery } from "./parameters.js";
import type { OpenApiResolvedOptions } from "./types.js";
import { withQuery } from "./with-query.js";

/** Creates a function that writes a request from a call's arguments. */
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
      nameArgumentInErrors(name, parameter.argument, () => {
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
    const written = nameArgumentInErrors(name, "body", () =>
      writeBody(name, mediaType, body, entry.encoding?.[mediaType]),
    );
    if (written.type !== undefined) headers["content-type"] = written.type;
    // The fields are added so that secrets in them are found by their names.
    const fields = isFields(body) ? body : {};
    return { ...request, parameters: { ...fields, ...named }, body: written.body };
  };
}

/** Returns the URL of an operation's server. It may be relative to the client's `baseUrl`. */
function serverOf(server: string | undefined, baseUrl: string): string {
  return server === undefined ? baseUrl : new URL(server, `${baseUrl}/`).href.replace(/\/+$/, "");
}

function mediaTypeOf(
  caller: string,
  chosen: string | undefined,
  byDefault: string,
  known: readonly string[] = [byDefault],
): string {
  if (chosen === undefined || known.includes(chosen)) return chosen ?? byDefault;
  throw new ConfigurationError(
    `${caller}: contentType "${chosen}" is unknown. Valid names: ${known.join(", ")}`,
  );
}

function headersOf(accept: string | undefined, base: HeaderOptions): Record<string, string> {
  const headers = definedHeaders(base);
  // The operation's own media types replace the client's default, which is JSON.
  if (accept !== undefined && headers["accept"] === "application/json") headers["accept"] = accept;
  return headers;
}

/** Checks the value of a header. The platform's own error would quote it, but it may be a secret. */
function checkHeader(value: string): string {
  if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) {
    throw new TypeError("it has a character that a header cannot carry");
  }
  return value;
}

/** Returns the values by parameter name, not argument name: secrets are found by the parameter's name. */
function argumentsByName(
  operation: Operation,
  valueOf: (argument: string) => unknown,
): WrittenRequest["parameters"] & object {
  const { parameters } = operation as OpenApiOperation;
  return Object.fromEntries(parameters.map(({ name, argument }) => [name, valueOf(argument)]));
}

/** Runs a serializer. Converts an error of it to one that names the argument. */
function nameArgumentInErrors<T>(caller: string, argument: string, task: () => T): T {
  try {
    return task();
  } catch (error) {
    const isOwn = error instanceof ClientError;
    if (isOwn && error.message.startsWith(`${caller}: `)) throw error;
    const problem =
      isOwn || error instanceof TypeError
        ? error.message
        : "it is circular, nested too deeply, or contains an invalid date or a lone surrogate";
    throw new ConfigurationError(`${caller}: argument "${argument}" cannot be sent: ${problem}`);
  }
}
