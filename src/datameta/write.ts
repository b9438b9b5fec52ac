import { createFinalURL } from "openapi-fetch";

import type { Layer } from "../engine/call.js";
import { definedHeaders } from "../engine/options.js";
import { serializePath, serializeQuery, splitArguments } from "./arguments.js";

/** Creates a function that writes requests like openapi-fetch: it uses the same function for the URL. */
export function createWrite(baseUrl: string): Layer["write"] {
  return (operation, args, options) => {
    const { params, body } = splitArguments(operation, args);
    const { method, path, entry, pathParameters } = operation;
    const isFixed = pathParameters.length === 0 && !entry.query;
    const url = isFixed
      ? baseUrl + path
      : createFinalURL(path, {
          ...{ baseUrl, params },
          ...{ querySerializer: serializeQuery, pathSerializer: serializePath },
        });
    const headers = definedHeaders(options.headers);
    if (body !== undefined && !Object.hasOwn(options.headers, "content-type")) {
      headers["content-type"] = "application/json";
    }
    return { method, url, headers, parameters: params, body };
  };
}
