import type { CallDetails } from "./call.js";
import {
  ApiError,
  ConflictError,
  ForbiddenError,
  GoneError,
  NotFoundError,
  ServerError,
  TooManyRequestsError,
  UnauthorizedError,
  ValidationError,
  type ApiErrorDetails,
  type Issue,
} from "./errors.js";
import { issuesOf, joinIssues } from "./issues.js";
import { knownCauses } from "./known-causes.js";
import type { Operation } from "./operation.js";
import { parseRedacted, redact, redactHeaders } from "./redact.js";
import { isIdempotent, isTransient, parseRetryAfter } from "./retry.js";

/** The class that is thrown for a status; the types of errors are derived from it. */
export const errorClasses = {
  400: ValidationError,
  401: UnauthorizedError,
  403: ForbiddenError,
  404: NotFoundError,
  409: ConflictError,
  410: GoneError,
  429: TooManyRequestsError,
};

/** What a status says, for a person who can act on it; the words after the colon are advice. */
const meanings: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized: the credential is missing, wrong or expired, or its account is disabled",
  403: "Forbidden: this account may not do that",
  404: "Not Found",
  408: "Request Timeout",
  409: "Conflict: the upload does not match the checksum, or the resource has changed meanwhile",
  410: "Gone: the reset token has expired; ask for a new one",
  429: "Too Many Requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/** In characters. */
const longestMessage = 2000;

/** Turns an answer of an error status into the error to throw. */
export function errorOf(
  operation: Operation,
  response: Response,
  text: string,
  details: CallDetails,
  secrets: readonly string[],
): ApiError {
  const { status } = response;
  const retryAfter = parseRetryAfter(response.headers.get("Retry-After"), Date.now());
  const body = parseRedacted(text, secrets);
  const issues = issuesOf(body);
  const answer: ApiErrorDetails = {
    ...details,
    status,
    issues,
    body,
    headers: redactHeaders(response.headers, secrets),
    retryable: isTransient(status) && isIdempotent(operation.method),
    // A 5xx is no promise that nothing was stored: the server validates its answers afterwards.
    outcome: details.outcome === "unknown" || status >= 500 ? "unknown" : "rejected",
    retryAfter,
  };
  const said = sentence(operation, response, isBoilerplate(body) ? [] : issues);
  const wait =
    retryAfter === undefined ? "" : `; the server asks to wait ${Math.ceil(retryAfter / 1000)} s`;
  // The reason phrase is the server's own, too.
  const shown = shorten(redact(said, secrets));
  const message = `${operation.operationId} failed: ${status} ${shown}`.trimEnd();
  if (isListed(status)) return new errorClasses[status](message + wait, answer);
  return new (status >= 500 ? ServerError : ApiError)(message + wait, answer);
}

/** A message is for a person; `body` has all of it. */
function shorten(text: string): string {
  return text.length > longestMessage ? `${text.slice(0, longestMessage)}…` : text;
}

function isListed(status: number): status is keyof typeof errorClasses {
  return status in errorClasses;
}

function sentence(operation: Operation, response: Response, issues: readonly Issue[]): string {
  const { status } = response;
  const meaning = (operation.isForeign ? undefined : meanings[status]) ?? response.statusText;
  const said = joinIssues(issues);
  const objections = said === "" ? [meaning] : [meaning.replace(/:.*/, ""), said];
  if (status === 404 && operation.since) {
    objections.push(`the operation exists since DataMeta ${operation.since}; is the server older?`);
  }
  const known = status === 500 && !operation.isForeign ? knownCauses(operation) : "";
  return objections.filter((part) => part !== "").join(": ") + known;
}

/** The server's standard object per status: the same words whatever happened. */
function isBoilerplate(body: unknown): boolean {
  return typeof body === "object" && body !== null && "title" in body && "code" in body;
}
