import type { Call } from "./call.js";
import { createApiError, type ApiError, type Issue, type ResponseFormatError } from "./errors.js";
import { parseRedacted, redactHeaders } from "./redact.js";
import { malformedReply } from "./reply.js";
import { isIdempotent, isTransient, parseRetryAfter } from "./retry.js";

/** The longest message, in characters. */
const longestMessage = 2000;

/** Reason phrases by status, because HTTP/2 has none. */
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

/** Converts a response with an error status to an ApiError. */
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
  const problem = shorten(summary.filter((part) => part !== "").join(": "));
  const wait = retryAfter && `Retry after ${Math.ceil(retryAfter / 1000)} s.`;
  return createApiError(
    [`${call.operation.name} failed: ${problem}`, advice, wait]
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
      // After a 5xx the data may be stored: the server may have failed later.
      outcome: details.outcome === "unknown" || status >= 500 ? "unknown" : "rejected",
      retryAfter,
    },
  );
}

/** Returns the error for a redirect. Redirects are not followed. */
export function redirectErrorOf(
  call: Call,
  { status, type, headers }: Response,
): ResponseFormatError | undefined {
  // If a browser does not follow a redirect, it hides the status.
  if (![301, 302, 303, 307, 308].includes(status) && type !== "opaqueredirect") return undefined;
  let target = "";
  try {
    const { origin } = new URL(headers.get("location") ?? "http://", call.request?.url);
    target = call.redactor()(` to ${origin}`);
  } catch {
    // The header is missing or is not a URL.
  }
  return malformedReply(
    call,
    status,
    `the server redirects${target}. Redirects are not followed, to keep the credential safe. Is baseUrl right?`,
    call.outcome === "unknown" ? "unknown" : "rejected",
  );
}

/** Joins issues to one line. Each starts with its field, unless the message contains the field. */
export function joinIssues(issues: readonly Issue[]): string {
  return issues
    .map(({ field, message }) =>
      field && !message.includes(field) ? `${field}: ${message}` : message,
    )
    .join("; ");
}

/** Shortens a message. The full text is in the `body` of the error. */
function shorten(text: string): string {
  return text.length > longestMessage ? `${text.slice(0, longestMessage)}…` : text;
}
