// Derives the types of a method from the two generated files. `Operations` is the type `operations`
// in schema.ts. `Api` is the type of all exports of operations.ts.
import type {
  ApiError,
  ConflictError,
  ForbiddenError,
  GoneError,
  NotFoundError,
  ServerError,
  TooManyRequestsError,
  UnauthorizedError,
  ValidationError,
} from "./errors.js";
import type { ErrorStatus, OpenApi, Place } from "./operation-entry.js";

/** An identifier object, as the server returns it. Methods accept it instead of the id. */
export interface IdentifierLike {
  readonly uuid: string;
  readonly site?: string | null | undefined;
}

/** The operationId of a method. By default it is the method's name with a capital letter. */
type OperationIdOf<Entry, Name> = Entry extends { operationId: infer Id }
  ? Id
  : Capitalize<Name & string>;

/** The types of an operation in schema.ts. */
type OperationOf<
  Operations,
  Api extends OpenApi,
  Name extends keyof Api["operations"],
> = Operations[OperationIdOf<Api["operations"][Name], Name> & keyof Operations];

/** Returns `unknown` for a place without parameters (`undefined`), because it does not change an intersection. */
type OrNothing<T> = [T] extends [undefined] ? unknown : NonNullable<T>;

/** The parameters of one place by name. */
type ParametersIn<Op, In extends Place> = Op extends { parameters: infer All }
  ? OrNothing<All[In & keyof All]>
  : unknown;

/** The name of an argument: the parameter's, unless the entry has another one. */
type ArgumentName<Entry, In extends Place, Name> = Entry extends {
  parameters: Record<In, Record<Name & string, { argument: infer Argument extends string }>>;
}
  ? Argument
  : Name & PropertyKey;

/** The arguments that take an identifier object. */
type IdentifiersOf<Entry, Default> = Entry extends { identifiers: infer Own } ? Own : Default;

type IdentifierFor<Argument, Identifiers> = Argument extends keyof Identifiers
  ? IdentifierLike
  : never;

/** The arguments of one place. */
type ArgumentsIn<Op, Entry, Identifiers, In extends Place> = {
  [Name in keyof ParametersIn<Op, In> as ArgumentName<Entry, In, Name>]:
    ParametersIn<Op, In>[Name] | IdentifierFor<ArgumentName<Entry, In, Name>, Identifiers>;
};

/** The media type of the request body. */
export type ContentType<Entry> = Entry extends { contentType: infer Type }
  ? Type
  : "application/json";

/** The types that a caller can pass as a body of a media type. */
type BodyFor<Documented, Type> = Type extends JsonMediaType
  ? Documented
  : Type extends "*/*" | "application/*"
    ? Documented | string | Blob | ArrayBuffer | ArrayBufferView
    : Type extends `multipart/${string}`
      ? Documented | FormData
      : Type extends "application/x-www-form-urlencoded"
        ? Documented | URLSearchParams
        : string | Blob | ArrayBuffer | ArrayBufferView;

type BodyOf<Body, Type> = Body extends { content: infer Content }
  ? BodyFor<Content[Type & keyof Content], Type>
  : never;

type OptionalBody<Body, Type> = [Body] extends [undefined]
  ? unknown
  : { body?: BodyOf<NonNullable<Body>, Type> };

/** The argument `body`: required, optional, or absent, as the operation documents. */
type BodyArgument<Op, Type> = Op extends { requestBody: infer Body }
  ? { body: BodyOf<Body, Type> }
  : OptionalBody<Op["requestBody" & keyof Op], Type>;

/** Merges an intersection into one object type, so that editors and compile errors show its members. */
type Simplify<Parts> = Parts extends infer All ? { [Name in keyof All]: All[Name] } : never;

type FlatArguments<Op, Entry, Type, Identifiers> = Simplify<
  ArgumentsIn<Op, Entry, Identifiers, "path"> &
    ArgumentsIn<Op, Entry, Identifiers, "query"> &
    ArgumentsIn<Op, Entry, Identifiers, "header"> &
    ArgumentsIn<Op, Entry, Identifiers, "cookie"> &
    BodyArgument<Op, Type>
>;

