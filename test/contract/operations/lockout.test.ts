import { describe, expect } from "vitest";
import { failureOf, it, type Site } from "../support/contract.js";
import type { Account } from "../support/contract-server.js";

/** The number of failures within an hour that disable an account. */
const limit = 5;

describe("calls with an expired key", () => {
  it("disable the account at the fifth, until an administrator enables it", async ({
    site,
    member,
    groupAdmin,
    skipOn,
  }) => {
    skipOn("v0", "release 0.9.8 never disables an account");
    const account = await site.createAccount({ groupOf: member });
    const token = await expiredToken(account);

    for (let call = 1; call < limit; call++) await useOnce(site, token);
    expect(await account.client.whoami()).toMatchObject({ id: account.id });
    for (let call = 1; call <= limit; call++) await useOnce(site, token);
    await useOnce(site, account.token);

    await groupAdmin.client.updateUser({ id: account.id.uuid, body: { enabled: true } });
    expect(await account.client.whoami()).toMatchObject({ id: account.id });
  });

  it("are reset after a success, but not after a rejected call", async ({
    site,
    outsider,
    skipOn,
  }) => {
    skipOn("v0", "release 0.9.8 never disables an account");
    const account = await site.createAccount();
    const token = await expiredToken(account);
    for (let call = 1; call < limit; call++) await useOnce(site, token);

    const refused = await failureOf(account.client.getUserApiKeys({ id: outsider.id.uuid }));
    await useOnce(site, token);

    expect(refused).toMatchObject({ name: "ForbiddenError" });
    expect(await failureOf(account.client.whoami())).toMatchObject({ name: "UnauthorizedError" });
  });

  it("leave the account enabled on a server that does not count them", async ({ site, skipOn }) => {
    skipOn("v1", "release 1.1.1 counts them");
    const account = await site.createAccount();
    const token = await expiredToken(account);
    for (let call = 1; call <= limit; call++) await useOnce(site, token);

    expect(await account.client.whoami()).toMatchObject({ id: account.id });
  });

  it("send three requests, however many start at once, and none afterwards", async ({ site }) => {
    const account = await site.createAccount();
    const token = await expiredToken(account);
    let requests = 0;
    const client = site.client({
      auth: { bearer: token },
      fetch: (input, init) => {
        requests++;
        return site.recorder.fetch(input, init);
      },
    });

    const atOnce = await Promise.all(Array.from({ length: 100 }, () => failureOf(client.whoami())));
    expect(requests).toBe(3);
    const afterwards = await Promise.all(
      Array.from({ length: 100 }, () => failureOf(client.getMetaData())),
    );
    expect(requests).toBe(3);

    for (const error of [...atOnce, ...afterwards]) {
      expect(error).toMatchObject({ name: "UnauthorizedError" });
    }
    expect(afterwards[0]).toMatchObject({ outcome: "not-sent", attempts: 0 });
    expect(await account.client.whoami()).toMatchObject({ id: account.id });
  });

  it("are not counted if the server does not check the key", async ({ site, skipOn }) => {
    skipOn("v0", "release 0.9.8 never disables an account");
    const account = await site.createAccount();
    const bearer = await expiredToken(account);
    for (let call = 1; call <= limit + 1; call++) {
      await site.client({ auth: { bearer } }).getServerInfo();
    }

    expect(await account.client.whoami()).toMatchObject({ id: account.id });
  });
});

describe("wrong passwords", () => {
  it("disable the account at the fifth on the web page", async ({ site, skipOn }) => {
    skipOn("v0", "release 0.9.8 never disables an account");
    const account = await site.createAccount();
    for (let call = 1; call <= limit; call++) {
      await expect(site.server.signIn(account.email, "Wrong-Password.1")).resolves.toBeUndefined();
    }

    expect(await failureOf(account.client.whoami())).toMatchObject({ name: "UnauthorizedError" });
    await expect(site.server.signIn(account.email, account.password)).resolves.toBeUndefined();
  });

  it("are not counted in createApiKey", async ({ site }) => {
    const { client, id, email } = await site.createAccount();
    for (let call = 1; call <= limit + 1; call++) {
      const body = { email, password: "Wrong-Password.1", label: "refused" };
      expect(await failureOf(site.client().createApiKey({ body }))).toMatchObject({ status: 401 });
    }

    expect(await client.whoami()).toMatchObject({ id });
  });
});

async function expiredToken(account: Account): Promise<string> {
  const { token } = await account.client.createApiKey({
    body: { label: "expired", expires: "2020-01-01" },
  });
  return token;
}

/** Sends a rejected token like another program would. Our clients never send it again. */
async function useOnce(site: Site, token: string): Promise<void> {
  const headers = { Accept: "application/json", Authorization: `Bearer ${token}` };
  const response = await fetch(`${site.server.baseUrl}/rpc/whoami`, { headers });
  expect(response.status).toBe(401);
}
