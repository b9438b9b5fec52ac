import type { errorClasses } from "./error-response.js";
import type { ApiError, ServerError } from "./errors.js";
import type { CallOptions } from "./options.js";

/** Shows the members of an intersection instead of its parts. */
type Show<T> = { [K in keyof T]: T[K] };

/** A part that an operation has; `unknown`, which adds nothing to an intersection, where it has none. */
type Given<T> = [T] extends [undefined] ? unknown : NonNullable<T>;

/** The members of one place of an operation's parameters: its path or its query. */
type ParametersIn<Op, Place extends "path" | "query"> = Op extends { parameters: infer All }
  ? Given<All[Place & keyof All]>
  : unknown;

/** What an object with `content` holds, over all its content types; `undefined` without one. */
type ContentOf<T> = T extends { content: infer Content } ? Content[keyof Content] : undefined;

/** `{ body }`, optional where the operation's body is, nothing where it has none. */
type BodyArgument<Op> = Op extends { requestBody: infer Body }
  ? { body: ContentOf<Body> }
  : OptionalBody<Op["requestBody" & keyof Op]>;

type OptionalBody<Body> = [Body] extends [undefined]
  ? unknown
  : { body?: ContentOf<NonNullable<Body>> };

/** The flat arguments of an operation: path, query and body. */
export type ArgumentsOf<Op> = Show<
  ParametersIn<Op, "path"> & ParametersIn<Op, "query"> & BodyArgument<Op>
>;

/** The documented answers of an operation, by status. */
type ResponsesOf<Op> = Op extends { responses: infer Responses } ? Responses : never;

/** The statuses of an operation that begin with one of the digits. */
type StatusesOf<Op, Digit extends number> = {
  [Status in keyof ResponsesOf<Op>]: `${Status & number}` extends `${Digit}${string}`
    ? Status
    : never;
}[keyof ResponsesOf<Op>];

/** The data of an operation: of each documented success; `undefined` for an empty one. */
export type DataOf<Op> = ContentOf<ResponsesOf<Op>[StatusesOf<Op, 2 | 3>]>;

type ErrorClasses = typeof errorClasses;

/** The class that is thrown for a status. */
type ErrorClass<Status> = Status extends keyof ErrorClasses
  ? InstanceType<ErrorClasses[Status]>
  : `${Status & number}` extends `5${string}`
    ? ServerError
    : ApiError;

/** The union of an operation's documented errors, each with its class, status and body. */
export type ErrorOf<Op> = {
  [Status in StatusesOf<Op, 4 | 5>]: ErrorClass<Status> & {
    readonly status: Status;
    readonly body: ContentOf<ResponsesOf<Op>[Status]>;
  };
}[StatusesOf<Op, 4 | 5>];

/** The parameters of a method: arguments may be left out where none is required. */
type ParametersOf<Op> =
  Partial<ArgumentsOf<Op>> extends ArgumentsOf<Op>
    ? [args?: Exact<ArgumentsOf<Op>>, options?: CallOptions]
    : [args: ArgumentsOf<Op>, options?: CallOptions];

/** An object type without members would take anything: it becomes one that takes none. */
type Exact<T> = keyof T extends never ? Record<string, never> : T;

/** What {@link OperationMethod.withResponse} gives. */
export interface WithResponse<Data> {
  readonly data: Data;
  /** The platform's response; its body has been read. */
  readonly response: Response;
}

/** A method of the client: one operation of the API. */
export interface OperationMethod<Op> {
  /**
   * @returns the data of the documented success
   * @throws ApiError where the server answers with an error status; see `isError`
   * @throws UnauthorizedError without asking the server, where the token has drawn a 401 before
   * @throws ValidationError without asking the server, where `validate` refuses the request
   * @throws RequestError where there is no usable answer
   * @throws ConfigurationError where an argument, an option or the credential is wrong
   * @throws the `reason` of your own `signal`, as it is, where that aborts
   */
  (...parameters: ParametersOf<Op>): Promise<DataOf<Op>>;
  /**
   * Like the method, which throws the same, and gives the response besides the data, for its status
   * and headers.
   */
  readonly withResponse: (...parameters: ParametersOf<Op>) => Promise<WithResponse<DataOf<Op>>>;
  /**
   * Tells whether an error comes from this operation, with a status that the API documents, and
   * narrows it to the union of them: the compiler checks a `switch (error.status)` for completeness.
   * `body` has the type of the documented one.
   */
  readonly isError: (error: unknown) => error is ErrorOf<Op>;
}
