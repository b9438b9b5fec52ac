import { createFinalURL, createQuerySerializer } from "openapi-fetch";
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

/** Writes the request that openapi-fetch would: the URL by its own function, the body as JSON. */
export function writeRequest(
  { method, path }: Operation,
  baseUrl: string,
  { params, body }: SplitArguments,
  headers: HeaderOptions,
): RequestParts {
  const options = { baseUrl, params, querySerializer, pathSerializer: serializePath };
  const url = createFinalURL(path, options);
  if (body === undefined) return new RequestParts(method, url, present(headers));
  const all = present({ "content-type": "application/json", ...headers });
  return new RequestParts(method, url, all, JSON.stringify(body));
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
