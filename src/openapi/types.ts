import type { CallOptions, HeaderOptions } from "../options.js";
import type { ErrorOf, WithResponse } from "../operation-types.js";
import type { Secret } from "../auth.js";
import type { OpenApi, Place } from "./table.js";

/** A user name and a password, for HTTP Basic. */
export interface BasicCredential {
  readonly username: string;
  readonly password: Secret;
}

/** The credential that a scheme takes. */
type CredentialOf<Scheme> = Scheme extends { type: "http"; scheme: "Basic" }
  ? BasicCredential
  : Secret;

/** Credentials by the names of the document's security schemes; those that there are. */
export type OpenApiAuth<Api extends OpenApi> = {
  readonly [
    Name in keyof Api["securitySchemes"] as Api["securitySchemes"][Name] extends {
      type: "mutualTLS";
    }
      ? never
      : Name
  ]?: CredentialOf<Api["securitySchemes"][Name]> | undefined;
};

/** What a single call may set; each one overrides the client's option of the same name. */
export interface OpenApiCallOptions<Api extends OpenApi> extends Pick<
  CallOptions,
  "fetch" | "timeout" | "retry" | "signal"
> {
  /** The credentials by scheme; `null` for a call without. */
  readonly auth?: OpenApiAuth<Api> | null | undefined;
  /** More headers; those of a call are merged with those of the client. */
  readonly headers?: HeaderOptions | undefined;
}

/** What `createOpenApiClient` takes. */
export interface OpenApiClientOptions<Api extends OpenApi> extends OpenApiCallOptions<Api> {
  /** Where the API lives. The document's own proposals are `api.servers`. */
  readonly baseUrl: string;
}

/** Shows the members of an intersection instead of its parts. */
type Show<T> = { [K in keyof T]: T[K] };

/** The parameters of one place, without the `undefined` of a place that has only optional ones. */
type ParametersIn<Op, In extends Place> = Op extends { parameters: infer All }
  ? NonNullable<All[In & keyof All]>
  : unknown;

/** The member of the argument that a parameter is: its name, unless another one has that. */
type ArgumentName<Entry, In extends Place, Name> = Entry extends {
  parameters: Record<In, Record<Name & string, { argument: infer Argument extends string }>>;
}
  ? Argument
  : Name;

type ArgumentsIn<Op, Entry, In extends Place> = {
  [Name in keyof ParametersIn<Op, In> as ArgumentName<Entry, In, Name> & PropertyKey]: ParametersIn<
    Op,
    In
  >[Name];
};

type ContentType<Entry> = Entry extends { contentType: infer Type } ? Type : "application/json";

/** A body as its media type lets a program give it. */
type BodyOf<Body, Type> = Body extends { content: infer Content }
  ? Type extends `${string}json${string}`
    ? Content[Type & keyof Content]
    : Type extends `multipart/${string}`
      ? Content[Type & keyof Content] | FormData
      : Type extends "application/x-www-form-urlencoded"
        ? Content[Type & keyof Content] | URLSearchParams
        : string | Blob | ArrayBuffer | ArrayBufferView
  : never;

type BodyArgument<Op, Entry> = Op extends { requestBody: infer Body }
  ? { body: BodyOf<Body, ContentType<Entry>> }
  : Op extends { requestBody?: infer Body }
    ? [NonNullable<Body>] extends [never]
      ? unknown
      : { body?: BodyOf<NonNullable<Body>, ContentType<Entry>> }
    : unknown;

/** The flat arguments of an operation: its parameters, whatever their place, and `body`. */
export type OpenApiArguments<Op, Entry> = Show<
  ArgumentsIn<Op, Entry, "path"> &
    ArgumentsIn<Op, Entry, "query"> &
    ArgumentsIn<Op, Entry, "header"> &
    ArgumentsIn<Op, Entry, "cookie"> &
    BodyArgument<Op, Entry>
>;

type SuccessOf<Entry> = Entry extends { success: infer Success } ? Success : { 200: "json" };
type ResponsesOf<Op> = Op extends { responses: infer Responses } ? Responses : never;

/** What JSON an answer holds, whichever of its media types that is. */
type JsonOf<Response> = Response extends { content: infer Content }
  ? Content[keyof Content & (`${string}json${string}` | "*/*" | "application/*")]
  : unknown;

interface DataByKind<Response> {
  json: JsonOf<Response>;
  text: string;
  binary: Blob;
  empty: undefined;
}

/** The data of an operation: of each documented success; `undefined` for an empty one. */
export type OpenApiData<Op, Entry> = {
  [Status in keyof SuccessOf<Entry>]: DataByKind<
    ResponsesOf<Op>[Status & keyof ResponsesOf<Op>]
  >[SuccessOf<Entry>[Status] & keyof DataByKind<unknown>];
}[keyof SuccessOf<Entry>];

type Parameters<Op, Entry, Options> =
  Partial<OpenApiArguments<Op, Entry>> extends OpenApiArguments<Op, Entry>
    ? [args?: Exact<OpenApiArguments<Op, Entry>>, options?: Options]
    : [args: OpenApiArguments<Op, Entry>, options?: Options];

/** An object type without members would take anything: it becomes one that takes none. */
type Exact<T> = keyof T extends never ? Record<string, never> : T;

/** A method of the client: one operation of the document. */
export interface OpenApiMethod<Op, Entry, Api extends OpenApi> {
  /**
   * @returns the data of the documented success
   * @throws ApiError where the server answers with an error status; see `isError`
   * @throws RequestError where there is no usable answer
   * @throws ConfigurationError where an argument, an option or a credential is wrong
   * @throws the `reason` of your own `signal`, as it is, where that aborts
   */
  (...parameters: Parameters<Op, Entry, OpenApiCallOptions<Api>>): Promise<OpenApiData<Op, Entry>>;
  /**
   * Like the method, which throws the same, and gives the response besides the data, for its status
   * and headers.
   */
  readonly withResponse: (
    ...parameters: Parameters<Op, Entry, OpenApiCallOptions<Api>>
  ) => Promise<WithResponse<OpenApiData<Op, Entry>>>;
  /** Narrows an error to what the operation documents. */
  readonly isError: (error: unknown) => error is ErrorOf<Op>;
}

type OperationIdOf<Name, Entry> = Entry extends { operationId: infer Id }
  ? Id
  : Capitalize<Name & string>;

/** One method for each operation of the document. */
export type OpenApiClient<Operations, Api extends OpenApi> = {
  readonly [Name in keyof Api["operations"]]: OpenApiMethod<
    Operations[OperationIdOf<Name, Api["operations"][Name]> & keyof Operations],
    Api["operations"][Name],
    Api
  >;
};
