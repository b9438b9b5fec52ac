export { createClient } from "./client.js";
export type { DataMetaClient, HttpClient, OperationMethods } from "./client.js";
export { login } from "./login.js";
export type { Login, LoginOptions } from "./login.js";
export {
  ApiError,
  ConfigurationError,
  ConflictError,
  ConnectionError,
  DataMetaError,
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
  isDataMetaError,
} from "./errors.js";
export type { Issue, Outcome, Phase } from "./errors.js";
export type { Auth, BearerAuth, CookieAuth, Secret, SessionAuth } from "./auth.js";
export type { CallOptions, ClientOptions, HeaderOptions } from "./options.js";
export type { RetryOptions } from "./retry.js";
export type { CallDetails } from "./call.js";
export type { Validator } from "./validator.js";
export type {
  ArgumentsOf,
  DataOf,
  ErrorOf,
  OperationMethod,
  WithResponse,
} from "./operation-types.js";
// The schemas of the document by name, like `UserSession`: types alone, and their names are the spec's.
export type * from "../generated/schema.js";
