import type { OpenApi } from "../engine/operation-entry.js";
import type {
  AcceptableTypes,
  ContentType,
  Method,
  MethodParameters,
  OperationArguments,
  OperationData,
  OperationError,
  WithResponse,
} from "../engine/operation-types.js";
import type { OpenApiCallOptions } from "./types.js";

/** The types of a method's arguments, data and errors. */
export interface OpenApiTypes<
  Operations,
  Api extends OpenApi,
  Name extends keyof Api["operations"],
> {
  readonly args: OperationArguments<Operations, Api, Name>;
  readonly data: OperationData<Operations, Api, Name>;
  readonly error: OperationError<Operations, Api, Name>;
}

/** The media types of the request body that the caller can choose from. */
type SendableTypes<Entry> = Entry extends { contentTypes: readonly (infer Types extends string)[] }
  ? Types
  : ContentType<Entry>;

/** The options of a call that can choose media types. */
type ChoosingOptions<Api extends OpenApi, Accept, Type> = Omit<
  OpenApiCallOptions<Api>,
  "accept" | "contentType" | "stream"
> & {
  readonly accept?: Accept | undefined;
  readonly contentType?: Type | undefined;
  readonly stream?: false | undefined;
};

/** The options of a call that returns a stream. */
type StreamOptions<Api extends OpenApi> = OpenApiCallOptions<Api> & { readonly stream: true };

/**
 * A method of an operation that documents several media types, or a file. The options `accept` and
 * `contentType` choose a media type. The option `stream` returns the body as a stream.
 */
export interface ChoosingMethod<
  Operations,
  Api extends OpenApi,
  Name extends keyof Api["operations"],
  Acceptable = AcceptableTypes<Api["operations"][Name]>,
  Sendable = SendableTypes<Api["operations"][Name]>,
> {
  (
    ...args: RequiredOptions<OperationArguments<Operations, Api, Name>, StreamOptions<Api>>
  ): Promise<ReadableStream<Uint8Array>>;
  /**
   * @returns the data of the documented success
   * @throws ApiError if the server answers with an error status; see `isError`
   * @throws RequestError if there is no usable response
   * @throws ConfigurationError if an argument, an option or the credential is wrong
   * @throws the `reason` of your own `signal`, unchanged, if the signal aborts
   */
  <
    Accept extends Acceptable = Acceptable,
    Type extends Sendable = ContentType<Api["operations"][Name]> & Sendable,
  >(
    ...args: ChoosingParameters<
      OperationArguments<Operations, Api, Name, Type>,
      ChoosingOptions<Api, Accept, Type>
    >
  ): Promise<OperationData<Operations, Api, Name, Accept>>;
  /** Calls the method and returns the data together with the response, for its status and headers. */
  readonly withResponse: <
    Accept extends Acceptable = Acceptable,
    Type extends Sendable = ContentType<Api["operations"][Name]> & Sendable,
  >(
    ...args: ChoosingParameters<
      OperationArguments<Operations, Api, Name, Type>,
      ChoosingOptions<Api, Accept, Type>
    >
  ) => Promise<WithResponse<OperationData<Operations, Api, Name, Accept>>>;
  /** Returns whether an error comes from this operation and has a documented status. */
  readonly isError: (error: unknown) => error is OperationError<Operations, Api, Name>;
}

/** The parameters of a method that requires options. */
type RequiredOptions<Args, Options> = keyof Args extends never
  ? [options: Options] | [args: NoArguments, options: Options]
  : [args: Args, options: Options];

/** An empty object instead of arguments, so that generic code can always pass two parameters. */
type NoArguments = Readonly<Record<string, never>>;

type ChoosingParameters<Args, Options> =
  | MethodParameters<Args, Options>
  | (keyof Args extends never ? [args: NoArguments, options?: Options] : never);

/** Whether the operation has several media types, or a response body that may be large. */
type HasChoice<Entry> = Entry extends { contentTypes: readonly string[] }
  ? true
  : Entry extends { success: infer Success }
    ? Success[keyof Success] extends "json" | "text" | "empty" | "events" | "lines"
      ? false
      : true
    : false;

/** A method of the client: one operation of the document. */
export type OpenApiMethod<Operations, Api extends OpenApi, Name extends keyof Api["operations"]> =
  HasChoice<Api["operations"][Name]> extends true
    ? ChoosingMethod<Operations, Api, Name>
    : Method<OpenApiTypes<Operations, Api, Name>, OpenApiCallOptions<Api>>;

/** One method for each operation of the document. */
export type OpenApiClient<Operations, Api extends OpenApi> = {
  readonly [Name in keyof Api["operations"]]: OpenApiMethod<Operations, Api, Name>;
};
