import {
  createClient,
  isDataMetaError,
  type ConflictError,
  type DataMetaError,
  type ErrorModel,
  type ForbiddenError,
  type GoneError,
  type HttpError,
  type NotFoundError,
  type ServerError,
  type UnauthorizedError,
  type ValidationError,
} from "datameta-client";
import { expectTypeOf, it } from "vitest";

const datameta = createClient({ baseUrl: "http://localhost/api/v1" });
declare const error: unknown;

it("isError narrows to the documented statuses, and a switch over them is complete", () => {
  if (!datameta.setUserPassword.isError(error)) {
    expectTypeOf(error).toBeUnknown();
    return;
  }
  switch (error.status) {
    case 400:
      expectTypeOf(error).toExtend<ValidationError>();
      expectTypeOf(error.body).toEqualTypeOf<ErrorModel>();
      break;
    case 401:
      expectTypeOf(error).toExtend<UnauthorizedError>();
      break;
    case 403:
      expectTypeOf(error).toExtend<ForbiddenError>();
      break;
    case 404:
      expectTypeOf(error).toExtend<NotFoundError>();
      break;
    case 410:
      expectTypeOf(error).toExtend<GoneError>();
      expectTypeOf(error.body).toEqualTypeOf<HttpError>();
      break;
    case 500:
      expectTypeOf(error).toExtend<ServerError>();
      expectTypeOf(error.body).toEqualTypeOf<ErrorModel | string>();
      break;
    default:
      error satisfies never;
  }
});

it("isError excludes statuses that the operation does not document", () => {
  if (datameta.whoami.isError(error)) {
    expectTypeOf(error.status).toEqualTypeOf<400 | 401 | 500>();
    // @ts-expect-error -- whoami does not document a 409
    expectTypeOf(error).toExtend<ConflictError>();
  }
});

it("the body of a page is text, and the body of a file's 409 is null", () => {
  if (datameta.getFile.isError(error) && error.status === 404) {
    expectTypeOf(error.body).toEqualTypeOf<string>();
  }
  if (datameta.updateFile.isError(error) && error.status === 409) {
    expectTypeOf(error.body).toEqualTypeOf<null>();
  }
});

it("isDataMetaError narrows to the members of all errors", () => {
  if (isDataMetaError(error)) {
    expectTypeOf(error).toEqualTypeOf<DataMetaError>();
    expectTypeOf(error.outcome).toEqualTypeOf<"not-sent" | "rejected" | "unknown">();
    // @ts-expect-error -- not every error has a status
    expectTypeOf(error.status).toBeNumber();
  }
});
