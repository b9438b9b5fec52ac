import {
  createClient,
  type ApiKeyList,
  type ArgumentsOf,
  type Auth,
  type CallOptions,
  type ClientOptions,
  type DataMetaClient,
  type DataOf,
  type ErrorOf,
  type HeaderOptions,
  type HttpClient,
  type IdentifierLike,
  type Issue,
  type Login,
  type LoginOptions,
  type OperationMethod,
  type OperationMethods,
  type Outcome,
  type Phase,
  type RetryOptions,
  type Secret,
  type TimeoutError,
  type UserSession,
} from "datameta-client";
import { describe, expectTypeOf, it } from "vitest";

describe("the types behind a method", () => {
  it("are derived from its operation", () => {
    expectTypeOf<DataMetaClient["getFileUrl"]>().toEqualTypeOf<OperationMethod<"getFileUrl">>();
    expectTypeOf<ArgumentsOf<"getFileUrl">>().toEqualTypeOf<{
      id: string | IdentifierLike;
      expires?: number;
      redirect?: boolean;
    }>();
    expectTypeOf<DataOf<"getUserApiKeys">>().toEqualTypeOf<ApiKeyList>();
    expectTypeOf<DataOf<"deleteApiKey">>().toEqualTypeOf<undefined>();
    expectTypeOf<ErrorOf<"updateFile">["status"]>().toEqualTypeOf<
      400 | 401 | 403 | 404 | 409 | 500
    >();

    // @ts-expect-error -- no such operation
    expectTypeOf<ArgumentsOf<"getNothing">>().toBeUnknown();
    // @ts-expect-error -- the operation does not have this argument
    expectTypeOf<ArgumentsOf<"getFileUrl">["body"]>().toBeUnknown();
  });

  it("have a body only if the operation has one", () => {
    expectTypeOf<ArgumentsOf<"createFile">>().toHaveProperty("body");
    expectTypeOf<ArgumentsOf<"getMetaDataSet">>().not.toHaveProperty("body");
  });
});

describe("a client", () => {
  it("has the methods and http, and is read-only", () => {
    expectTypeOf<DataMetaClient>().toExtend<OperationMethods>();
    expectTypeOf<DataMetaClient["http"]>().toEqualTypeOf<HttpClient>();
    expectTypeOf(createClient).parameters.toEqualTypeOf<[options: ClientOptions]>();
    expectTypeOf(createClient).returns.toEqualTypeOf<DataMetaClient>();

    const datameta = createClient({ baseUrl: "http://localhost/api/v1" });
    // @ts-expect-error -- read-only
    datameta.whoami = datameta.getMetaData;
  });
});

it("options can be undefined", () => {
  expectTypeOf<ClientOptions>().toExtend<CallOptions>();
  expectTypeOf<CallOptions["auth"]>().toEqualTypeOf<Auth | null | undefined>();
  expectTypeOf<CallOptions["headers"]>().toEqualTypeOf<HeaderOptions | undefined>();
  expectTypeOf<CallOptions["retry"]>().toEqualTypeOf<number | RetryOptions | undefined>();
  expectTypeOf<{ limit: undefined }>().toExtend<RetryOptions>();
  expectTypeOf<{
    "X-One": string;
    "X-Two": null;
    "X-Three": undefined;
  }>().toExtend<HeaderOptions>();
  expectTypeOf<Secret>().toEqualTypeOf<string | (() => string | Promise<string>)>();
  // @ts-expect-error -- Headers is not a record
  expectTypeOf<Headers>().toExtend<HeaderOptions>();
});

it("the parts of errors and login have exported types", () => {
  expectTypeOf<TimeoutError["phase"]>().toEqualTypeOf<Phase>();
  expectTypeOf<TimeoutError["outcome"]>().toEqualTypeOf<Outcome>();
  expectTypeOf<Issue["field"]>().toEqualTypeOf<string | undefined>();
  expectTypeOf<Login>().toEqualTypeOf<{
    readonly client: DataMetaClient;
    readonly session: UserSession;
  }>();
  // @ts-expect-error -- login creates the credential itself
  expectTypeOf<LoginOptions["auth"]>().toBeUnknown();
});
