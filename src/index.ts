export { createClient } from "./client.js";
export type { DataMetaClient, HttpClient } from "./client.js";
export type {
  ArgumentsOf,
  DataOf,
  ErrorOf,
  MethodName,
  OperationMethod,
  OperationMethods,
} from "./operation-methods.js";
export { login } from "./login.js";
export type { Login, LoginOptions } from "./login.js";
export { rotatingKey } from "./rotating-key.js";
export type { RotatingKeyOptions, StoredKey } from "./rotating-key.js";
export { DataMetaError, isDataMetaError } from "./datameta/errors.js";
export {
  ApiError,
  ClientError,
  ConfigurationError,
  ConflictError,
  ConnectionError,
  ForbiddenError,
  GoneError,
  NotFoundError,
  RequestError,
  ResponseFormatError,
  ServerError,
  TimeoutError,
  TooManyRequestsError,
  UnauthorizedError,
  ValidationError,
} from "./engine/errors.js";
export type { CallDetails, Issue, Outcome, Phase } from "./engine/errors.js";
export type {
  Auth,
  BearerAuth,
  BearerToken,
  CookieAuth,
  ExpiringToken,
  Expires,
  Secret,
  SessionAuth,
} from "./datameta/auth.js";
export type { CallOptions, ClientOptions } from "./datameta/options.js";
export type { HeaderOptions } from "./engine/options.js";
export type { RetryOptions } from "./engine/retry.js";
export type { Validator } from "./engine/validator.js";
export type { IdentifierLike, Method, WithResponse } from "./engine/operation-types.js";
// The types of all schemas in the document, like `UserSession`.
export type * from "../generated/schemas.js";
