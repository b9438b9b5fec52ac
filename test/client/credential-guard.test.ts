import { createClient, type Auth, type ClientOptions } from "datameta-client";
import { describe, expect, it } from "vitest";
import { failureOf } from "../support/failure-of.js";
import { empty, json, serve, type LoopbackServer } from "../support/loopback.js";

type Middleware = NonNullable<ClientOptions["middleware"]>[number];

const whoami = json(200, { name: "Ada" });

/** Each kind of credential that the client adds to requests. */
const auths: Auth[] = [{ bearer: "canary" }, { cookie: "canary" }];

/** The credentials that a server received, request by request. */
function credentialsAt({ requests }: LoopbackServer): (string | undefined)[] {
  return requests.map(({ headers }) => headers.authorization ?? headers.cookie);
}

/** Sends every request to another address, with its headers and body. */
function leadTo(move: (url: string) => string): Middleware {
  return { onRequest: ({ request }) => new Request(move(request.url), request) };
}

describe.each(auths)("%o is sent only to the server's origin and path", (auth) => {
  it.each([301, 302, 303, 307, 308])(
    "and not after a redirect %d to another origin",
    async (status) => {
      await using elsewhere = await serve(whoami);
      await using server = await serve(empty(status, { Location: `${elsewhere.url}/rpc/whoami` }));
      const datameta = createClient({ baseUrl: server.url, auth });

      expect(await failureOf(datameta.whoami())).toMatchObject({
        name: "ResponseFormatError",
        message: expect.stringContaining(`redirects to ${elsewhere.origin}. `) as string,
      });
      expect(server.requests).toHaveLength(1);
      expect(elsewhere.requests).toHaveLength(0);
    },
  );

  it("and not if middleware sends the request to another origin", async () => {
    await using elsewhere = await serve(whoami);
    await using server = await serve(whoami);
    const middleware = [leadTo((url) => url.replace(server.origin, elsewhere.origin))];

    await createClient({ baseUrl: server.url, auth, middleware }).whoami();

    expect(credentialsAt(elsewhere)).toEqual([undefined]);
    expect(server.requests).toHaveLength(0);
  });

  it.each([
    ["next to the API", "/api/v1-other/rpc/whoami"],
    ["above the API", "/rpc/whoami"],
    ["out of the API by dots", "/api/v1/../v2/rpc/whoami"],
    ["out of the API by encoded dots", "/api/v1/%2e%2e/v2/rpc/whoami"],
  ])("and not if middleware sends the request %s", async (_, path) => {
    await using server = await serve(whoami);
    const middleware = [leadTo(() => server.origin + path)];

    await createClient({ baseUrl: server.url, auth, middleware }).whoami();

    expect(credentialsAt(server)).toEqual([undefined]);
  });

  it("and also if middleware sends the request to another path of the API", async () => {
    await using server = await serve(whoami);
    const middleware = [leadTo(() => `${server.url}/metadata`)];

    await createClient({ baseUrl: server.url, auth, middleware }).whoami();

    expect(credentialsAt(server)).toEqual([expect.stringContaining("canary")]);
  });

  it("and not if http uses another base URL", async () => {
    await using elsewhere = await serve(whoami);
    await using server = await serve(whoami);
    const { http } = createClient({ baseUrl: server.url, auth });

    await http.GET("/rpc/whoami", { baseUrl: elsewhere.url });
    await http.GET("/rpc/whoami", { baseUrl: `${server.origin}/other` });
    await http.GET("/rpc/whoami", { baseUrl: `${server.url}/../v2` });
    await http.GET("/rpc/whoami");

    expect(credentialsAt(elsewhere)).toEqual([undefined]);
    expect(credentialsAt(server)).toEqual([
      undefined,
      undefined,
      expect.stringContaining("canary"),
    ]);
  });
});

it.each<[what: string, value: string, change: (request: Request) => void]>([
  ["as it is", "canary", () => undefined],
  ["with blanks around it", " canary ", () => undefined],
  [
    "next to another one",
    "canary",
    ({ headers }) => {
      headers.append("X-Api-Key", "other");
    },
  ],
])("a header with a credential is not sent to another origin, %s", async (_, value, change) => {
  await using elsewhere = await serve(whoami);
  await using server = await serve(whoami);
  const { http } = createClient({
    ...{ baseUrl: server.url, headers: { "X-Api-Key": value, "X-Trace": "5" } },
    middleware: [{ onRequest: ({ request }) => change(request) }],
  });

  await http.GET("/rpc/whoami", { baseUrl: elsewhere.url });
  await http.GET("/rpc/whoami");

  expect(elsewhere.requests[0]?.headers).not.toHaveProperty("x-api-key");
  expect(elsewhere.requests[0]?.headers).toHaveProperty("x-trace", "5");
  expect(server.requests[0]?.headers["x-api-key"]).toContain("canary");
});

it("a password in a body is not sent after a redirect", async () => {
  await using elsewhere = await serve(whoami);
  await using server = await serve(empty(307, { Location: `${elsewhere.url}/keys` }));
  const datameta = createClient({ baseUrl: server.url });

  await failureOf(
    datameta.createApiKey({ body: { email: "a@b.c", password: "canary", label: "x" } }),
  );

  expect(elsewhere.requests).toHaveLength(0);
});

it("a base URL with a trailing slash or capitals in its host means the same server", async () => {
  await using server = await serve(whoami);
  const { port } = new URL(server.url);

  for (const baseUrl of [`${server.url}/`, `http://LOCALHOST:${port}/api/v1`]) {
    await createClient({ baseUrl, auth: { bearer: "canary" } }).whoami();
    await createClient({ baseUrl, auth: { bearer: "canary" } }).http.GET("/rpc/whoami");
  }

  expect(credentialsAt(server)).toEqual(Array.from({ length: 4 }, () => "Bearer canary"));
});
