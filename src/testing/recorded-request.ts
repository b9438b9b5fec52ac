import type { IncomingRequest } from "./exchange.js";
import type { Fault } from "./faults.js";
import { maskBody, maskHeaders, maskPath, masked } from "./mask.js";

/** A request that reached the server, for a test to look at. Secrets are masked. */
export interface RecordedRequest {
  readonly method: string;
  /** With the query, as it was sent. */
  readonly path: string;
  /** The operation that answered, if any did. */
  readonly operationId?: string;
  /** The status of the answer; 0 where a fault let none through. */
  readonly status: number;
  /** The fault that struck, if one did. */
  readonly fault?: Exclude<Fault, null>;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON body; of another kind of body, its length in bytes. */
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
    // Broken JSON could hold a secret anywhere.
    return masked;
  }
}
