import {
  createClient,
  type ApiKeyList,
  type FileUrl,
  type IdentifierLike,
  type SetPasswordResponse,
  type UserSession,
  type WhoamiResponse,
  type WithResponse,
} from "datameta-client";
import { describe, expectTypeOf, it } from "vitest";

const datameta = createClient({ baseUrl: "http://localhost/api/v1" });

describe("arguments", () => {
  it("are flat: path, query and body by name", () => {
    expectTypeOf(datameta.getFileUrl).parameter(0).toEqualTypeOf<{
      id: string | IdentifierLike;
      expires?: number;
      redirect?: boolean;
    }>();
    expectTypeOf(datameta.setUserPassword).parameter(0).toEqualTypeOf<{
      id: string | IdentifierLike;
      body: { passwordChangeCredential: string; newPassword: string };
    }>();
  });

  it("can be left out if none is required", () => {
    expectTypeOf(datameta.whoami).toBeCallableWith();
    expectTypeOf(datameta.getMetaDataSets).toBeCallableWith();
    expectTypeOf(datameta.whoami).toBeCallableWith({ timeout: 1 });
    expectTypeOf(datameta.getMetaDataSets).toBeCallableWith({ awaitingService: "DMP-1" });

    // @ts-expect-error -- the id is required
    expectTypeOf(datameta.getFile).toBeCallableWith();
    // @ts-expect-error -- the body is required
    expectTypeOf(datameta.createFile).toBeCallableWith({});
  });

  it("must be known, also deep in the body", () => {
    // @ts-expect-error -- the operation has no arguments
    void datameta.whoami({ id: "1" });
    // @ts-expect-error -- misspelt
    void datameta.getFileUrl({ id: "1", exipres: 1 });
    // @ts-expect-error -- misspelt
    void datameta.createApiKey({ body: { label: "laptop", emial: "ada@example.org" } });
    // @ts-expect-error -- no such option
    void datameta.whoami({ timeuot: 1 });
    // @ts-expect-error -- the base URL is an option of the client
    void datameta.whoami({ baseUrl: "http://localhost" });
  });
});

describe("data", () => {
  it("has the named type of the documented success", () => {
    expectTypeOf(datameta.createApiKey).returns.resolves.toEqualTypeOf<UserSession>();
    expectTypeOf(datameta.getUserApiKeys).returns.resolves.toEqualTypeOf<ApiKeyList>();
    expectTypeOf(datameta.whoami).returns.resolves.toEqualTypeOf<WhoamiResponse>();
  });

  it("is undefined for a success without a body", () => {
    expectTypeOf(datameta.deleteApiKey).returns.resolves.toEqualTypeOf<undefined>();
    expectTypeOf(datameta.updateUser).returns.resolves.toEqualTypeOf<undefined>();
  });

  it("is a union if several successes are documented", () => {
    expectTypeOf(datameta.setUserPassword).returns.resolves.toEqualTypeOf<
      SetPasswordResponse | undefined
    >();
    expectTypeOf(datameta.getFileUrl).returns.resolves.toEqualTypeOf<FileUrl>();
  });

  it("comes with the response in withResponse", () => {
    expectTypeOf(datameta.whoami.withResponse).returns.resolves.toEqualTypeOf<
      WithResponse<WhoamiResponse>
    >();
    expectTypeOf(datameta.getFileUrl.withResponse).parameters.toEqualTypeOf<
      Parameters<typeof datameta.getFileUrl>
    >();
  });
});
