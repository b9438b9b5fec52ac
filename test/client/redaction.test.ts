import { inspect } from "node:util";
import { createClient, type ClientOptions, type DataMetaClient } from "datameta-client";
import { describe, expect, it } from "vitest";
import { empty, hangUp, json, serve, stall, text, type Handler } from "../support/loopback.js";

const secrets = {
  token: "canary-token-1f",
  password: 'canary-"password"-2e',
  newPassword: "canary-new-password-3d",
  credential: "canary-reset-credential-4c",
};

/** Sends back all that it got: in the body, in a header, as an error and as a broken success. */
const echo =
  (status: number, contentType: string): Handler =>
  (request, response) => {
    const said = `${request.body} ${String(request.headers.authorization)}`;
    const message = contentType === "application/json" ? JSON.stringify([{ message: said }]) : said;
    response.writeHead(status, {
      "Content-Type": contentType,
      "Set-Cookie": `datameta=${secrets.token}`,
      Location: `http://localhost/?token=${secrets.token}`,
    });
    response.end(message);
  };

const faults: [string, Handler][] = [
  ["an error list", echo(400, "application/json")],
  ["an unauthorized", echo(401, "application/json")],
  ["a text", echo(500, "text/plain")],
  ["a page", echo(502, "text/html")],
  ["a page for a success", echo(200, "text/html")],
  ["broken JSON for a success", text(200, "application/json", `{"token": "${secrets.token}`)],
  ["a redirect", echo(302, "text/html")],
  ["a redirect to a host named so", empty(302, { Location: `http://${secrets.token}.example/` })],
  ["a reason phrase", (_, response) => void response.writeHead(418, secrets.token).end()],
  ["member names", json(400, [{ [secrets.token]: 1, message: "No.", field: secrets.token }])],
  ["a broken connection", hangUp],
  ["a stall", stall],
];

const calls: [string, (datameta: DataMetaClient) => Promise<unknown>][] = [
  [
    "createApiKey",
    (datameta) =>
      datameta.createApiKey({ body: { email: "a@b.c", password: secrets.password, label: "x" } }),
  ],
  [
    "setUserPassword",
    (datameta) =>
      datameta.setUserPassword({
        id: "0",
        body: { passwordChangeCredential: secrets.credential, newPassword: secrets.newPassword },
      }),
  ],
  ["whoami", (datameta) => datameta.whoami()],
  [
    "http",
    (datameta) => datameta.http.POST("/keys", { body: { password: secrets.password, label: "x" } }),
  ],
];

/** Everything that a logger could make of an error. */
function sinks(error: unknown): string {
  const chain: unknown[] = [];
  for (let each = error; each instanceof Error; each = each.cause) chain.push(each);
  return [
    String(error),
    JSON.stringify(error),
    inspect(error, { depth: 9, showHidden: true, maxStringLength: null }),
    ...chain.map((each) => (each as Error).stack ?? ""),
  ].join("\n");
}

const options: Partial<ClientOptions> = {
  auth: { bearer: secrets.token },
  timeout: 200,
  retry: 0,
};

describe.each(faults)("no secret shows in the error of %s", (_, fault) => {
  it.each(calls)("by %s", async (_, call) => {
    await using server = await serve(fault);
    const error: unknown = await call(createClient({ baseUrl: server.url, ...options })).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );

    expect(error).toBeInstanceOf(Error);
    expect(sinks(error)).not.toContain("canary");
  });
});

it("no secret shows in a custom fetch's failure that quotes the request", async () => {
  const datameta = createClient({
    ...options,
    baseUrl: "http://localhost/api/v1",
    fetch: (_, init) => {
      const { headers } = new Request("http://localhost", init);
      return Promise.reject(new TypeError(`bad header ${String(headers.get("Authorization"))}`));
    },
  });

  const error: unknown = await datameta.whoami().catch((thrown: unknown) => thrown);

  expect(error).toMatchObject({ name: "ConnectionError" });
  expect(sinks(error)).not.toContain("canary");
});

it("the client itself shows no secret", () => {
  const datameta = createClient({ baseUrl: "http://localhost/api/v1", ...options });

  expect(inspect(datameta, { depth: 9, showHidden: true })).not.toContain("canary");
  expect(JSON.stringify(datameta)).not.toContain("canary");
});

it("a base URL with a password is refused, and not quoted", () => {
  const create = () => createClient({ baseUrl: "https://ada:canary@localhost/api/v1" });

  expect(create).toThrow("auth");
  expect(create).not.toThrow("canary");
});
