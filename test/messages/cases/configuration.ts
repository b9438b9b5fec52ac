import { createClient, login, rotatingKey, type ClientOptions } from "datameta-client";
import { vi } from "vitest";

import { canaries } from "../../support/canaries.js";
import { password, type Cases, type World } from "../support/world.js";

/** A value that a caller in JavaScript may pass. */
const create = (options: unknown) => () => createClient(options as ClientOptions);

/** The first word of each case is the name of the option. The message must begin with it. */
export function options({ client }: World): Cases {
  const baseUrl = "https://datameta.example.org/api/v1";
  const withOption = (option: object) => create({ baseUrl, ...option });
  return {
    "options that are null": create(null),
    "timeOut, which is unknown": withOption({ timeOut: 1 }),
    "timeOut of a call": () => client().whoami({ timeOut: 1 } as never),
    "fetch that is a URL": withOption({ fetch: baseUrl }),
    "headers that are a Headers object": withOption({ headers: new Headers() }),
    "header with a line break": withOption({ headers: { "x-a": "a\r\nb" } }),
    "header with a credential": withOption({ headers: { Authorization: canaries.token } }),
    "timeout of zero": withOption({ timeout: 0 }),
    "retry that is a string": withOption({ retry: "2" }),
    "retry with an unknown member": withOption({ retry: { delay: 1 } }),
    "retry.limit below zero": withOption({ retry: { limit: -1 } }),
    "retry.methods in lowercase": withOption({ retry: { methods: ["get"] } }),
    "retry.maxDelay below zero": withOption({ retry: { maxDelay: -1 } }),
    "signal that is a controller": withOption({ signal: new AbortController() }),
    "maxResponseSize below zero": withOption({ maxResponseSize: -1 }),
    "validate that is a function": withOption({ validate: () => undefined }),
    "middleware that is a function": withOption({ middleware: () => undefined }),
  };
}

export function auth({ client }: World): Cases {
  const withAuth = (value: unknown) => create({ baseUrl: "https://host/api/v1", auth: value });
  const call = (value: ClientOptions["auth"]) => () => client({ auth: value }).whoami();
  return {
    "auth that is a string": withAuth(canaries.token),
    "auth with an unknown member": withAuth({ token: canaries.token }),
    "auth with two credentials": withAuth({ bearer: "a", cookie: "b" }),
    "auth without a credential": withAuth({}),
    "auth with a bearer that is undefined": withAuth({ bearer: undefined }),
    "auth.cookie in a browser": () => {
      // A browser drops the header.
      vi.stubGlobal(
        "Request",
        class extends Request {
          override readonly headers = new Headers();
        },
      );
      try {
        return withAuth({ cookie: canaries.cookie })();
      } finally {
        vi.unstubAllGlobals();
      }
    },
    "auth.session that is another string": withAuth({ session: canaries.cookie }),
    "auth.expires next to a function": withAuth({ bearer: () => "a", expires: "2030-01-31" }),
    "auth.expires that is not a date": withAuth({ bearer: "a", expires: "soon" }),
    "auth.expires from a function": call({
      bearer: () => ({ token: canaries.token, expires: "soon" }),
    }),
    "auth.bearer that is empty": call({ bearer: "" }),
    "auth.bearer that is a number": call({ bearer: (() => 7) as never }),
    "auth.bearer with a line break": call({ bearer: `${canaries.token}\n` }),
    "auth.cookie with a semicolon": call({ cookie: `${canaries.cookie};` }),
  };
}

export const baseUrl = (): Cases => ({
  "baseUrl that is undefined": create({}),
  "baseUrl without a scheme": create({ baseUrl: "datameta.example.org/api/v1" }),
  "baseUrl that is a path, outside of a browser": create({ baseUrl: "/api/v1" }),
  "baseUrl with a password": create({ baseUrl: `https://ada:${canaries.token}@host/api/v1` }),
});

export function logins({ server, after }: World): Cases {
  const email = "ada@example.org";
  const { url } = server;
  const account = { baseUrl: url, retry: 0, email, password, label: "laptop" };
  const key = { token: canaries.token, expires: "2030-01-31" };
  const rotate = (more: object) => () =>
    rotatingKey({ baseUrl: url, key, label: "daemon", ...more });
  return {
    "options that are missing": () => login(undefined as never),
    "auth next to a password": () => login({ ...account, auth: { bearer: "a" } } as never),
    "password that is empty": () => login({ ...account, password: "" }),
    "passphrase, which is unknown": () => login({ ...account, passphrase: "a" } as never),
    "login with a wrong password": () => login({ ...account, password: canaries.password }),
    "a login with a late expiry": () => login({ ...account, expires: "2099-01-31" }),
    "login at another server": after(
      { status: 200, headers: { "content-type": "application/json" }, body: {} },
      () => login(account),
    ),
    "key.token that is empty": rotate({ key: { ...key, token: "" } }),
    "key.expires that is not a date": rotate({ key: { ...key, expires: "soon" } }),
    "renewBefore of zero": rotate({ renewBefore: 0 }),
    "store that is a number": rotate({ store: 5 }),
    "label of a rotating key that is empty": rotate({ label: "" }),
  };
}

export function callArguments({ client }: World): Cases {
  const datameta = client();
  const getFile = (id: unknown) => () => datameta.getFile({ id } as never);
  const circle: Record<string, unknown> = {};
  circle["circle"] = circle;
  const { http } = datameta;
  return {
    "first argument that is a string": () => datameta.getFile("DMF-1" as never),
    "body that is missing": () => datameta.createFile({} as never),
    "body that has no JSON": () => datameta.createFile({ body: circle } as never),
    "fileId, which is unknown": () => datameta.getFile({ fileId: "DMF-1" } as never),
    "body of a method without one": () => datameta.getFile({ id: "1", body: {} } as never),
    "id that is missing": getFile(undefined),
    "id that is empty": getFile(""),
    "id that is an array": getFile(["DMF-1"]),
    "id that is a path": getFile(`../${canaries.token}`),
    "id with a line break": getFile("DMF-1\n"),
    "id with a lone surrogate": getFile("\ud800"),
    "awaitingService that is an object": () =>
      datameta.getMetaDataSets({ awaitingService: { a: 1 } } as never),
    "expires that is not a number": () => datameta.getFileUrl({ id: "DMF-1", expires: NaN }),
    "id that http needs": () => http.GET("/files/{id}", {} as never),
    "id that http cannot send": () => http.GET("/files/{id}", { params: { path: { id: ".." } } }),
    "header that cannot be sent": () => http.GET("/rpc/whoami", { headers: { "x-a": "ü€" } }),
    "query parameters with a lone surrogate": () =>
      http.GET("/metadatasets", { params: { query: { awaitingService: "\ud800" } } }),
    "query parameters that are nested": () =>
      http.GET("/metadatasets", { params: { query: { awaitingService: [[1]] as never } } }),
    "arguments of a GET with a body": () => http.GET("/rpc/whoami", { body: "x" } as never),
    "method that is missing": () => http.request(undefined as never, "/rpc/whoami"),
    "middleware that reads the request": () =>
      http.POST("/keys", {
        body: { label: "x" },
        middleware: [
          {
            onRequest: async ({ request }) => {
              await request.text();
            },
          },
        ],
      }),
  };
}
