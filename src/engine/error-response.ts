import type { Call } from "./call.js";
import { createApiError, type ApiError, type Issue } from "./errors.js";
import { parseRedacted, redactHeaders } from "./redact.js";
import { isIdempotent, isTransient, parseRetryAfter } from "./retry.js";

/** In characters. */
const longestMessage = 2000;

/** HTTP/2 has no reason phrases. */
const reasons: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  410: "Gone",
  429: "Too Many Requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/** Turns a response of an error status into the error to throw. */
export function errorOf(call: Call, response: Response, text: string): ApiError {
  const { status } = response;
  const redact = call.redactor();
  const details = call.details();
  const retryAfter = parseRetryAfter(response.headers.get("retry-after"), Date.now());
  const body = parseRedacted(text, redact);
  const headers = redactHeaders(response.headers, redact);
  const { issues, advice, isBoilerplate } = call.layer.explain(call, status, headers, body);
  const reason = reasons[status] ?? redact(response.statusText);
  const summary = [`${status} ${reason}`.trimEnd(), isBoilerplate ? "" : joinIssues(issues)];
  const said = shorten(summary.filter((part) => part !== "").join(": "));
  const wait = retryAfter && `Retry after ${Math.ceil(retryAfter / 1000)} s.`;
  return createApiError(
    [`${call.operation.name} failed: ${said}`, advice, wait]
      .filter((part) => part)
      .join(". ")
      .replaceAll("..", "."),
    {
      ...details,
      status,
      issues,
      body,
      headers,
      retryable: isTransient(status) && isIdempotent(details.method),
      // A 5xx does not promise that nothing was stored: the server may fail afterwards.
      outcome: details.outcome === "unknown" || status >= 500 ? "unknown" : "rejected",
      retryAfter,
    },
  );
}

/** The issues in one line. Each names its field, unless the message does. */
export function joinIssues(issues: readonly Issue[]): string {
  return issues
    .map(({ field, message }) =>
      field && !message.includes(field) ? `${field}: ${message}` : message,
    )
    .join("; ");
}

/** A message is for a person; the error's `body` has all of it. */
function shorten(text: string): string {
  return text.length > longestMessage ? `${text.slice(0, longestMessage)}…` : text;
}
