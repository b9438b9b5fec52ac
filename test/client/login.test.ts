import { inspect } from "node:util";
import { ConfigurationError, login, type LoginOptions } from "datameta-client";
import { startTestServer } from "datameta-client/testing";
import { describe, expect, it } from "vitest";
import { failureOf } from "../support/failure-of.js";
import { empty, json, serve, serveScript } from "../support/loopback.js";

const account = { email: "ada@example.org", password: "Lovelace-1815." };

describe("login", () => {
  it("makes a key, and a client that works with it until the key is deleted", async () => {
    await using server = await startTestServer({ accounts: [account] });

    const { client, session } = await login({ baseUrl: server.url, ...account, label: "laptop" });

    expect(session).toMatchObject({ label: "laptop" });
    await expect(client.whoami()).resolves.toMatchObject({ email: account.email });
    await client.deleteApiKey({ id: session.id.uuid });
    expect(await failureOf(client.whoami())).toMatchObject({ name: "UnauthorizedError" });
  });

  it("sends the account alone, and the client's options go to both", async () => {
    await using server = await serveScript(json(200, { token: "new" }), json(200, {}));

    const headers = { "X-Study": "7" };
    const { client } = await login({ baseUrl: server.url, ...account, label: "x", headers });
    await client.whoami();

    const [first, second] = server.requests;
    expect(JSON.parse(first?.body ?? "")).toEqual({ ...account, label: "x" });
    expect(first?.headers).toMatchObject({ "x-study": "7" });
    expect(first?.headers.authorization).toBeUndefined();
    expect(second?.headers).toMatchObject({ "x-study": "7", authorization: "Bearer new" });
  });

  it("passes on when the key is to expire", async () => {
    await using server = await serve(json(200, { token: "new" }));

    await login({ baseUrl: server.url, ...account, label: "x", expires: "2030-01-31" });

    expect(JSON.parse(server.requests[0]?.body ?? "")).toMatchObject({ expires: "2030-01-31" });
  });

  it("with a wrong password is refused, and the error does not show it", async () => {
    await using server = await startTestServer({ accounts: [account] });
    const password = "canary-password";

    const error = await failureOf(
      login({ baseUrl: server.url, email: account.email, password, label: "x" }),
    );

    expect(error).toMatchObject({ name: "UnauthorizedError", operationId: "CreateApiKey" });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(password);
  });

  it("is not tried again: each success would make one more key", async () => {
    await using server = await serve(empty(503));

    const error = await failureOf(login({ baseUrl: server.url, ...account, label: "x" }));

    expect(error).toMatchObject({ name: "ServerError", attempts: 1, outcome: "unknown" });
    expect(server.requests).toHaveLength(1);
  });

  it("refuses an option that it does not know, before a request", async () => {
    await using server = await serve(json(200, { token: "new" }));
    // Callers without a compiler may give anything.
    const options = { baseUrl: server.url, ...account, lable: "x" } as unknown as LoginOptions;

    expect(await failureOf(login(options))).toBeInstanceOf(ConfigurationError);
    expect(server.requests).toHaveLength(0);
  });
});
