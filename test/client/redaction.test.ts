import { inspect } from "node:util";
import {
  createClient,
  login,
  type Auth,
  type ClientOptions,
  type DataMetaClient,
} from "datameta-client";
import { describe, expect, it } from "vitest";
import { failureOf } from "../support/failure-of.js";
import { canaries } from "../support/canaries.js";
import { echo, echoes, list } from "../support/echo.js";
import { json, serve } from "../support/loopback.js";
import { sinks } from "../support/sinks.js";

type Call = (datameta: DataMetaClient) => Promise<unknown>;

const makeKey: Call = ({ createApiKey }) =>
  createApiKey({ body: { email: "a@b.c", password: canaries.password, label: "x" } });
const setPassword: Call = ({ setUserPassword }) =>
  setUserPassword({
    id: "0",
    body: { passwordChangeCredential: canaries.credential, newPassword: canaries.newPassword },
  });

const token: Auth = { bearer: () => canaries.token };

const calls: [string, Call, Partial<ClientOptions>][] = [
  ["createApiKey", makeKey, {}],
  ["createApiKey with a token", makeKey, { auth: token }],
  ["setUserPassword with a cookie", setPassword, { auth: { cookie: canaries.cookie } }],
  [
    "setUserPassword behind middleware",
    setPassword,
    { auth: token, middleware: [{ onRequest: ({ request }) => request }] },
  ],
  ["whoami", ({ whoami }) => whoami(), { auth: token }],
  [
    "http",
    ({ http }) => http.POST("/keys", { body: { password: canaries.password, label: "x" } }),
    { auth: token },
  ],
];

/** Returns all texts that a logger could print for an error. */
function logged(error: unknown): string {
  return Object.values(sinks)
    .map((sink) => sink(error))
    .join("\n");
}

describe.each(Object.entries(echoes))("there is no secret in the error of %s", (_, fault) => {
  it.each(calls)("by %s", async (_, call, options) => {
    await using server = await serve(fault);
    const timeout = fault === echoes["a stall"] ? 50 : 60_000;
    const datameta = createClient({ baseUrl: server.url, timeout, retry: 0, ...options });

    const error = await failureOf(call(datameta));

    expect(error).toMatchObject({ isDataMetaError: true, attempts: 1 });
    expect(logged(error)).not.toContain("canary");
  });
});

describe("there is no secret", () => {
  it("in the error for a token that was rejected earlier", async () => {
    await using server = await serve(echo(401, "application/json", list));
    const datameta = createClient({ baseUrl: server.url, auth: token });

    await failureOf(datameta.whoami());
    const error = await failureOf(datameta.getMetaData());

    expect(error).toMatchObject({ name: "UnauthorizedError", attempts: 0 });
    expect(logged(error)).not.toContain("canary");
  });

  it("in the error of a custom fetch that quotes the request", async () => {
    const datameta = createClient({
      baseUrl: "http://localhost/api/v1",
      auth: token,
      retry: 0,
      fetch: (_, init) => {
        const { headers } = new Request("http://localhost", init);
        return Promise.reject(new TypeError(`bad header ${String(headers.get("Authorization"))}`));
      },
    });

    const error = await failureOf(datameta.whoami());

    expect(error).toMatchObject({ name: "ConnectionError" });
    expect(logged(error)).not.toContain("canary");
  });

  it("in the error of a response from middleware that repeats the body", async () => {
    const datameta = createClient({
      baseUrl: "http://localhost/api/v1",
      middleware: [
        {
          onRequest: async ({ request }) =>
            Response.json([{ message: await request.clone().text() }], { status: 400 }),
        },
      ],
    });

    expect(logged(await failureOf(makeKey(datameta)))).not.toContain("canary");
    expect(logged(await failureOf(setPassword(datameta)))).not.toContain("canary");
  });

  it("in the error of a login", async () => {
    await using server = await serve(echo(401, "application/json", list));

    const { password } = canaries;
    const error = await failureOf(
      login({ baseUrl: server.url, email: "a@b.c", password, label: "x" }),
    );

    expect(error).toMatchObject({ name: "UnauthorizedError" });
    expect(logged(error)).not.toContain("canary");
  });

  it.each<[string, Auth]>([
    ["a token", { bearer: canaries.token }],
    ["a token function", token],
    ["a cookie", { cookie: canaries.cookie }],
  ])("in a client with %s, before and after a call", async (_, auth) => {
    await using server = await serve(json(200, { name: "Ada" }));
    const datameta = createClient({ baseUrl: server.url, auth });
    await datameta.whoami();

    expect(inspect(datameta, { depth: 9, showHidden: true })).not.toContain("canary");
    expect(JSON.stringify(datameta)).not.toContain("canary");
  });

  it("in the error for a base URL with a password", () => {
    const create = () => createClient({ baseUrl: "https://ada:canary@localhost/api/v1" });

    expect(create).toThrow("baseUrl must be a URL");
    expect(create).not.toThrow("canary");
  });
});

it("the server's text around a secret stays readable", async () => {
  const message = (said: string) => list(`too weak: ${/canary-new[\w-]+/.exec(said)?.[0] ?? ""}`);
  await using server = await serve(echo(400, "application/json", message));
  const datameta = createClient({ baseUrl: server.url });

  expect(await failureOf(setPassword(datameta))).toMatchObject({
    message: "setUserPassword failed: 400 Bad Request: too weak: ***",
    body: [{ message: "too weak: ***", field: "too weak: ***" }],
  });
});

/** Platforms put the text that they cannot parse into the error. */
it.each([
  ["a length next to chunks", "Transfer-Encoding: chunked\r\nContent-Length: 5"],
  ["two lengths", "Content-Length: 5\r\nContent-Length: 6"],
  ["a line that is not a header", "Content-Length: 5\r\nno colon"],
])("there is no secret of the response in the error of %s", async (_, headers) => {
  await using server = await serve((_request, response) => {
    response.socket?.end(
      `HTTP/1.1 200 OK\r\n${headers}\r\nSet-Cookie: datameta=${canaries.cookie}\r\n` +
        `Location: https://host/download/${canaries.signedUrl}\r\n\r\n` +
        `zz\r\n{"token":"${canaries.token}"}`,
    );
  });
  const datameta = createClient({ baseUrl: server.url, retry: 0 });

  const error = await failureOf(makeKey(datameta));

  expect(error).toMatchObject({ name: "ConnectionError", cause: expect.any(TypeError) as Error });
  for (const canary of Object.values(canaries)) expect(logged(error)).not.toContain(canary);
});

it("there is no secret in the error if a body was stringified twice and the server quotes it", async () => {
  await using server = await serve((request, response) =>
    json(400, [{ message: `${JSON.parse(request.body) as string} is not of type object` }])(
      request,
      response,
    ),
  );
  const datameta = createClient({ baseUrl: server.url });
  const body = JSON.stringify({ password: canaries.password });

  // JavaScript callers may pass any value.
  const error = await failureOf(datameta.createApiKey({ body: body as never }));

  expect(error).toHaveProperty("name", "ValidationError");
  expect(logged(error)).not.toContain(canaries.password);
});
