/**
 * Whether the call may have had an effect on the server:
 *
 * - `"not-sent"`: nothing reached the server.
 * - `"rejected"`: the server rejected the request and changed nothing.
 * - `"unknown"`: the request may have had an effect. For example, the connection broke before the
 *   response.
 */
export type Outcome = "not-sent" | "rejected" | "unknown";

/** What the call was doing when its time ran out. */
export type Phase = "middleware" | "credential" | "request" | "body" | "pause";

/** One problem that the server reported. */
export interface Issue {
  /** Describes the problem, in the server's own words if there are any. */
  readonly message: string;
  /** The member of the request, or the metadatum, that is wrong. The parts of a path are joined by `/`. */
  readonly field?: string;
  /** The file, metadata set or other resource that is wrong. */
  readonly entity?: { readonly uuid: string; readonly site?: string };
  /** The name of the server's own exception, like `ValidationError`. */
  readonly exception?: string;
}

/** Details of the failed call, which every error has. */
export interface ErrorDetails {
  readonly operationId?: string;
  readonly method?: string;
  readonly url?: string;
  readonly attempts?: number;
  readonly retryable?: boolean;
  readonly outcome?: Outcome;
  readonly cause?: unknown;
}

/** Details of a call that has a URL. */
export interface CallDetails extends ErrorDetails {
  /** The method that was called, like `getFile`. */
  readonly caller: string;
  readonly operationId: string;
  readonly method: string;
  readonly url: string;
  readonly attempts: number;
  readonly outcome: Outcome;
}

/** Details that an {@link ApiError} adds from the server's response. */
export interface ApiErrorDetails extends ErrorDetails {
  readonly status: number;
  readonly issues?: readonly Issue[];
  readonly headers?: Headers;
  readonly body?: unknown;
  readonly retryAfter?: number | undefined;
}

/**
 * The base class of all errors of a client. After an abort, a call does not throw such an error, but
 * rejects with the signal's `reason`.
 */
export class ClientError extends Error {
  override readonly name: string = "ClientError";
  /** The operation, by its `operationId` in the OpenAPI document. */
  declare readonly operationId: string | undefined;
  /** The HTTP method. */
  declare readonly method: string | undefined;
  /** The URL without its query. */
  declare readonly url: string | undefined;
  /** The number of requests that were started, whether or not they reached the server. */
  declare readonly attempts: number;
  /** Whether the same call may succeed later and is safe to repeat. */
  declare readonly retryable: boolean;
  /** Whether the call may have had an effect on the server. */
  declare readonly outcome: Outcome;

  constructor(message: string, details: ErrorDetails = {}) {
    super(message, details); // `Error` reads only `cause`.
    // eslint-disable-next-line @typescript-eslint/no-unused-vars -- left out
    const { caller, ...fields } = details as Partial<CallDetails>;
    Object.assign(this, { attempts: 0, retryable: false, outcome: "not-sent", ...fields });
  }

  /** Returns everything except the response's headers and body, the cause and the stack, for logs. */
  toJSON(): Record<string, unknown> {
    // eslint-disable-next-line @typescript-eslint/no-unused-vars -- left out
    const { headers, body, cause, stack, ...fields } = this as Partial<ApiError>;
    return { message: this.message, ...fields };
  }
}

/** An option, an argument or a credential is wrong. Usually thrown before the first request. */
export class ConfigurationError extends ClientError {
  override readonly name = "ConfigurationError";
}

/** There is no usable response. */
export class RequestError extends ClientError {
  override readonly name: string = "RequestError";
}

/** The call took longer than its `timeout`. */
export class TimeoutError extends RequestError {
  override readonly name = "TimeoutError";

  /** The deadline of the whole call, in milliseconds. */
  declare readonly timeout: number;
  /** What the call was doing when its time ran out. */
  declare readonly phase: Phase;

  constructor(message: string, timeout: number, phase: Phase, details: ErrorDetails) {
    const fields = { ...details, timeout, phase };
    super(message, fields);
  }
}

/** The connection failed: it was refused or reset, or the host name or certificate is wrong. */
export class ConnectionError extends RequestError {
  override readonly name = "ConnectionError";
}

/** The response does not match the API's document. For example, a proxy sent an HTML page. */
export class ResponseFormatError extends RequestError {
  override readonly name = "ResponseFormatError";
}

/** The server answered with an error status. */
export class ApiError extends ClientError {
  override readonly name: string = "ApiError";
  /** The HTTP status. */
  declare readonly status: number;
  /** The problems to fix, whatever format the response has. May be empty. */
  declare readonly issues: readonly Issue[];
  /** The response's headers, without those that can contain a secret. */
  declare readonly headers: Headers;
  /** The response's body: parsed JSON, or text. */
  declare readonly body: unknown;
  /** How long to wait before the next attempt, in milliseconds, if the server said so. */
  declare readonly retryAfter: number | undefined;

  constructor(message: string, details: ApiErrorDetails) {
    // Each of these members exists, even if it is undefined.
    const fields = {
      ...{ issues: [], headers: new Headers(), body: undefined, retryAfter: undefined },
      ...details,
    };
    super(message, fields);
  }
}

/** 400: a parameter or the body is not valid. `issues` lists what is wrong. */
export class ValidationError extends ApiError {
  override readonly name = "ValidationError";
}

/**
 * 401: the credential is missing, wrong or expired, or its account is disabled. Also thrown without a
 * request if the token was already rejected.
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

/** 409: the request conflicts with the state of the resource. */
export class ConflictError extends ApiError {
  override readonly name = "ConflictError";
}

/** 410: the resource no longer exists, like a reset token that has expired. */
export class GoneError extends ApiError {
  override readonly name = "GoneError";
}

/** 429: too many requests. `retryAfter` is the time to wait. */
export class TooManyRequestsError extends ApiError {
  override readonly name = "TooManyRequestsError";
}

/** 5xx: the server, or a proxy in front of it, failed. */
export class ServerError extends ApiError {
  override readonly name = "ServerError";
}

/** The error class of each status. */
export const errorClasses = {
  400: ValidationError,
  401: UnauthorizedError,
  403: ForbiddenError,
  404: NotFoundError,
  409: ConflictError,
  410: GoneError,
  429: TooManyRequestsError,
} as const;

type ErrorClasses = Readonly<
  Record<number, new (message: string, details: ApiErrorDetails) => ApiError>
>;

/** Creates an error of the class for its status. */
export function createApiError(message: string, details: ApiErrorDetails): ApiError {
  const { status } = details;
  const known = (errorClasses as ErrorClasses)[status];
  return new (known ?? (status >= 500 ? ServerError : ApiError))(message, details);
}
