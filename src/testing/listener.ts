import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";

import { negotiate } from "./accept.js";
import type { Dispatched } from "./dispatch.js";
import { crashText, notFoundPage, printException } from "./exception-body.js";
import type { IncomingRequest } from "./operation-request.js";
import type { Fault } from "./faults.js";
import { faultResponseOf } from "./fault-responses.js";
import { recordRequest, type RecordedRequest } from "./recorded-request.js";
import { crash, type Reply } from "./replies.js";
import { resetDelay, transmissionOf, transmit, wait, withHeaders } from "./transmission.js";

/** How a server handles its requests. */
export interface Service {
  readonly dispatch: (request: IncomingRequest) => Dispatched;
  readonly record: (request: RecordedRequest) => void;
  /** Returns the fault of this request, and its operation. */
  readonly findFault: (request: Pick<ReadRequest, "method" | "path">) => FaultOfRequest;
}

/** The fault of a request. */
export interface FaultOfRequest {
  readonly fault: Fault;
  readonly operationId: string | undefined;
}

/** Converts requests from `node:http` to ours, and replies to its responses. */
export function createListener(service: Service): RequestListener {
  return (message, response) => {
    handle(message, response, service).catch((error: unknown) => {
      // A client that closed the connection needs no response. Any other error is a bug in this
      // server.
      if (message.destroyed && !message.complete) return;
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      response.writeHead(500, { "Content-Type": "text/plain; charset=utf-8", Connection: "close" });
      response.end(`Bug in the test server: ${text}`);
    });
  };
}

async function handle(
  message: IncomingMessage,
  response: ServerResponse,
  service: Service,
): Promise<void> {
  const target = message.url ?? "/";
  const head = readHead(message, target);
  const { fault, operationId } = service.findFault(head);
  const isBrokenOff = fault === "reset-in-request" || fault === "stall-in-request";
  const body = isBrokenOff ? await readSome(message) : await readBody(message);
  const request: ReadRequest = { ...head, body };
  if (fault === null) {
    serve(request, target, response, service, { fault, operationId });
    return;
  }
  const { socket } = message;
  if (typeof fault === "object" && !("cutAfter" in fault)) await wait(fault.delay ?? 0, socket);
  if (typeof fault === "object" && !("status" in fault)) {
    serve(request, target, response, service, { fault, operationId });
    return;
  }
  if (fault === "answer-lost") carryOut(request, service);
  const transmission =
    typeof fault === "object"
      ? transmissionOf(fault)
      : faultResponseOf(fault, { url: target, origin: request.origin });
  service.record(recordRequest(request, target, transmission.status, operationId, fault));
  // Faults need the CORS headers too. Without them, a browser hides the response from the page.
  await transmit(withHeaders(transmission, response.getHeaders()), socket);
}

function carryOut(request: ReadRequest, { dispatch }: Service): Dispatched {
  return request.path === undefined
    ? { reply: crash }
    : dispatch({ ...request, path: request.path });
}

function serve(
  request: ReadRequest,
  target: string,
  response: ServerResponse,
  service: Service,
  { fault, operationId: faultOperationId }: FaultOfRequest,
): void {
  const { reply, operationId = faultOperationId } = carryOut(request, service);
  const { status, headers, body } = print(reply, request);
  service.record(recordRequest(request, target, status, operationId, fault));
  response.writeHead(status, headers);
  if (fault !== null && typeof fault === "object" && "cutAfter" in fault) {
    const { socket } = response;
    const part = Buffer.from(body ?? "").subarray(0, fault.cutAfter);
    // A reset may overtake the data that was sent before it.
    response.write(part, () => setTimeout(() => socket?.resetAndDestroy(), resetDelay));
    return;
  }
  response.end(request.method === "HEAD" ? undefined : body);
}

/** The path is `undefined` if it is not valid UTF-8. */
export type ReadRequest = Omit<IncomingRequest, "path"> & { readonly path: string | undefined };

async function readBody(message: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of message as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Reads the beginning of a body, and nothing after it. */
async function readSome(message: IncomingMessage): Promise<Uint8Array> {
  return new Promise((resolve) => {
    message.once("close", () => resolve(new Uint8Array()));
    message.once("end", () => resolve(new Uint8Array()));
    message.once("data", (chunk: Uint8Array) => {
      message.pause();
      resolve(chunk);
    });
  });
}

function readHead(message: IncomingMessage, target: string): Omit<ReadRequest, "body"> {
  const queryStart = target.indexOf("?");
  const rawPath = queryStart < 0 ? target : target.slice(0, queryStart);
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : value,
    ]),
  );
  return {
    method: message.method ?? "GET",
    path: decodePath(rawPath),
    query: new URLSearchParams(queryStart < 0 ? "" : target.slice(queryStart)),
    headers,
    origin: `http://${message.headers.host ?? "127.0.0.1"}`,
  };
}

/** The server matches decoded paths, so `%2F` separates segments. */
function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

interface Printed {
  readonly status: number;
  readonly headers: Record<string, string | number>;
  readonly body?: string | Uint8Array;
}

function print(reply: Reply, request: ReadRequest): Printed {
  switch (reply.kind) {
    case "json":
      return withLength(
        reply.status,
        "application/json",
        JSON.stringify(reply.body),
        reply.headers,
      );
    case "exception": {
      if (reply.status === 404 && ["GET", "HEAD"].includes(request.method)) {
        return withLength(404, "text/html; charset=UTF-8", notFoundPage);
      }
      const { contentType, text } = printException(reply, negotiate(request.headers["accept"]));
      const location = reply.location && { Location: request.origin + reply.location };
      return withLength(reply.status, contentType, text, { ...reply.headers, ...location });
    }
    case "bytes":
      return withLength(reply.status, reply.contentType, reply.body, reply.headers);
    case "empty":
      return { status: 204, headers: { Connection: "close" } };
    case "crash":
      return withLength(500, "text/plain; charset=utf-8", crashText, { Connection: "close" });
    default:
      return reply satisfies never;
  }
}

function withLength(
  status: number,
  contentType: string | undefined,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Printed {
  const length = typeof body === "string" ? Buffer.byteLength(body) : body.length;
  return {
    status,
    headers: {
      ...(contentType !== undefined && { "Content-Type": contentType }),
      ...headers,
      // This header is the last one: after a `Content-Length`, Node.js rejects a file name that is
      // not UTF-8.
      "Content-Length": length,
    },
    body,
  };
}
