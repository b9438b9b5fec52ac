import { describe, expect } from "vitest";
import { isReleased } from "../../server/api-version.js";
import { failureOf, it, type Site } from "../support/contract.js";
import type { Account } from "../support/contract-server.js";
import { operations } from "../../support/operations.js";
import { everyOperation } from "../support/every-operation.js";
import { containing, like } from "../support/matchers.js";

/** They require a credential but do not check it. The client sends a placeholder. */
const open = ["createRegistration", "getRegistrationSettings", "getServerInfo"];
/** They also work without signing in. */
const anonymous = ["createApiKey", "setUserPassword"];
/** Release 0.9.8 does not have them, and returns 404 before it checks the credential. */
const newer = ["deleteTotpToken", "getGroup", "getUser"];

/** No tested release has these operations yet. */
const unreleased = operations
  .filter(({ entry }) => !isReleased(entry.since))
  .map(({ name }) => name);

const guarded = Object.entries(everyOperation).filter(
  ([name]) => !open.includes(name) && !unreleased.includes(name),
);

describe("without a credential", () => {
  it.for(guarded)("%s is rejected", async ([name, call], { site }) => {
    const error = await failureOf(call(site.client()));

    if (site.isV0 && newer.includes(name)) {
      expect(error).toMatchObject({ name: "NotFoundError", status: 404 });
      return;
    }
    expect(error).toMatchObject({ name: "UnauthorizedError", status: 401, outcome: "rejected" });
    const body = anonymous.includes(name)
      ? like({ code: "401 Unauthorized" })
      : [like({ exception: "InvalidSecurity" })];
    expect(error).toMatchObject({ body });
  });
});

describe("with an unknown token", () => {
  it.for(guarded)("%s is rejected", async ([name, call], { site }) => {
    const error = await failureOf(call(site.client({ auth: { bearer: `unknown-${name}` } })));

    if (site.isV0 && newer.includes(name)) {
      expect(error).toMatchObject({ name: "NotFoundError", status: 404 });
      return;
    }
    expect(error).toMatchObject({
      name: "UnauthorizedError",
      status: 401,
      body: like({ code: "401 Unauthorized" }),
    });
  });
});

describe("with a session cookie", () => {
  it("a call has the same rights as with a bearer token", async ({ site, member }) => {
    const cookie = await signIn(site, member);
    const client = site.client({ auth: { cookie } });

    expect(await client.whoami()).toMatchObject({ id: member.id, email: member.email });
    const file = await client.createFile({ body: { name: "reads.fastq", checksum: "unknown" } });
    expect(file.userId).toEqual(member.id);
    await client.deleteFile({ id: file.id.uuid });
  });

  it("without a session, a call is rejected", async ({ site }) => {
    const error = await failureOf(site.client({ auth: { cookie: "unknown" } }).whoami());

    expect(error).toMatchObject({ name: "UnauthorizedError", body: { title: "Unauthorized" } });
  });

  it("from before the account's group changed, a call is rejected", async ({
    site,
    admin,
    member,
  }) => {
    const mover = await site.createAccount();
    const client = site.client({ auth: { cookie: await signIn(site, mover) } });
    await client.whoami();
    await admin.client.updateUser({ id: mover.id.uuid, body: { groupId: member.groupId.uuid } });

    expect(await failureOf(client.whoami())).toMatchObject({ name: "UnauthorizedError" });
    // An API key still works.
    expect(await mover.client.whoami()).toMatchObject({ group: { id: member.groupId } });
  });
});

describe("a disabled account", () => {
  it("is rejected with key, cookie and password, until it is enabled again", async ({
    site,
    admin,
  }) => {
    const account = await site.createAccount();
    const cookie = await signIn(site, account);
    const { email, password } = account;
    await admin.client.updateUser({ id: account.id.uuid, body: { enabled: false } });

    const attempts = [
      site.client({ auth: { bearer: account.token } }).whoami(),
      site.client({ auth: { cookie } }).whoami(),
      site.client().createApiKey({ body: { email, password, label: "refused" } }),
    ];
    for (const error of await Promise.all(attempts.map(failureOf))) {
      expect(error).toMatchObject({ name: "UnauthorizedError" });
    }
    await admin.client.updateUser({ id: account.id.uuid, body: { enabled: true } });
    // This process does not send the rejected key again.
    const key = await site.client().createApiKey({ body: { email, password, label: "new" } });
    const again = site.client({ auth: { bearer: key.token } });
    expect(await again.whoami()).toMatchObject({ id: account.id });
  });
});

describe("the operations that require a credential but do not check it", () => {
  it("accept the placeholder of a client without a credential", async ({ site }) => {
    const client = site.client();

    expect(await client.getServerInfo()).toMatchObject({ datametaVersion: site.server.release });
    expect(await client.getRegistrationSettings()).toHaveProperty("groups");
  });

  it("accept an invalid token", async ({ site }) => {
    const client = site.client({ auth: { bearer: "unknown" } });

    expect(await client.getServerInfo()).toMatchObject({ datametaVersion: site.server.release });
    expect(await client.getRegistrationSettings()).toHaveProperty("groups");
  });

  it.for(open)("%s fails with 500 if the request has no credential", async (name, { site }) => {
    const call = everyOperation[name as keyof typeof everyOperation];
    const { fetch } = site.recorder;
    const client = site.client({
      fetch: (input, init) => {
        const headers = new Headers(init.headers);
        headers.delete("Authorization");
        return fetch(input, { ...init, headers });
      },
    });

    expect(await failureOf(call(client))).toMatchObject({
      name: "ServerError",
      status: 500,
      issues: [{ exception: "InvalidResponse", message: containing("turned a 401") }],
    });
  });
});

async function signIn(site: Site, { email, password }: Account): Promise<string> {
  const cookie = await site.server.signIn(email, password);
  if (cookie === undefined) throw new Error(`${email} could not sign in`);
  return cookie;
}
