import type { CallDetails } from "./call.js";
import { ConnectionError } from "./errors.js";
import { safeCause } from "./redact.js";
import { isIdempotent } from "./retry.js";

/** Codes of Node, Bun and Deno for a request that cannot have left: no address, no connection, no TLS. */
const notSent =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused|CERT_\w+|ERR_TLS_\w+|ERR_SSL_\w+|EPROTO|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|HOSTNAME_MISMATCH)$/;

/** Turns what the platform's `fetch`, or the reading of a body, threw into the error to throw. */
export function connectionErrorOf(
  error: unknown,
  details: CallDetails,
  secrets: readonly string[],
): ConnectionError {
  const cause = safeCause(error, secrets);
  const code = codeOf(cause);
  const never = notSent.test(String(code)) && details.outcome !== "unknown";
  return new ConnectionError(
    `${details.operationId} failed: ${never ? "no connection" : "the connection broke"}` +
      `${code === undefined ? "" : ` (${code})`}; ${details.method} ${details.url}`,
    {
      ...details,
      outcome: never ? "not-sent" : "unknown",
      retryable: never || isIdempotent(details.method),
      ...(cause !== undefined && { cause }),
    },
  );
}

/** The error's code, from it or from what caused it: fetch wraps the socket's error. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ("code" in error && typeof error.code === "string") return error.code;
  return codeOf(error instanceof AggregateError ? error.errors[0] : error.cause);
}
