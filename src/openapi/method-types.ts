import type { OpenApi } from "../engine/operation-entry.js";
import type {
  Method,
  OperationArguments,
  OperationData,
  OperationError,
} from "../engine/operation-types.js";
import type { OpenApiCallOptions } from "./types.js";

/** The types of a method's call. */
export interface OpenApiTypes<
  Operations,
  Api extends OpenApi,
  Name extends keyof Api["operations"],
> {
  readonly args: OperationArguments<Operations, Api, Name>;
  readonly data: OperationData<Operations, Api, Name>;
  readonly error: OperationError<Operations, Api, Name>;
}

/** A method of the client: one operation of the document. */
export type OpenApiMethod<
  Operations,
  Api extends OpenApi,
  Name extends keyof Api["operations"],
> = Method<OpenApiTypes<Operations, Api, Name>, OpenApiCallOptions<Api>>;

/** One method for each operation of the document. */
export type OpenApiClient<Operations, Api extends OpenApi> = {
  readonly [Name in keyof Api["operations"]]: OpenApiMethod<Operations, Api, Name>;
};
