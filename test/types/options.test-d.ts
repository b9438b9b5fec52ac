import { createClient, login, type ClientOptions, type UserSession } from "datameta-client";
import type { TestServerOptions } from "datameta-client/testing";
import { expectTypeOf, it } from "vitest";

const baseUrl = "http://localhost/api/v1";

it("auth is exactly one kind of credential", () => {
  expectTypeOf(createClient).toBeCallableWith({ baseUrl });
  expectTypeOf(createClient).toBeCallableWith({ baseUrl, auth: null });
  expectTypeOf(createClient).toBeCallableWith({ baseUrl, auth: { bearer: "token" } });
  expectTypeOf(createClient).toBeCallableWith({ baseUrl, auth: { bearer: () => "token" } });
  expectTypeOf(createClient).toBeCallableWith({
    baseUrl,
    auth: { cookie: () => Promise.resolve("session") },
  });
  expectTypeOf(createClient).toBeCallableWith({ baseUrl, auth: { session: "browser" } });

  // @ts-expect-error -- there is no default host
  expectTypeOf(createClient).toBeCallableWith({ auth: null });
  // @ts-expect-error -- only one kind is allowed
  createClient({ baseUrl, auth: { bearer: "token", session: "browser" } });
  // @ts-expect-error -- misspelt
  createClient({ baseUrl, auth: { baerer: "token" } });
  // @ts-expect-error -- unknown option
  createClient({ baseUrl, retries: 3 });
});

it("an option can be undefined, which means its default", () => {
  expectTypeOf<{
    baseUrl: string;
    timeout: undefined;
    auth: undefined;
  }>().toExtend<ClientOptions>();
});

it("an option of the test server can be undefined, too", () => {
  expectTypeOf<{
    [Name in keyof TestServerOptions]-?: undefined;
  }>().toExtend<TestServerOptions>();
});

it("login returns a client and the created key", () => {
  expectTypeOf(login).toBeCallableWith({ baseUrl, email: "a", password: "b", label: "c" });
  expectTypeOf(login).returns.resolves.toHaveProperty("session").toEqualTypeOf<UserSession>();

  // @ts-expect-error -- login uses the password instead
  void login({ baseUrl, email: "a", password: "b", label: "c", auth: null });
});

it("http is openapi-fetch's client, typed by path", () => {
  const { http } = createClient({ baseUrl });

  void http.GET("/rpc/whoami");
  // @ts-expect-error -- no such path
  void http.GET("/rpc/whoareyou");
});
