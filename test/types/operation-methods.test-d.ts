import { isDataMetaError, type GoneError, type ValidationError } from "datameta-client";
import { describe, expectTypeOf, it } from "vitest";

import type {
  ErrorModel,
  FileUrl,
  HttpError,
  Identifier,
  SetPasswordResponse,
} from "../../generated/schema.js";
import type { IdentifierLike } from "../../src/engine/operation-types.js";
import type {
  ArgumentsOf,
  DataOf,
  ErrorOf,
  OperationMethods,
} from "../../src/operation-methods.js";

declare const datameta: OperationMethods;
declare const file: { id: Identifier };
declare const error: unknown;

describe("arguments", () => {
  it("are flat, and an id can be an identifier object", () => {
    expectTypeOf<ArgumentsOf<"getFileUrl">>().toEqualTypeOf<{
      id: string | IdentifierLike;
      expires?: number;
      redirect?: boolean;
    }>();
    expectTypeOf<ArgumentsOf<"getMetaDataSets">>().toEqualTypeOf<{
      submittedAfter?: string;
      submittedBefore?: string;
      awaitingService?: string | IdentifierLike;
    }>();
    expectTypeOf<ArgumentsOf<"executeService">>().toHaveProperty("body");
    void datameta.getFile({ id: file.id });
    void datameta.getGroupSubmissions({ id: file.id });
    void datameta.executeService({
      serviceId: file.id,
      metadatasetId: "DMR-1",
      body: { record: {}, fileIds: [] },
    });

    // @ts-expect-error -- a date is not an identifier
    void datameta.getMetaDataSets({ submittedAfter: file.id });
    // @ts-expect-error -- a file is not an identifier
    void datameta.getFile({ id: file });
    // @ts-expect-error -- an array in a body accepts only ids
    void datameta.bulkDeleteStagedFiles({ body: { fileIds: [file.id] } });
  });

  it("do not exist in an operation without arguments", () => {
    expectTypeOf<Parameters<OperationMethods["whoami"]>["length"]>().toEqualTypeOf<0 | 1>();
    void datameta.whoami();
    void datameta.whoami({ timeout: 5 });
    void datameta.whoami.withResponse({ timeout: 5 });

    // @ts-expect-error -- an operation without arguments takes only options
    void datameta.whoami({ id: "1" });
    // @ts-expect-error -- the options are the only argument
    void datameta.whoami({}, { timeout: 5 });
  });

  it("can be left out if none is required", () => {
    void datameta.getMetaDataSets();
    void datameta.getMetaDataSets({}, { timeout: 5 });

    // @ts-expect-error -- the options are the second argument
    void datameta.getMetaDataSets({ timeout: 5 });
    // @ts-expect-error -- the id is required
    void datameta.getFile();
    // @ts-expect-error -- the id is required
    void datameta.getFile({});
    // @ts-expect-error -- the body is required
    void datameta.createFile({});
    // @ts-expect-error -- misspelt
    void datameta.createApiKey({ body: { label: "laptop", emial: "ada@example.org" } });
  });
});

it("data has the types of all documented successes", () => {
  expectTypeOf<DataOf<"getFileUrl">>().toEqualTypeOf<FileUrl>();
  expectTypeOf<DataOf<"setUserPassword">>().toEqualTypeOf<SetPasswordResponse | undefined>();
  expectTypeOf<DataOf<"deleteApiKey">>().toEqualTypeOf<undefined>();
  expectTypeOf(datameta.getFileUrl).returns.resolves.toEqualTypeOf<FileUrl>();
});

describe("isError", () => {
  it("narrows to exactly the statuses that the operation documents", () => {
    expectTypeOf<ErrorOf<"whoami">["status"]>().toEqualTypeOf<400 | 401 | 500>();
    expectTypeOf<ErrorOf<"getFile">["status"]>().toEqualTypeOf<400 | 401 | 403 | 404 | 500>();
    expectTypeOf<ErrorOf<"updateFile">["status"]>().toEqualTypeOf<
      400 | 401 | 403 | 404 | 409 | 500
    >();

    if (!datameta.setUserPassword.isError(error)) return;
    switch (error.status) {
      case 400:
        expectTypeOf(error).toExtend<ValidationError>();
        expectTypeOf(error.body).toEqualTypeOf<ErrorModel>();
        break;
      case 401:
      case 403:
      case 404:
        break;
      case 410:
        expectTypeOf(error).toExtend<GoneError>();
        expectTypeOf(error.body).toEqualTypeOf<HttpError>();
        break;
      case 500:
        expectTypeOf(error.body).toEqualTypeOf<ErrorModel | string>();
        break;
      default:
        error satisfies never;
    }
    // @ts-expect-error -- setUserPassword does not document a 409
    expectTypeOf<409>().toExtend<ErrorOf<"setUserPassword">["status"]>();
  });

  it("keeps the members of all errors", () => {
    if (isDataMetaError(error) && datameta.getFile.isError(error)) {
      expectTypeOf(error.outcome).toEqualTypeOf<"not-sent" | "rejected" | "unknown">();
    }
  });
});
