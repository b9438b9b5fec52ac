export { createOpenApiClient } from "./client.js";
export type {
  BasicCredential,
  OpenApiArguments,
  OpenApiAuth,
  OpenApiCallOptions,
  OpenApiClient,
  OpenApiClientOptions,
  OpenApiData,
  OpenApiMethod,
} from "./types.js";
export type { BodyKind } from "../operation.js";
export type { OpenApi, OperationEntry, ParameterEntry, SecurityScheme } from "./table.js";
