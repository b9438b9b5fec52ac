import { checkArguments } from "../engine/arguments.js";
import { ClientError, ConfigurationError } from "../engine/errors.js";
import type { WrittenRequest } from "../engine/layer.js";
import type { Layer } from "../engine/call.js";
import type { Operation } from "../engine/operation.js";
import { definedHeaders, type HeaderOptions } from "../engine/options.js";
import { withQuery } from "../engine/send.js";
import { setsOwnType, writeBody } from "./body.js";
import type { OpenApiOperation } from "./operation.js";
import { writeCookie, writeHeader, writePath, writeQuery } from "./parameters.js";

/** Writes a request: each argument in its place. */
export function createWrite(baseUrl: string): Layer["write"] {
  return (operation, args, options) => {
    // Safe: the client passes its own operations.
    const { name, method, entry, parameters, contentType } = operation as OpenApiOperation;
    const valueOf = checkArguments(operation, args);
    const headers = headersOf(entry.accept, options.headers);
    const query: string[] = [];
    const cookies: string[] = [];
    let { path } = operation;
    for (const parameter of parameters) {
      const value = valueOf(parameter.argument);
      const isMissing = value === undefined || value === null;
      writing(name, parameter.argument, () => {
        if (typeof value === "function" || typeof value === "symbol") {
          throw new TypeError(`it is a ${typeof value}`);
        }
        if (parameter.in === "path") {
          path = path.replace(`{${parameter.name}}`, () => writePath(name, parameter, value));
        } else if (isMissing) return;
        else if (parameter.in === "query") query.push(writeQuery(parameter, value));
        else if (parameter.in === "cookie") cookies.push(writeCookie(parameter, value));
        else headers[parameter.name.toLowerCase()] = checkHeader(writeHeader(parameter, value));
      });
    }
    if (cookies.length > 0) headers["cookie"] = cookies.join("; ");
    const url = withQuery(baseUrl + path, query);
    const request = { method, url, headers, parameters: argumentsByName(operation, valueOf) };
    const given = valueOf("body");
    if (given === undefined) return request;
    const body = writeBody(name, contentType, given);
    if (!setsOwnType(body)) headers["content-type"] = contentType;
    return { ...request, body };
  };
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
