import type { TestServer } from "datameta-client/testing";

import { findUndocumented } from "./documented.js";

/** A response, prepared for assertions. */
export interface Answer {
  readonly status: number;
  /** The content type without its parameters. */
  readonly type: string | undefined;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body, if it is JSON. */
  readonly json: unknown;
}

export interface Sent {
  readonly token?: string;
  readonly cookie?: string;
  readonly accept?: string;
  readonly contentType?: string;
  readonly headers?: Record<string, string>;
  /** Sent as JSON, or unchanged if it is a string. */
  readonly body?: unknown;
}

/**
 * Sends `METHOD /path` with plain `fetch`. `/path` is relative to the base path, and `//path` to
 * the root. The default `Accept` header is JSON. Throws if the document does not allow the
 * response.
 */
export async function send(
  server: Pick<TestServer, "url" | "origin" | "requests">,
  request: `${string} /${string}`,
  sent: Sent = {},
): Promise<Answer> {
  const [method = "", path = ""] = request.split(/ (.*)/s);
  const url = path.startsWith("//") ? server.origin + path.slice(1) : server.url + path;
  const { token, cookie, accept = "application/json", contentType = "application/json" } = sent;
  const response = await fetch(url, {
    method,
    redirect: "manual",
    headers: {
      Accept: accept,
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      ...(cookie !== undefined && { Cookie: cookie }),
      ...(sent.body !== undefined && { "Content-Type": contentType }),
      ...sent.headers,
    },
    ...(sent.body !== undefined && {
      body: typeof sent.body === "string" ? sent.body : JSON.stringify(sent.body),
    }),
  });
  const text = await response.text();
  const type = response.headers.get("content-type")?.split(";")[0];
  const json: unknown = type === "application/json" ? JSON.parse(text) : undefined;
  const operationId = server.requests.at(-1)?.operationId;
  // The document has no HEAD operations. Their response is a bug in the real server.
  // The document does not describe the addresses for the content of files, either.
  const isDocumented = operationId !== undefined && !/^(Up|Down)loadFile$/.test(operationId);
  if (isDocumented && method !== "HEAD") {
    const fault = findUndocumented(operationId, response.status, json);
    if (fault !== undefined) throw new Error(`The document does not allow this response: ${fault}`);
  }
  return { status: response.status, type, headers: response.headers, text, json };
}

/** Returns the body as an object. */
export function members(answer: Answer): Record<string, unknown> {
  if (typeof answer.json !== "object" || answer.json === null) {
    throw new Error(`Expected a JSON object or array, got ${answer.status} ${answer.text}`);
  }
  return { ...answer.json };
}
