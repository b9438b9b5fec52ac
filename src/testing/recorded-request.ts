import type { IncomingRequest } from "./operation-request.js";
import type { Fault } from "./faults.js";
import { maskBody, maskHeaders, maskPath, masked } from "./mask.js";

/** A request that reached the server, for assertions in tests. Secrets are masked. */
export interface RecordedRequest {
  readonly method: string;
  /** The path as sent, with the query. */
  readonly path: string;
  /** The operation that handled the request, if any. */
  readonly operationId?: string;
  /** The status of the response. 0 if a fault prevented the response. */
  readonly status: number;
  /** The fault of this request, if any. */
  readonly fault?: Exclude<Fault, null>;
  /** By lowercase name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON body. For other bodies, their length in bytes. */
  readonly body?: unknown;
}

export function recordRequest(
  request: Omit<IncomingRequest, "path">,
  url: string,
  status: number,
  operationId: string | undefined,
  fault: Fault,
): RecordedRequest {
  return {
    method: request.method,
    path: maskPath(url),
    ...(operationId !== undefined && { operationId }),
    status,
    ...(fault !== null && { fault }),
    headers: maskHeaders(request.headers),
    ...(request.body.length > 0 && { body: recordBody(request) }),
  };
}

function recordBody({ headers, body }: Pick<IncomingRequest, "headers" | "body">): unknown {
  if (!headers["content-type"]?.includes("json")) return `${body.length} bytes`;
  try {
    return maskBody(JSON.parse(new TextDecoder().decode(body)));
  } catch {
    // Invalid JSON can contain a secret anywhere.
    return masked;
  }
}
