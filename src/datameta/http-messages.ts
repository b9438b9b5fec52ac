import type { Call } from "../engine/call.js";
import { ConfigurationError } from "../engine/errors.js";
import { isRecord } from "../engine/issues.js";
import type { Reply, WrittenRequest } from "../engine/layer.js";
import { ownMembers } from "../engine/options.js";
import { secretName } from "../engine/secrets.js";

/** Converts headers in any form that openapi-fetch accepts to the form of the option `headers`. */
export function toHeaderOptions(headers: unknown): unknown {
  // `mergeOptions` rejects a value that is not an object, or not a list of pairs.
  if (!isRecord(headers)) return headers ?? undefined;
  const entries =
    Symbol.iterator in headers
      ? [...(headers as unknown as Iterable<unknown>)] // Safe: it has an iterator.
      : Object.entries(headers);
  const arePairs = (list: unknown[]): list is [string, unknown][] =>
    list.every((each) => Array.isArray(each) && typeof each[0] === "string");
  if (!arePairs(entries)) return headers;
  const converted: Record<string, unknown> = ownMembers({});
  for (const [name, value] of entries) {
    const values = [converted[name] ?? [], value].flat();
    const areTexts = values.every((each) => /string|number|boolean/.test(typeof each));
    if (values.length) converted[name] = areTexts ? values.join(", ") : value;
  }
  return converted;
}

/** Copies the parts of a `Request` that the engine sends, so that it can send them more than once. */
export async function readRequest(
  call: Call,
  request: Request,
  baseUrl: string,
): Promise<WrittenRequest> {
  const { url, method } = request;
  // The client's own headers may contain a credential, which is sent only to the client's server.
  const isElsewhere = !url.startsWith(`${baseUrl}/`);
  const isKept = ([name, value]: [string, string]) => {
    const own = call.options.headers[name];
    return !isElsewhere || !secretName.test(name) || !own || !value.includes(own.trim());
  };
  const headers = Object.fromEntries([...request.headers].filter(isKept));
  if (request.bodyUsed || request.body?.locked) {
    throw new ConfigurationError(
      `${call.operation.name}: middleware has read the body of the request. Read a clone() instead.`,
    );
  }
  const isText = /^(text|application\/.*(json|urlencoded))/.test(headers["content-type"] ?? "");
  const body = isText ? await request.text() : new Uint8Array(await request.arrayBuffer());
  return { ...call.request, url, method, headers, body: body.length ? body : undefined };
}

/** Creates a copy of the response with an unread body. */
export function rebuild({ response, data, text }: Reply): Response {
  const { status, headers } = response;
  // A server can send characters here that the constructor of `Response` rejects.
  const statusText = response.statusText.replace(/[^\t -~\x80-\xff]/g, "?");
  const rebuilt = new Response(data === undefined ? null : text, { status, statusText, headers });
  // These headers describe the body before it was decompressed.
  rebuilt.headers.delete("content-length");
  rebuilt.headers.delete("content-encoding");
  return rebuilt;
}
