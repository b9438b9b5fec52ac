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
 * Every error that this package throws on purpose about a DataMeta server. `switch (error.name)` and
 * `instanceof` narrow it. A caller's own abort is not one: the call rejects with `signal.reason`.
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

/** Marks an error as this package's, so that other copies of the package know it, too. */
export function markError<E extends ClientError>(error: E): E {
  return Object.defineProperty(error, mark, { value: true });
}

/** Marks what a function throws. */
export function marking<T>(task: () => T): T {
  try {
    return task();
  } catch (error) {
    throw error instanceof ClientError ? markError(error) : error;
  }
}

/**
 * Tells whether `value` is an error of this package, also one from another realm or from another
 * copy of the package.
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

/** Base of the package's errors, for `instanceof`. It also recognizes errors of other copies of the package. */
export const DataMetaError: {
  readonly prototype: DataMetaError;
  [Symbol.hasInstance](value: unknown): value is DataMetaError;
} = {
  // Only its type matters: TypeScript before 5.3 narrows by it.
  prototype: ClientError.prototype as DataMetaError,
  [Symbol.hasInstance]: isDataMetaError,
};
