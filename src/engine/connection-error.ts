import type { Call } from "./call.js";
import { ConnectionError } from "./errors.js";
import { safeCause } from "./safe-cause.js";
import { isIdempotent } from "./retry.js";

/** Codes of Node, Bun and Deno for a request that cannot have left: no address, connection or TLS. */
const notSent =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|E(HOST|NET)(UNREACH|DOWN)|EADDRNOTAVAIL|EACCES|EPERM|EMFILE|ENFILE|ENOBUFS|UND_ERR_(CONNECT_TIMEOUT|INVALID_ARG)|ConnectionRefused|CERT_\w+|ERR_(TLS|SSL|INVALID)_\w+|EPROTO|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|HOSTNAME_MISMATCH)$/;

/** Node's `fetch` gives up on headers, or between two chunks, after 300 s. */
const gaveUp = /^UND_ERR_(HEADERS|BODY)_TIMEOUT$/;

/** Turns what the platform's `fetch`, or the reading of a body, threw into the error to throw. */
export function connectionErrorOf(call: Call, error: unknown): ConnectionError {
  const details = call.details();
  const cause = safeCause(error, call.redactor());
  const code = find(cause, "code");
  const outcome = isNeverSent(error) && details.outcome !== "unknown" ? "not-sent" : "unknown";
  const hasGivenUp = gaveUp.test(String(code));
  return new ConnectionError(
    `${call.operation.name} failed: ${outcome === "not-sent" ? "no connection" : "the connection broke"}` +
      `${code === undefined ? "" : ` (${code})`}; ${details.method} ${details.url}` +
      (hasGivenUp
        ? ". fetch stopped waiting before the call's timeout. Pass a fetch that waits longer, like undici's with an Agent"
        : ""),
    {
      ...details,
      outcome,
      retryable: outcome === "not-sent" || (isIdempotent(details.method) && !hasGivenUp),
      ...(cause !== undefined && { cause }),
    },
  );
}

/** Whether an error says that the request cannot have left this machine. */
export function isNeverSent(error: unknown): boolean {
  return (
    notSent.test(String(find(error, "code"))) ||
    /^(connect|getaddrinfo)$/.test(String(find(error, "syscall"))) ||
    /bad port|before secure TLS/.test(innermostMessage(error)) ||
    // A browser gives no codes, but knows when it is offline.
    (globalThis as { navigator?: { onLine?: boolean } }).navigator?.onLine === false
  );
}

/** Whether the platform's `fetch` stopped waiting although the call had time left. */
export function hasFetchGivenUp({ cause }: ConnectionError): boolean {
  return gaveUp.test(String(find(cause, "code")));
}

/** A member of an error, or of what caused it: `fetch` wraps the socket's error. */
function find(error: unknown, member: "code" | "syscall", depth = 0): string | undefined {
  if (!(error instanceof Error) || depth > 20) return undefined;
  const value: unknown = Reflect.get(error, member);
  return typeof value === "string" ? value : find(causeOf(error), member, depth + 1);
}

function innermostMessage(error: unknown, depth = 0): string {
  if (!(error instanceof Error) || depth > 20) return "";
  return innermostMessage(causeOf(error), depth + 1) || error.message;
}

function causeOf(error: Error): unknown {
  return error instanceof AggregateError ? error.errors[0] : error.cause;
}
