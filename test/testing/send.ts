import type { TestServer } from "datameta-client/testing";

import { findUndocumented } from "./documented.js";

/** An answer as a test looks at it. */
export interface Answer {
  readonly status: number;
  /** The content type without its parameters. */
  readonly type: string | undefined;
  readonly headers: Headers;
  readonly text: string;
  /** The body parsed, if it is JSON. */
  readonly json: unknown;
}

export interface Sent {
  readonly token?: string;
  readonly cookie?: string;
  readonly accept?: string;
  readonly contentType?: string;
  readonly headers?: Record<string, string>;
  /** Sent as JSON, or as it is if it is a text. */
  readonly body?: unknown;
}

/**
 * Sends `METHOD /path` below the base path (or, with `//path`, below the root) with raw fetch,
 * asking for JSON unless told otherwise. An answer that the document does not allow is an error.
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
  // HEAD is no operation of the document, and its answer is a defect of the real server.
  if (operationId !== undefined && method !== "HEAD") {
    const fault = findUndocumented(operationId, response.status, json);
    if (fault !== undefined) throw new Error(`The document does not allow this answer: ${fault}`);
  }
  return { status: response.status, type, headers: response.headers, text, json };
}

/** The body as an object whose members can be looked at. */
export function members(answer: Answer): Record<string, unknown> {
  if (typeof answer.json !== "object" || answer.json === null) {
    throw new Error(`Expected a JSON object or array, got ${answer.status} ${answer.text}`);
  }
  return { ...answer.json };
}
