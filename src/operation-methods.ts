import type * as table from "../generated/operations.js";
import type { operations } from "../generated/schema.js";
import type {
  Method,
  OperationArguments,
  OperationData,
  OperationError,
} from "./engine/operation-types.js";
import type { CallOptions } from "./datameta/options.js";

type Api = typeof table;

/** The names of all methods, one for each operation of the API. */
export type MethodName = keyof Api["operations"];

/** The arguments of a method, like `ArgumentsOf<"getFileUrl">`: its path and query parameters, and `body`. */
export type ArgumentsOf<Name extends MethodName> = OperationArguments<operations, Api, Name>;

/** The data that a method returns, like `DataOf<"getFileUrl">`. */
export type DataOf<Name extends MethodName> = OperationData<operations, Api, Name>;

/** The union of a method's documented errors, each with its class, status and body. */
export type ErrorOf<Name extends MethodName> = OperationError<operations, Api, Name>;

/** The types of a method's arguments, data and errors. */
export interface TypesOf<Name extends MethodName> {
  readonly args: ArgumentsOf<Name>;
  readonly data: DataOf<Name>;
  readonly error: ErrorOf<Name>;
}

/** A method of the client, like `OperationMethod<"getFileUrl">`. */
export type OperationMethod<Name extends MethodName> = Method<TypesOf<Name>, CallOptions>;

/** One method for each operation of the API. */
export type OperationMethods = { readonly [Name in MethodName]: OperationMethod<Name> };
