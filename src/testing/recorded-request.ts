import type { IncomingRequest } from "./exchange.js";
import { maskBody, maskHeaders, maskPath, masked } from "./mask.js";

/** A request that the server answered, for a test to look at. Secrets are masked. */
export interface RecordedRequest {
  readonly method: string;
  /** With the query, as it was sent. */
  readonly path: string;
  /** The operation that answered, if any did. */
  readonly operationId?: string;
  /** The status of the answer. */
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON body; of another kind of body, its length in bytes. */
  readonly body?: unknown;
}

export function recordRequest(
  request: IncomingRequest,
  url: string,
  status: number,
  operationId: string | undefined,
): RecordedRequest {
  return {
    method: request.method,
    path: maskPath(url),
    ...(operationId !== undefined && { operationId }),
    status,
    headers: maskHeaders(request.headers),
    ...(request.body.length > 0 && { body: recordBody(request) }),
  };
}

function recordBody({ headers, body }: IncomingRequest): unknown {
  if (!headers["content-type"]?.includes("json")) return `${body.length} bytes`;
  try {
    return maskBody(JSON.parse(new TextDecoder().decode(body)));
  } catch {
    // Broken JSON could hold a secret anywhere.
    return masked;
  }
}
