import type { Call } from "./call.js";
import { ConnectionError } from "./errors.js";
import { mostCauses, safeCause } from "./safe-cause.js";
import { isIdempotent } from "./retry.js";

/**
 * Codes of Node, Bun and Deno for a request that cannot have left: no address, connection or TLS. Others,
 * like EHOSTUNREACH, depend on the system call that failed.
 */
const notSent =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|UND_ERR_(CONNECT_TIMEOUT|INVALID_ARG)|ConnectionRefused|CERT_\w+|ERR_(TLS|SSL|INVALID)_\w+|EPROTO|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|HOSTNAME_MISMATCH)$/;

/** Node's `fetch` gives up on headers, or between two chunks, after 300 s. */
const gaveUp = /^UND_ERR_(HEADERS|BODY)_TIMEOUT$/;

/** Turns what the platform's `fetch`, or the reading of a body, threw into the error to throw. */
export function connectionErrorOf(call: Call, error: unknown): ConnectionError {
  const details = call.details();
  const { method, url } = details;
  const cause = safeCause(error, call.redactor());
  const code = codeOf(cause);
  const isUnsent = isNeverSent(error) && details.outcome !== "unknown";
  const hasGivenUp = gaveUp.test(code);
  return new ConnectionError(
    `${details.caller} failed: ${isUnsent ? "no connection" : "the connection broke"}${code && ` (${code})`}; ${method} ${url}` +
      (hasGivenUp
        ? ". fetch stopped waiting before the call's timeout. Pass a fetch that waits longer, like undici's with an Agent"
        : ""),
    {
      ...details,
      outcome: isUnsent ? "not-sent" : "unknown",
      retryable: isUnsent || (isIdempotent(method) && !hasGivenUp),
      ...(cause !== undefined && { cause }),
    },
  );
}

/** Whether an error says that the request cannot have left this machine. */
export function isNeverSent(error: unknown): boolean {
  const chain = chainOf(error);
  return (
    notSent.test(codeOf(error)) ||
    chain.some(({ syscall }) => /^(connect|getaddrinfo)$/.test(String(syscall))) ||
    /bad port|before secure TLS/.test(
      chain.reverse().find(({ message }) => message)?.message ?? "",
    ) ||
    // A browser gives no codes, but knows when it is offline.
    (globalThis as { navigator?: { onLine?: boolean } }).navigator?.onLine === false
  );
}

/** Whether the platform's `fetch` stopped waiting although the call had time left. */
export function hasFetchGivenUp({ cause }: ConnectionError): boolean {
  return gaveUp.test(codeOf(cause));
}

/** The first code in a chain of causes. A DOMException has a number in its place. */
function codeOf(error: unknown): string {
  const codes = chainOf(error).map(({ code }) => code);
  return codes.find((code) => typeof code === "string") ?? "";
}

/** An error and what caused it: `fetch` wraps the socket's error. */
function chainOf(error: unknown): (Error & { code?: unknown; syscall?: unknown })[] {
  const chain: Error[] = [];
  while (error instanceof Error && chain.length <= mostCauses) {
    chain.push(error);
    error = error instanceof AggregateError ? error.errors[0] : error.cause;
  }
  return chain;
}
