export { createOpenApiClient } from "./client.js";
export type {
  BasicCredential,
  OpenApiAuth,
  OpenApiCallOptions,
  OpenApiClientOptions,
  Secret,
} from "./types.js";
export type { ChoosingMethod, OpenApiClient, OpenApiMethod, OpenApiTypes } from "./method-types.js";
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
} from "../engine/errors.js";
export type { Issue, Outcome, Phase } from "../engine/errors.js";
export type {
  BodyKind,
  FieldEntry,
  MediaKind,
  SuccessKind,
  ErrorStatus,
  IdentifierPart,
  OpenApi,
  OperationEntry,
  ParameterEntry,
  SecurityScheme,
} from "../engine/operation-entry.js";
export type {
  Method,
  OperationArguments,
  OperationData,
  OperationError,
  ServerSentEvent,
  WithResponse,
} from "../engine/operation-types.js";
export type { EngineOptions, HeaderOptions } from "../engine/options.js";
export type { RetryOptions } from "../engine/retry.js";
