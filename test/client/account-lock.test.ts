import { createClient, type ClientOptions } from "datameta-client";
import { startTestServer } from "datameta-client/testing";
import { describe, expect, it } from "vitest";

const email = "ada@example.org";
const password = "Lovelace-1815.";

/** Starts a server that disables an account after five failed logins, with an expired key. */
async function serverWithExpiredKey() {
  const server = await startTestServer({
    accounts: [{ email, password, keys: [{}, { label: "old", expires: new Date("2020-01-01") }] }],
  });
  const [good, expired] = server.account(email).keys;
  const connect = (bearer = "", options?: Partial<ClientOptions>) =>
    createClient({ baseUrl: server.url, auth: { bearer }, retry: 0, ...options });
  return {
    server,
    connect: (options?: Partial<ClientOptions>) => connect(expired?.token, options),
    /** Calls `whoami` with the valid key, which fails if the account is disabled. */
    owner: () => connect(good?.token).whoami(),
  };
}

describe("an expired key does not lock its account", () => {
  it("when a password in the body creates a new key", async () => {
    const { server, connect, owner } = await serverWithExpiredKey();
    const datameta = connect();

    for (let call = 1; call <= 10; call++) {
      const body = { email, password, label: `laptop ${call}` };
      if (call % 2 === 0) await datameta.createApiKey({ body });
      else await datameta.http.POST("/keys", { body });
    }

    expect(server.requests.map(({ status }) => status)).toEqual(Array(10).fill(200));
    await expect(owner()).resolves.toMatchObject({ name: "ada" });
    await server.close();
  });

  it.each(["too-many-requests", { status: 404, body: "<p>no</p>" }, "teapot"] as const)(
    "when a proxy responds to the first of many calls with %o",
    async (fault) => {
      const { server, connect, owner } = await serverWithExpiredKey();
      server.setFaults({ whoami: [fault] });
      const datameta = connect();

      await Promise.allSettled(Array.from({ length: 100 }, () => datameta.whoami()));

      const rejected = server.requests.filter(({ status }) => status === 401);
      expect(rejected.length).toBeLessThanOrEqual(4);
      expect(server.requests.length).toBeLessThanOrEqual(5);
      await expect(owner()).resolves.toMatchObject({ name: "ada" });
      await server.close();
    },
  );
});

it("a token authorizes createApiKey if the body has no password", async () => {
  const server = await startTestServer();
  const { token } = server.account("member@example.org");
  const datameta = createClient({ baseUrl: server.url, auth: { bearer: token } });

  await datameta.createApiKey({ body: { label: "robot" } });
  // JavaScript callers may pass any value.
  for (const body of [{ label: "robot", password: null }, null, "text"] as never[]) {
    await datameta.createApiKey({ body }).catch(() => undefined);
  }

  await datameta.http.POST("/keys", {} as never).catch(() => undefined);
  await datameta.http
    .POST("/keys", { body: "no JSON" as never, bodySerializer: String })
    .catch(() => undefined);

  for (const { headers } of server.requests) expect(headers).toHaveProperty("authorization");
  expect(server.requests).toHaveLength(6);
  await server.close();
});
