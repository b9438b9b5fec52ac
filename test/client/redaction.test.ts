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
import { hangUp, json, serve, stall, type Handler } from "../support/loopback.js";

const secrets = {
  token: "canary-token-1f",
  cookie: "canary-cookie-5b",
  password: 'canary-"pässword"-2e',
  newPassword: "canary-new-password-3d",
  credential: "canary-reset-credential-4c",
};

/** All that the server got, as it would repeat it. */
function said(request: Parameters<Handler>[0]): string {
  const { authorization, cookie } = request.headers;
  return `${request.body} ${authorization ?? ""} ${cookie ?? ""}`;
}

/** Repeats all of it in the body, and in headers. */
function echo(status: number, contentType: string, body: (text: string) => string): Handler {
  return (request, response) => {
    const text = said(request);
    response.writeHead(status, {
      "Content-Type": contentType,
      "X-Echo": text,
      "Set-Cookie": `datameta=${secrets.cookie}`,
      "Content-Location": `/download/${secrets.token}`,
      Location: `http://canary@localhost/canary?token=${secrets.token}`,
    });
    response.end(body(text));
  };
}

const list = (message: string) => JSON.stringify([{ message, field: message }]);
const tree = (message: string) => JSON.stringify({ [message]: [{ deep: message }], message });
const plain = (message: string) => `500 Internal Server Error\n\n${message}\n`;
const page = (message: string) => `<html><p>${message}</p></html>`;

const faults: [string, Handler][] = [
  ["an error list", echo(400, "application/json", list)],
  ["an error with members named by it", echo(400, "application/json", tree)],
  ["an unauthorized", echo(401, "application/json", list)],
  ["a text", echo(500, "text/plain", plain)],
  ["a page", echo(502, "text/html", page)],
  ["a page for a success", echo(200, "text/html", page)],
  ["a type with parameters for a success", echo(200, `text/html; q=${secrets.token}`, page)],
  ["cut JSON for a success", echo(200, "application/json", (said) => list(said).slice(0, -1))],
  ["a redirect", echo(302, "text/html", page)],
  [
    "a reason",
    (request, response) => {
      const { authorization = "", cookie = "" } = request.headers;
      response.writeHead(418, `${authorization} ${cookie}`).end();
    },
  ],
  ["a broken connection", hangUp],
  [
    "an answer that is no HTTP",
    (request, { socket }) => void socket?.end(`HTTP/1.1 ${said(request)}\r\n\r\n`),
  ],
  ["a stall", stall],
];

type Call = (datameta: DataMetaClient) => Promise<unknown>;

const makeKey: Call = ({ createApiKey }) =>
  createApiKey({ body: { email: "a@b.c", password: secrets.password, label: "x" } });
const setPassword: Call = ({ setUserPassword }) =>
  setUserPassword({
    id: "0",
    body: { passwordChangeCredential: secrets.credential, newPassword: secrets.newPassword },
  });

const token: Auth = { bearer: () => secrets.token };

const calls: [string, Call, Partial<ClientOptions>][] = [
  ["createApiKey", makeKey, {}],
  ["createApiKey with a token", makeKey, { auth: token }],
  ["setUserPassword with a cookie", setPassword, { auth: { cookie: secrets.cookie } }],
  [
    "setUserPassword behind middleware",
    setPassword,
    { auth: token, middleware: [{ onRequest: ({ request }) => request }] },
  ],
  ["whoami", ({ whoami }) => whoami(), { auth: token }],
  [
    "http",
    ({ http }) => http.POST("/keys", { body: { password: secrets.password, label: "x" } }),
    { auth: token },
  ],
];

/** Everything that a logger could make of an error. */
function sinks(error: unknown): string {
  const chain: unknown[] = [];
  for (let each = error; each instanceof Error; each = each.cause) chain.push(each);
  return [
    String(error),
    JSON.stringify(error),
    inspect(error, { depth: 9, showHidden: true, maxStringLength: null, getters: true }),
    ...chain.map((each) => (each as Error).stack ?? ""),
  ].join("\n");
}

describe.each(faults)("no secret shows in the error of %s", (_, fault) => {
  it.each(calls)("by %s", async (_, call, options) => {
    await using server = await serve(fault);
    const timeout = fault === stall ? 50 : 60_000;
    const datameta = createClient({ baseUrl: server.url, timeout, retry: 0, ...options });

    const error = await failureOf(call(datameta));

    expect(error).toMatchObject({ isDataMetaError: true, attempts: 1 });
    expect(sinks(error)).not.toContain("canary");
  });
});

describe("no secret shows", () => {
  it("in a refusal without a request, of a token that drew a 401", async () => {
    await using server = await serve(echo(401, "application/json", list));
    const datameta = createClient({ baseUrl: server.url, auth: token });

    await failureOf(datameta.whoami());
    const error = await failureOf(datameta.getMetaData());

    expect(error).toMatchObject({ name: "UnauthorizedError", attempts: 0 });
    expect(sinks(error)).not.toContain("canary");
  });

  it("in a custom fetch's failure that quotes the request", async () => {
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
    expect(sinks(error)).not.toContain("canary");
  });

  it("in the error of middleware's own answer that repeats the body", async () => {
    const datameta = createClient({
      baseUrl: "http://localhost/api/v1",
      middleware: [
        {
          onRequest: async ({ request }) =>
            Response.json([{ message: await request.clone().text() }], { status: 400 }),
        },
      ],
    });

    expect(sinks(await failureOf(makeKey(datameta)))).not.toContain("canary");
    expect(sinks(await failureOf(setPassword(datameta)))).not.toContain("canary");
  });

  it("in the error of a login", async () => {
    await using server = await serve(echo(401, "application/json", list));

    const { password } = secrets;
    const error = await failureOf(
      login({ baseUrl: server.url, email: "a@b.c", password, label: "x" }),
    );

    expect(error).toMatchObject({ name: "UnauthorizedError" });
    expect(sinks(error)).not.toContain("canary");
  });

  it.each<[string, Auth]>([
    ["a token", { bearer: secrets.token }],
    ["a token function", token],
    ["a cookie", { cookie: secrets.cookie }],
  ])("in the client itself, made with %s, also after a call", async (_, auth) => {
    await using server = await serve(json(200, { name: "Ada" }));
    const datameta = createClient({ baseUrl: server.url, auth });
    await datameta.whoami();

    expect(inspect(datameta, { depth: 9, showHidden: true })).not.toContain("canary");
    expect(JSON.stringify(datameta)).not.toContain("canary");
  });

  it("in the refusal of a base URL that holds a password", () => {
    const create = () => createClient({ baseUrl: "https://ada:canary@localhost/api/v1" });

    expect(create).toThrow("auth");
    expect(create).not.toThrow("canary");
  });
});

it("what the server says besides the secret stays readable", async () => {
  const message = (said: string) => list(`too weak: ${/canary-new[\w-]+/.exec(said)?.[0] ?? ""}`);
  await using server = await serve(echo(400, "application/json", message));
  const datameta = createClient({ baseUrl: server.url });

  expect(await failureOf(setPassword(datameta))).toMatchObject({
    message: "SetUserPassword failed: 400 Bad Request: too weak: ***",
    body: [{ message: "too weak: ***", field: "too weak: ***" }],
  });
});
