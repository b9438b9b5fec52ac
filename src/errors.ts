/**
 * Whether the call can have had an effect on the server:
 *
 * - `"not-sent"`: nothing reached the server;
 * - `"rejected"`: the server said no, and changed nothing;
 * - `"unknown"`: it may have happened, for example because the connection broke before the answer.
 */
export type Outcome = "not-sent" | "rejected" | "unknown";

/** Where a call was when its deadline struck. */
export type Phase = "middleware" | "credential" | "request" | "body" | "pause";

/** One thing that the server objects to. */
export interface Issue {
  /** What is wrong, in the server's words where it gave any. */
  readonly message: string;
  /** The member of the request, or the metadatum, that is wrong; a path is joined by `/`. */
  readonly field?: string;
  /** The file, metadataset or other resource that is wrong. */
  readonly entity?: { readonly uuid: string; readonly site?: string };
  /** The server's class of error, like `ValidationError`. */
  readonly exception?: string;
}

/** What every error of this package says about the call that failed. */
export interface ErrorDetails {
  readonly operationId?: string;
  readonly method?: string;
  readonly url?: string;
  readonly attempts?: number;
  readonly retryable?: boolean;
  readonly outcome?: Outcome;
  readonly cause?: unknown;
}

/** What an {@link ApiError} adds: the server's answer. */
export interface ApiErrorDetails extends ErrorDetails {
  readonly status: number;
  readonly issues: readonly Issue[];
  readonly headers: Headers;
  readonly body: unknown;
  readonly retryAfter?: number | undefined;
}

/**
 * Base of every error that this package throws on purpose. A caller's own abort is not one: it stays
 * the `signal.reason` of the platform.
 */
export class DataMetaError extends Error {
  override readonly name: string = "DataMetaError";
  /** The mark that {@link isDataMetaError} looks for. */
  readonly isDataMetaError = true;
  /** The operation, by its `operationId` in the OpenAPI document. */
  readonly operationId: string | undefined;
  /** The HTTP method. */
  readonly method: string | undefined;
  /** The URL without its query. */
  readonly url: string | undefined;
  /** How many requests were begun, whether or not they reached the server. */
  readonly attempts: number;
  /** Whether the same call may succeed later, and repeating it does no harm. */
  readonly retryable: boolean;
  /** Whether the call can have had an effect. */
  readonly outcome: Outcome;

  constructor(message: string, details: ErrorDetails = {}) {
    super(message, "cause" in details ? { cause: details.cause } : undefined);
    this.operationId = details.operationId;
    this.method = details.method;
    this.url = details.url;
    this.attempts = details.attempts ?? 0;
    this.retryable = details.retryable ?? false;
    this.outcome = details.outcome ?? "not-sent";
  }

  /** What a logger may keep: everything but the answer's headers and body, the cause and the stack. */
  toJSON(): Record<string, unknown> {
    const { name, message } = this;
    const fields = Object.entries(this).filter(([field]) => !withheld.has(field));
    return { name, message, ...Object.fromEntries(fields) };
  }
}

const withheld = new Set(["isDataMetaError", "headers", "body", "cause", "stack"]);

/** `createClient` or a method was called wrongly. Thrown before any request. */
export class ConfigurationError extends DataMetaError {
  override readonly name = "ConfigurationError";
}

/** There is no usable answer. */
export class RequestError extends DataMetaError {
  override readonly name: string = "RequestError";
}

/** The call took longer than its `timeout`. */
export class TimeoutError extends RequestError {
  override readonly name = "TimeoutError";

  constructor(
    message: string,
    /** The deadline of the whole call, in milliseconds. */
    readonly timeout: number,
    /** Where the call was when the deadline struck. */
    readonly phase: Phase,
    details: ErrorDetails,
  ) {
    super(message, details);
  }
}

/** The connection was refused or reset, or the host's name or certificate was not good. */
export class ConnectionError extends RequestError {
  override readonly name = "ConnectionError";
}

/** The answer is not what its Content-Type or the API's document says, like HTML of a proxy. */
export class ResponseFormatError extends RequestError {
  override readonly name = "ResponseFormatError";
}

/** The server answered with an error status. */
export class ApiError extends DataMetaError {
  override readonly name: string = "ApiError";
  /** The HTTP status. */
  readonly status: number;
  /** What the server objects to, from whichever kind of body it sent; may be empty. */
  readonly issues: readonly Issue[];
  /** The answer's headers, without those that can hold a secret. */
  readonly headers: Headers;
  /** The answer's body: parsed JSON, or text. */
  readonly body: unknown;
  /** How long the server asks to wait before the next try, in milliseconds. */
  readonly retryAfter: number | undefined;

  constructor(message: string, details: ApiErrorDetails) {
    super(message, details);
    this.status = details.status;
    this.issues = details.issues;
    this.headers = details.headers;
    this.body = details.body;
    this.retryAfter = details.retryAfter;
  }
}

/** 400: the server refuses a parameter or the body; `issues` say which member and why. */
export class ValidationError extends ApiError {
  override readonly name = "ValidationError";
}

/**
 * 401: the credential is missing or bad, or its account is disabled. The client never sends that
 * token again: each request with an expired key counts towards the lock of the account.
 */
export class UnauthorizedError extends ApiError {
  override readonly name = "UnauthorizedError";
}

/** 403: the account may not do this. */
export class ForbiddenError extends ApiError {
  override readonly name = "ForbiddenError";
}

/** 404: there is no such resource, or the server is older than the operation. */
export class NotFoundError extends ApiError {
  override readonly name = "NotFoundError";
}

/** 409: the request contradicts the state of the resource. */
export class ConflictError extends ApiError {
  override readonly name = "ConflictError";
}

/** 410: the reset token has expired. */
export class GoneError extends ApiError {
  override readonly name = "GoneError";
}

/** 429: too many requests; `retryAfter` says how long to wait. */
export class TooManyRequestsError extends ApiError {
  override readonly name = "TooManyRequestsError";
}

/** 5xx: the server, or a proxy before it, failed. */
export class ServerError extends ApiError {
  override readonly name = "ServerError";
}

/**
 * Tells whether `value` is an error of this package, also one from another realm or from another
 * copy of the package, where `instanceof` fails.
 *
 * @example
 * ```ts
 * try {
 *   await datameta.whoami();
 * } catch (error) {
 *   if (isDataMetaError(error) && error.retryable) await tryLater();
 *   else throw error;
 * }
 * ```
 */
export function isDataMetaError(value: unknown): value is DataMetaError {
  return (
    typeof value === "object" &&
    value !== null &&
    "isDataMetaError" in value &&
    value.isDataMetaError === true
  );
}
