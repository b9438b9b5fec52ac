import { createFinalURL, createQuerySerializer } from "openapi-fetch";
import { ConfigurationError } from "./errors.js";
import { serializePath, type SplitArguments } from "./arguments.js";
import type { Operation } from "./operation.js";
import type { HeaderOptions } from "./options.js";

/** What is to be sent: a real `Request`, or the parts of one. */
export type Outgoing = Request | RequestParts;

/**
 * Stands in for `Request` where no middleware asks for a real one, whose construction would be the
 * dearest part of a call.
 */
export class RequestParts {
  constructor(
    readonly method: string,
    readonly url: string,
    /** By name in lower case. */
    readonly headers: Readonly<Record<string, string>>,
    readonly body?: BodyInit,
  ) {}
}

const querySerializer = createQuerySerializer();

/**
 * Writes the request that openapi-fetch would: the URL by its own function, the body as JSON.
 *
 * @throws ConfigurationError where the body cannot be
 */
export function writeRequest(
  { name, method, path }: Operation,
  baseUrl: string,
  { params, body }: SplitArguments,
  headers: HeaderOptions,
): RequestParts {
  const options = { baseUrl, params, querySerializer, pathSerializer: serializePath };
  const url = createFinalURL(path, options);
  if (body === undefined) return new RequestParts(method, url, present(headers));
  const all = present({ "content-type": "application/json", ...headers });
  return new RequestParts(method, url, all, jsonOf(name, body));
}

function jsonOf(method: string, body: unknown): string {
  try {
    // Of a function and a symbol nothing is left, whatever the types say.
    const text = JSON.stringify(body) as string | undefined;
    if (text !== undefined) return text;
  } catch {
    // It goes round in a circle, or holds a BigInt; the engine's error would quote names of it.
  }
  throw new ConfigurationError(`${method}: argument "body" cannot be written as JSON`);
}

/** Those that are to be sent. */
function present(headers: HeaderOptions): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => entry[1] != null),
  );
}

/** The body as it is sent; `undefined` where there is none, or one that is no text. */
export async function bodyText(request: Outgoing): Promise<string | undefined> {
  if (!(request instanceof RequestParts)) return request.clone().text();
  return typeof request.body === "string" ? request.body : undefined;
}
