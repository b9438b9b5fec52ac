import { describe, expect } from "vitest";
import { failureOf, it } from "../support/contract.js";
import { anyString, containing, like, matching } from "../support/matchers.js";

const localDateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?$/;

describe("a new API key", () => {
  it("is created with e-mail address, in any case, and password, and works", async ({
    site,
    member,
  }) => {
    const key = await site.client().createApiKey({
      body: { email: member.email.toUpperCase(), password: member.password, label: "laptop" },
    });

    expect(key).toEqual({
      id: { uuid: anyString },
      userId: member.id,
      label: "laptop",
      token: matching(/^[A-Za-z0-9]{64}$/),
      expires: matching(localDateTime),
    });
    const client = site.client({ auth: { bearer: key.token } });
    expect(await client.whoami()).toMatchObject({ id: member.id });
  });

  it("belongs to the owner of the token, even if the request has a password", async ({
    site,
    member,
    outsider,
  }) => {
    const { email, password } = outsider;
    // The client itself never sends a token together with a password.
    const onRequest = ({ request }: { request: Request }) => {
      request.headers.set("Authorization", `Bearer ${member.token}`);
    };
    const client = site.client({ middleware: [{ onRequest }] });

    const key = await client.createApiKey({ body: { email, password, label: "both" } });

    expect(key.userId).toEqual(member.id);
  });

  it("belongs to the user of the password, even if the client has another user's token", async ({
    member,
    outsider,
  }) => {
    const { email, password } = outsider;

    const key = await member.client.createApiKey({ body: { email, password, label: "both" } });

    expect(key.userId).toEqual(outsider.id);
  });

  it("can be created with a session cookie", async ({ site, member }) => {
    const cookie = await site.server.signIn(member.email, member.password);
    const client = site.client({ auth: { cookie: cookie ?? "" } });

    expect(await client.createApiKey({ body: { label: "web" } })).toMatchObject({
      userId: member.id,
    });
  });

  it("is rejected with a wrong password or an unknown address", async ({ site, member }) => {
    for (const email of [member.email, "nobody@example.org"]) {
      const body = { email, password: "Wrong-Password.1", label: "refused" };
      expect(await failureOf(site.client().createApiKey({ body }))).toMatchObject({
        name: "UnauthorizedError",
        body: { code: "401 Unauthorized" },
      });
    }
  });

  it("fails with 500 if the label has more than 200 characters", async ({ member }) => {
    const tooLong = member.client.createApiKey({ body: { label: "x".repeat(201) } });

    expect(await failureOf(tooLong)).toMatchObject({ name: "ServerError", status: 500 });
    const longest = await member.client.createApiKey({ body: { label: "x".repeat(200) } });
    expect(longest.label).toHaveLength(200);
  });
});

describe("the expiry of an API key", () => {
  it.for(["", "T12:30:00", "T12:30:00.123"])("can be date%s", async (time, { member }) => {
    const expires = `${inDays(3)}${time}`;
    const key = await member.client.createApiKey({ body: { label: "dated", expires } });

    const printed = time === "" ? "T00:00:00" : time.replace(".123", ".123000");
    expect(key.expires).toBe(`${inDays(3)}${printed}`);
  });

  it.for(["tomorrow", "", "2026-13-01"])('cannot be "%s"', async (expires, { member }) => {
    const error = await failureOf(member.client.createApiKey({ body: { label: "x", expires } }));

    expect(error).toMatchObject({
      name: "ValidationError",
      issues: [{ field: "expires", exception: "ValidationError" }],
    });
  });

  it("is rejected if it is later than the site allows", async ({ member }) => {
    const body = { label: "x", expires: inDays(40) };
    const error = await failureOf(member.client.createApiKey({ body }));

    expect(error).toMatchObject({
      name: "ValidationError",
      issues: [{ field: "expires", message: containing("30 days") }],
    });
  });

  it("fails with 500 if it has an offset", async ({ member }) => {
    const body = { label: "x", expires: `${inDays(3)}T12:30:00+00:00` };

    expect(await failureOf(member.client.createApiKey({ body }))).toMatchObject({ status: 500 });
  });

  it("in the past creates a key that is listed as expired and does not work", async ({
    site,
    member,
  }) => {
    const body = { label: "dead", expires: "2020-01-01" };
    const { id, token } = await member.client.createApiKey({ body });

    const keys = await member.client.getUserApiKeys({ id: member.id.uuid });
    expect(keys).toContainEqual({
      id,
      label: "dead",
      expires: "2020-01-01T00:00:00",
      hasExpired: true,
    });
    const client = site.client({ auth: { bearer: token } });
    expect(await failureOf(client.whoami())).toMatchObject({ name: "UnauthorizedError" });
  });
});

describe("the list of API keys", () => {
  it("is available by both identifiers of the user", async ({ member }) => {
    const { id } = await member.client.createApiKey({ body: { label: "listed" } });

    for (const user of [member.id.uuid, member.id.site]) {
      const keys = await member.client.getUserApiKeys({ id: user });
      expect(keys).toContainEqual(like({ id, label: "listed", hasExpired: false }));
    }
  });

  it("is forbidden for other users, and for an unknown user", async ({ admin, member }) => {
    for (const id of [member.id.uuid, "no-such-id"]) {
      expect(await failureOf(admin.client.getUserApiKeys({ id }))).toMatchObject({
        name: "ForbiddenError",
        status: 403,
      });
    }
  });
});

describe("a deleted API key", () => {
  it("no longer works", async ({ site, member }) => {
    const { id, token } = await member.client.createApiKey({ body: { label: "short-lived" } });
    const client = site.client({ auth: { bearer: token } });
    await client.whoami();

    await expect(member.client.deleteApiKey({ id: id.uuid })).resolves.toBeUndefined();
    expect(await failureOf(client.whoami())).toMatchObject({ name: "UnauthorizedError" });
  });

  it("can delete itself", async ({ site, member }) => {
    const { id, token } = await member.client.createApiKey({ body: { label: "short-lived" } });
    await site.client({ auth: { bearer: token } }).deleteApiKey({ id: id.uuid });

    const keys = await member.client.getUserApiKeys({ id: member.id.uuid });
    expect(keys.map((key) => key.id)).not.toContainEqual(id);
  });

  it("returns the same 403 as another user's key and an unknown key", async ({ admin, member }) => {
    const { id } = await member.client.createApiKey({ body: { label: "short-lived" } });
    expect(await failureOf(admin.client.deleteApiKey({ id: id.uuid }))).toMatchObject({
      name: "ForbiddenError",
    });
    await member.client.deleteApiKey({ id: id.uuid });

    for (const unknown of [id.uuid, "no-such-id"]) {
      expect(await failureOf(member.client.deleteApiKey({ id: unknown }))).toMatchObject({
        name: "ForbiddenError",
        status: 403,
      });
    }
  });
});

/** Returns a date a number of days from now, in local time like the server. */
function inDays(days: number): string {
  const date = new Date();
  date.setDate(date.getDate() + days);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
