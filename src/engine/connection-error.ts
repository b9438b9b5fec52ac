import type { Call } from "./call.js";
import { ConnectionError } from "./errors.js";
import { safeCause } from "./safe-cause.js";
import { isIdempotent } from "./retry.js";

/**
 * Codes of Node, Bun and Deno for a request that was never sent: there was no address, no connection
 * or no TLS. Other codes, like EHOSTUNREACH, say that only together with the failed system call.
 * Codes like ERR_INVALID_STATE do not: a wrapper of `fetch` may throw them after the response.
 */
const notSent =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|UND_ERR_(CONNECT_TIMEOUT|INVALID_ARG)|ConnectionRefused|CERT_\w+|ERR_(TLS|SSL)_\w+|EPROTO|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|HOSTNAME_MISMATCH)$/;

/** Node's `fetch` gives up on headers, or between two chunks, after 300 s. */
const gaveUp = /^UND_ERR_(HEADERS|BODY)_TIMEOUT$/;

/**
 * Converts an error of the platform's `fetch`, or of reading a body, to a ConnectionError.
 *
 * @param isNeverSent - whether the request of this attempt never left this machine
 */
export function connectionErrorOf(
  call: Call,
  error: unknown,
  isNeverSent = false,
): ConnectionError {
  const details = call.details();
  const { method, url } = details;
  const cause = safeCause(error, call.redactor());
  const code = codeOf(cause);
  const isUnsent = isNeverSent && details.outcome !== "unknown";
  const hasGivenUp = gaveUp.test(code);
  return new ConnectionError(
    `${details.caller} failed: ${isUnsent ? "no connection" : "the connection broke"}${code && ` (${code})`}; ${method} ${url}` +
      (hasGivenUp
        ? ". fetch stopped waiting before the call's timeout. Pass a fetch that waits longer, like undici's with an Agent."
        : ""),
    {
      ...details,
      // An earlier attempt may have been rejected.
      outcome: isUnsent ? details.outcome : "unknown",
      retryable: isUnsent || (isIdempotent(method) && !hasGivenUp),
      ...(cause !== undefined && { cause }),
    },
  );
}

/** Returns whether an error shows that the request never left this machine. */
export function isNeverSent(error: unknown): boolean {
  // The copy has no getters that throw.
  const cause = safeCause(error, String);
  const chain = chainOf(cause);
  return (
    notSent.test(codeOf(cause)) ||
    chain.some(({ syscall }) => /^(connect|getaddrinfo)$/.test(String(syscall))) ||
    /bad port|before secure TLS/.test(chain.reverse().find(({ message }) => message)?.message ?? "")
  );
}

/** Returns whether the platform's `fetch` stopped waiting although the call had time left. */
export function hasFetchGivenUp({ cause }: ConnectionError): boolean {
  return gaveUp.test(codeOf(cause));
}

/** Returns the first code in a chain of causes. Numbers are skipped: they are codes of a DOMException. */
function codeOf(error: unknown): string {
  const codes = chainOf(error).map(({ code }) => code);
  return codes.find((code) => typeof code === "string") ?? "";
}

/** Returns an error and its causes, because `fetch` wraps the socket's error. A copy is never circular. */
function chainOf(error: unknown): (Error & { code?: unknown; syscall?: unknown })[] {
  const chain: Error[] = [];
  while (error instanceof Error) {
    chain.push(error);
    error = error instanceof AggregateError ? error.errors[0] : error.cause;
  }
  return chain;
}