/** The arguments of a method in one object: the parameters of every place, and `body`. */
export type OperationArguments<
  Operations,
  Api extends OpenApi,
  Name extends keyof Api["operations"],
  Type = ContentType<Api["operations"][Name]>,
> = FlatArguments<
  OperationOf<Operations, Api, Name>,
  Api["operations"][Name],
  Type,
  IdentifiersOf<Api["operations"][Name], Api["defaultIdentifiers"]>
>;

/** The response that the operation documents for a status, a range or `default`. */
type ResponseAt<Op, Status> = Op extends { responses: infer Responses }
  ? Responses[(Status | Lowercase<Status & string>) & keyof Responses]
  : never;

/** The JSON media types of WHATWG's MIME Sniffing standard, with or without parameters. */
type JsonMediaType =
  | `${"application" | "text"}/json${"" | `;${string}`}`
  | `${string}/${string}+json${"" | `;${string}`}`;

/** The media types that are parsed as JSON. */
type JsonType = JsonMediaType | "*/*" | "application/*";

type JsonOf<Response> = Response extends { content: infer Content }
  ? Content[keyof Content & JsonType]
  : unknown;

/** A server-sent event, as the HTML standard defines it. */
export interface ServerSentEvent {
  /** The name of the event. @default "message" */
  readonly event: string;
  /** The text of the event. Its format depends on the API. */
  readonly data: string;
  /** The last id that the server sent, if any. */
  readonly id: string;
}

/** The content of a response that has one media type. */
type ContentOf<Response> = Response extends { content: infer Content }
  ? Content[keyof Content]
  : unknown;

interface DataByKind<Response> {
  json: JsonOf<Response>;
  text: string;
  binary: Blob;
  empty: undefined;
  events: AsyncIterable<ServerSentEvent>;
  lines: AsyncIterable<ContentOf<Response>>;
  any: ContentOf<Response> | string | Blob;
}

/** A response with the content of one media type, listed as JSON, so that every kind finds it. */
type ResponseOfType<Response, Type> = Response extends { content: infer Content }
  ? { content: { "application/json": Content[Type & keyof Content] } }
  : unknown;

/** The data of a response. If it has several media types, the data of the accepted ones. */
export type DataOfKind<Response, Kind, Accepted> = Kind extends keyof DataByKind<Response>
  ? DataByKind<Response>[Kind]
  : {
      [Type in keyof Kind]: Type extends Accepted
        ? DataByKind<ResponseOfType<Response, Type>>[Kind[Type] & keyof DataByKind<unknown>]
        : never;
    }[keyof Kind];

/** The kind of each success by status. */
type SuccessOf<Entry> = Entry extends { success: infer Success } ? Success : { 200: "json" };

/** The data of each status. The type distributes over statuses, so that editors show a union's members. */
type DataAt<Op, Success, Accepted, Status = keyof Success> = Status extends keyof Success
  ? DataOfKind<ResponseAt<Op, Status>, Success[Status], Accepted>
  : never;

/** The data that a method returns: a union over the documented successes. `undefined` is an empty body. */
export type OperationData<
  Operations,
  Api extends OpenApi,
  Name extends keyof Api["operations"],
  Accepted = string,
> = DataAt<OperationOf<Operations, Api, Name>, SuccessOf<Api["operations"][Name]>, Accepted>;

/** The media types of the response that the caller can choose from, or `never` if there is no choice. */
export type AcceptableTypes<Entry> = Entry extends { success: infer Success }
  ? {
      [Status in keyof Success]: Success[Status] extends string ? never : keyof Success[Status];
    }[keyof Success]
  : never;

/** The error class of each status. Other 4xx throw an ApiError, and all 5xx throw a ServerError. */
interface ErrorClasses {
  400: ValidationError;
  401: UnauthorizedError;
  403: ForbiddenError;
  404: NotFoundError;
  409: ConflictError;
  410: GoneError;
  429: TooManyRequestsError;
}

type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
type ToNumber<Text> = Text extends `${infer Value extends number}` ? Value : never;

/** Every status of a range. */
interface StatusRanges {
  "4XX": ToNumber<`4${Digit}${Digit}`>;
  "5XX": ToNumber<`5${Digit}${Digit}`>;
}

