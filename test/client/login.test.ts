import { inspect } from "node:util";
import { ConfigurationError, login, type LoginOptions } from "datameta-client";
import { startTestServer } from "datameta-client/testing";
import { describe, expect, it } from "vitest";
import { failureOf } from "../support/failure-of.js";
import { json, serve } from "../support/loopback.js";

const account = { email: "ada@example.org", password: "Lovelace-1815." };

describe("login", () => {
  it.each(["v0", "v1"] as const)(
    "creates an API key with the password and returns a client that uses it, on %s",
    async (api) => {
      await using server = await startTestServer({ api, accounts: [account] });

      const { client, session } = await login({ baseUrl: server.url, ...account, label: "laptop" });
      const keys = await client.getUserApiKeys({ id: session.userId.uuid });
      await client.deleteApiKey({ id: session.id.uuid });

      expect(session).toMatchObject({ label: "laptop", token: expect.any(String) as string });
      expect(keys.map(({ label }) => label)).toContain("laptop");
      expect(await failureOf(client.whoami())).toMatchObject({ name: "UnauthorizedError" });
    },
  );

  it("sends the password once, and the token from then on", async () => {
    await using server = await serve(json(200, { token: "the-new-token", userId: { uuid: "u" } }));

    const { client } = await login({ baseUrl: server.url, ...account, label: "x" });
    await client.whoami();

    const [made, used] = server.requests;
    expect(made?.headers.authorization).toBeUndefined();
    expect(JSON.parse(made?.body ?? "")).toEqual({ ...account, label: "x" });
    expect(used?.headers.authorization).toBe("Bearer the-new-token");
    expect(server.requests).toHaveLength(2);
    expect(inspect(client, { depth: 9, showHidden: true })).not.toMatch(/Lovelace|the-new-token/);
  });

  it("is not named in the errors of the client that it returns", async () => {
    await using server = await startTestServer({ accounts: [account] });

    const { client } = await login({ baseUrl: server.url, ...account, label: "laptop" });
    const error = await failureOf(client.createApiKey({ body: { label: "", expires: "soon" } }));

    expect(String(error)).toMatch("ValidationError: createApiKey failed: 400 Bad Request");
  });

  it("sends expires to the server, and passes the other options to both clients", async () => {
    await using server = await serve(json(200, { token: "new" }));
    const options = { headers: { "X-Trace": "7" }, timeout: 5000, retry: 0, middleware: [] };

    const expires = "2030-01-31";
    const { client } = await login({
      baseUrl: server.url,
      ...account,
      label: "x",
      expires,
      ...options,
    });
    await client.whoami();

    expect(JSON.parse(server.requests[0]?.body ?? "")).toMatchObject({ expires });
    expect(server.requests.map(({ headers }) => headers["x-trace"])).toEqual(["7", "7"]);
  });

  it("fails after one attempt with a wrong password, and does not lock the account", async () => {
    await using server = await startTestServer({ accounts: [account] });
    const options = { baseUrl: server.url, email: account.email, label: "x" };

    const error = await failureOf(login({ ...options, password: "canary" }));
    const right = login({ ...options, password: account.password });

    expect(error).toMatchObject({
      ...{ name: "UnauthorizedError", operationId: "CreateApiKey" },
      ...{ attempts: 1, outcome: "rejected" },
    });
    expect(String(error)).toMatch("UnauthorizedError: login failed: 401 Unauthorized");
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("canary");
    await expect(right).resolves.toMatchObject({ session: { label: "x" } });
  });

  it.each<[string, Record<string, unknown>, RegExp | string]>([
    [
      "an unknown option",
      { passphrase: "canary" },
      /^login: option "passphrase" is unknown. Valid names: /,
    ],
    [
      "a credential, because the key would be created for its user",
      { auth: { bearer: "canary" } },
      'login: option "auth" is not allowed, because login uses the password',
    ],
    ["no password", { password: undefined }, 'login: option "password" is empty or not a string'],
    ["an empty e-mail address", { email: "" }, 'login: option "email" is empty or not a string'],
    [
      "a label that is not a string",
      { label: 5 },
      'login: option "label" is empty or not a string',
    ],
    ["no base URL", { baseUrl: undefined }, /^baseUrl must be a URL/],
  ])("rejects %s before a request", async (_, wrong, problem) => {
    await using server = await serve(json(200, { token: "new" }));
    // JavaScript callers may pass any value.
    const options = { baseUrl: server.url, ...account, label: "x", ...wrong } as LoginOptions;

    const error = await failureOf(login(options));

    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toHaveProperty("message", expect.stringMatching(problem));
    expect(String(error)).not.toMatch(/canary|Lovelace/);
    expect(server.requests).toHaveLength(0);
  });

  it.each([null, undefined, "https://host/api/v1", 5])("rejects %j as options", async (options) => {
    // JavaScript callers may pass any value.
    const error = await failureOf(login(options as unknown as LoginOptions));

    expect(error).toEqual(new ConfigurationError("login: options must be an object"));
  });
});
