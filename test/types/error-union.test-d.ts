import type {
  ApiError,
  ConfigurationError,
  ConflictError,
  ConnectionError,
  ForbiddenError,
  GoneError,
  Issue,
  NotFoundError,
  Phase,
  RequestError,
  ResponseFormatError,
  ServerError,
  TimeoutError,
  TooManyRequestsError,
  UnauthorizedError,
  ValidationError,
} from "datameta-client";
import { describe, expectTypeOf, it } from "vitest";

/** All errors of the package. `name` distinguishes them. */
type DataMetaError =
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

declare function isDataMetaError(value: unknown): value is DataMetaError;
declare const DataMetaError: { [Symbol.hasInstance](value: unknown): value is DataMetaError };
declare const error: unknown;

describe("isDataMetaError", () => {
  it("narrows to the union, and a switch over the name narrows further", () => {
    if (!isDataMetaError(error)) return;
    expectTypeOf(error.outcome).toEqualTypeOf<"not-sent" | "rejected" | "unknown">();
    expectTypeOf(error.retryable).toEqualTypeOf<boolean>();
    switch (error.name) {
      case "TimeoutError":
        expectTypeOf(error.phase).toEqualTypeOf<Phase>();
        break;
      case "ConfigurationError":
      case "ConnectionError":
      case "ResponseFormatError":
        expectTypeOf(error).toExtend<RequestError | ConfigurationError>();
        // @ts-expect-error -- there is no usable response
        expectTypeOf(error.status).toBeNumber();
        break;
      case "TooManyRequestsError":
        expectTypeOf(error).toEqualTypeOf<TooManyRequestsError>();
        expectTypeOf(error.retryAfter).toEqualTypeOf<number | undefined>();
        break;
      case "ApiError":
      case "ValidationError":
      case "UnauthorizedError":
      case "ForbiddenError":
      case "NotFoundError":
      case "ConflictError":
      case "GoneError":
      case "ServerError":
        expectTypeOf(error.status).toEqualTypeOf<number>();
        break;
      default:
        error satisfies never;
    }
    // @ts-expect-error -- there is no error with that name
    expectTypeOf(error.name === "TeapotError").toBeBoolean();
  });

  it("narrows by members that only some errors have", () => {
    if (isDataMetaError(error) && "status" in error) {
      expectTypeOf(error).toExtend<ApiError>();
      expectTypeOf(error.issues).toEqualTypeOf<readonly Issue[]>();
    }
    if (isDataMetaError(error) && "phase" in error) expectTypeOf(error).toExtend<TimeoutError>();
  });
});

it("instanceof DataMetaError narrows in the same way", () => {
  if (error instanceof DataMetaError && error.name === "TimeoutError") {
    expectTypeOf(error).toEqualTypeOf<TimeoutError>();
  }
});