/** The error statuses that an entry documents. */
type ErrorsOf<Entry, Default> = Entry extends {
  errors: readonly (infer Own extends ErrorStatus)[];
}
  ? Own
  : Default;

/** The statuses from 400 to 599 that a range or `default` covers: all without a more specific response. */
interface StatusesBehind<Errors> {
  "4XX": Exclude<StatusRanges["4XX"], Errors>;
  "5XX": Exclude<StatusRanges["5XX"], Errors>;
  default: Exclude<
    StatusRanges[keyof StatusRanges],
    Errors | StatusRanges[Extract<Errors, keyof StatusRanges>]
  >;
}

type StatusesOf<Documented, Errors> = Documented extends keyof StatusesBehind<Errors>
  ? StatusesBehind<Errors>[Documented]
  : Documented;

/** The body of an error: parsed if it is JSON, otherwise text. */
type ErrorBody<Response> = Response extends { content: infer Content }
  ? { [Type in keyof Content]: Type extends JsonType ? Content[Type] : string }[keyof Content]
  : undefined;

/** An error whose status and body the operation documents. */
export type DocumentedError<Class, Status, Body> = Class & {
  readonly status: Status;
  readonly body: Body;
};

type ErrorOfClass<Class, Status, Body> = [Status] extends [never]
  ? never
  : DocumentedError<Class, Status, Body>;

/** The errors of one documented response, each of its own class. */
type ErrorsAt<Status, Body> =
  | ErrorOfClass<ServerError, Extract<Status, StatusRanges["5XX"]>, Body>
  | ErrorOfClass<ApiError, Exclude<Status, StatusRanges["5XX"] | keyof ErrorClasses>, Body>
  | {
      [Known in Extract<Status, keyof ErrorClasses>]: DocumentedError<
        ErrorClasses[Known],
        Known,
        Body
      >;
    }[Extract<Status, keyof ErrorClasses>];

type ErrorsOfOperation<Op, Errors extends ErrorStatus> = {
  [Documented in Errors]: ErrorsAt<
    StatusesOf<Documented, Errors>,
    ErrorBody<ResponseAt<Op, Documented>>
  >;
}[Errors];

/** The union of the errors that an operation documents, each with its class, status and body. */
export type OperationError<
  Operations,
  Api extends OpenApi,
  Name extends keyof Api["operations"],
> = ErrorsOfOperation<
  OperationOf<Operations, Api, Name>,
  ErrorsOf<Api["operations"][Name], Api["defaultErrors"][number]>
>;

/** The parameters of a method with arguments. `args` is optional if all its members are. */
type ArgumentList<Args, Options> =
  Partial<Args> extends Args ? [args?: Args, options?: Options] : [args: Args, options?: Options];

/** The parameters of a method. If the operation has no arguments, it takes only options. */
export type MethodParameters<Args, Options> = keyof Args extends never
  ? [options?: Options]
  : ArgumentList<Args, Options>;

/** The result of {@link Method.withResponse}. */
export interface WithResponse<Data> {
  readonly data: Data;
  /** The platform's `Response`. Its body has already been read. */
  readonly response: Response;
}

/** The types of one operation, for {@link Method}. */
export interface MethodTypes {
  readonly args: unknown;
  readonly data: unknown;
  readonly error: unknown;
}

/** A method of a client: one operation of an API. */
export interface Method<Types extends MethodTypes, Options> {
  /**
   * @returns the data of the documented success
   * @throws ApiError if the server answers with an error status; see `isError`
   * @throws RequestError if there is no usable response
   * @throws ConfigurationError if an argument, an option or the credential is wrong
   * @throws the `reason` of your own `signal`, unchanged, if the signal aborts
   */
  (...args: MethodParameters<Types["args"], Options>): Promise<Types["data"]>;
  /** Calls the method and returns the data together with the response, for its status and headers. */
  readonly withResponse: (
    ...args: MethodParameters<Types["args"], Options>
  ) => Promise<WithResponse<Types["data"]>>;
  /**
   * Returns whether an error comes from this operation and has a documented status. The compiler then
   * checks whether a `switch (error.status)` is complete, and knows the type of `error.body`.
   */
  readonly isError: (error: unknown) => error is Types["error"];
}
