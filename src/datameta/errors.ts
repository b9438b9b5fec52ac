import {
  ClientError,
  type ApiError,
  type ConfigurationError,
  type ConflictError,
  type ConnectionError,
  type ForbiddenError,
  type GoneError,
  type NotFoundError,
  type ResponseFormatError,
  type ServerError,
  type TimeoutError,
  type TooManyRequestsError,
  type UnauthorizedError,
  type ValidationError,
} from "../engine/errors.js";

/**
 * The union of all errors of a DataMeta client. `switch (error.name)` and `instanceof` narrow it. After
 * an abort, a call does not throw such an error, but rejects with `signal.reason`.
 */
export type DataMetaError =
  | ConfigurationError
  | TimeoutError
  | ConnectionError
  | ResponseFormatError
  | ValidationError
  | UnauthorizedError
  | ForbiddenError
  | NotFoundError
  | ConflictError
  | GoneError
  | TooManyRequestsError
  | ServerError
  | (ApiError & { readonly name: "ApiError" });

const mark = "isDataMetaError";

/** Marks an error as an error of this package, so that other copies of the package recognize it. */
export function markError<E extends ClientError>(error: E): E {
  return Object.defineProperty(error, mark, { value: true });
}

/** Runs a function and marks the error that it throws. */
export function marking<T>(task: () => T): T {
  try {
    return task();
  } catch (error) {
    throw error instanceof ClientError ? markError(error) : error;
  }
}

/**
 * Returns whether a value is an error of this package, including errors from another realm or from
 * another copy of the package.
 *
 * @example
 * ```ts
 * try {
 *   await datameta.whoami();
 * } catch (error) {
 *   if (isDataMetaError(error) && error.retryable) await tryLater();
 *   else throw error;
 * }
 * ```
 */
export function isDataMetaError(value: unknown): value is DataMetaError {
  return typeof value === "object" && value !== null && Reflect.get(value, mark) === true;
}

/** The base of the package's errors, for `instanceof`. It recognizes errors of other copies of the package. */
export const DataMetaError: {
  readonly prototype: DataMetaError;
  [Symbol.hasInstance](value: unknown): value is DataMetaError;
} = {
  // Only the type of this member matters: TypeScript before 5.3 uses it to narrow `instanceof`. A
  // getter lets bundlers drop the object if an app does not use it.
  get prototype() {
    return ClientError.prototype as DataMetaError;
  },
  [Symbol.hasInstance]: isDataMetaError,
};
