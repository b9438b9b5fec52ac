import {
  createClient,
  login,
  type ClientOptions,
  type DataOf,
  type UserSession,
} from "datameta-client";
import createQueryClient from "openapi-react-query";
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
  // @ts-expect-error -- the body is missing
  void http.request("post", "/keys");
  // @ts-expect-error -- the path has no such method
  void http.request("get", "/keys");
  // It can be passed to libraries for openapi-fetch.
  createQueryClient(http).queryOptions("get", "/rpc/whoami");
  // @ts-expect-error -- the library knows the paths, too
  createQueryClient(http).queryOptions("get", "/rpc/whoareyou");
});

it("http always returns data, and never an error, because it throws errors", () => {
  const { http } = createClient({ baseUrl });
  const byVerb = () => http.GET("/rpc/whoami");
  const byRequest = () => http.request("get", "/rpc/whoami");
  const created = () => http.request("post", "/keys", { body: { label: "x" } });

  expectTypeOf(byVerb).returns.resolves.toHaveProperty("data").toEqualTypeOf<DataOf<"whoami">>();
  expectTypeOf(byRequest).returns.resolves.toHaveProperty("data").toEqualTypeOf<DataOf<"whoami">>();
  expectTypeOf(created).returns.resolves.toHaveProperty("data").toEqualTypeOf<UserSession>();
  expectTypeOf(byVerb).returns.resolves.not.toHaveProperty("error");
  expectTypeOf(byRequest).returns.resolves.not.toHaveProperty("error");
});
