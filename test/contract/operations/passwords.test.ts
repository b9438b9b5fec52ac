import { describe, expect } from "vitest";
import { failureOf, it } from "../support/contract.js";
import { containing, matching } from "../support/matchers.js";
import { uniqueName } from "../support/unique.js";

/** A new password that is valid on both releases. */
const freshPassword = () => uniqueName("New-Password.1").replace(" ", "-");

describe("a user with the old password", () => {
  it("can set a new one, with both identifiers", async ({ site }) => {
    const { client, id, email, password } = await site.createAccount();
    const first = freshPassword();
    const second = freshPassword();

    const answer = await client.setUserPassword({
      id: id.uuid,
      body: { passwordChangeCredential: password, newPassword: first },
    });
    expect(answer).toEqual(site.isV0 ? undefined : { tfaToken: "" });
    await client.setUserPassword({
      id: id.site,
      body: { passwordChangeCredential: first, newPassword: second },
    });

    const old = { email, password: first, label: "old" };
    expect(await failureOf(site.client().createApiKey({ body: old }))).toMatchObject({
      name: "UnauthorizedError",
    });
    const body = { email, password: second, label: "new" };
    expect(await site.client().createApiKey({ body })).toMatchObject({ userId: id });
  });

  it("cannot set the password of another or an unknown user", async ({ member, colleague }) => {
    const body = { passwordChangeCredential: member.password, newPassword: freshPassword() };

    for (const id of [colleague.id.uuid, "no-such-id"]) {
      expect(await failureOf(member.client.setUserPassword({ id, body }))).toMatchObject({
        name: "ForbiddenError",
        status: 403,
      });
    }
  });
});

it("a wrong old password is rejected", async ({ member }) => {
  const body = { passwordChangeCredential: "Wrong-Password.1", newPassword: freshPassword() };
  const error = await failureOf(member.client.setUserPassword({ id: member.id.uuid, body }));

  expect(error).toMatchObject({ name: "ForbiddenError", status: 403 });
});

describe("a password that breaks the site's rules", () => {
  it.for([
    { fault: "too short", newPassword: "Short.1", message: /at least 10 characters/ },
    { fault: "without capitals", newPassword: "no-capitals.1", message: /1 uppercase/ },
    { fault: "without lowercase letters", newPassword: "NO-SMALL.123", message: /1 lowercase/ },
    { fault: "without digits", newPassword: "No-Digits-Here", message: /1 digit/ },
    { fault: "without punctuation", newPassword: "NoPunctuation1", message: /1 punctuation/ },
    { fault: "with a space", newPassword: "With Space-123", message: /./ },
  ])("is rejected: $fault", async ({ fault, newPassword, message }, { member, skipOn }) => {
    if (fault !== "too short") {
      skipOn("v0", "release 0.9.8 only requires ten characters");
    }
    const body = { passwordChangeCredential: member.password, newPassword };
    const error = await failureOf(member.client.setUserPassword({ id: member.id.uuid, body }));

    expect(error).toMatchObject({
      name: "ValidationError",
      issues: [{ exception: "ValidationError", message: matching(message) }],
    });
  });

  it("is rejected: used before", async ({ site, skipOn }) => {
    skipOn("v0", "release 0.9.8 allows old passwords");
    const { client, id, password } = await site.createAccount();
    const body = { passwordChangeCredential: password, newPassword: password };

    expect(await failureOf(client.setUserPassword({ id: id.uuid, body }))).toMatchObject({
      name: "ValidationError",
      issues: [{ message: containing("already been used") }],
    });
  });
});

describe("a user who forgot the password", () => {
  it("can set one with the mailed token, once, and sign in with it", async ({ site }) => {
    const { id, email } = await site.createAccount();
    const passwordChangeCredential = await site.server.requestResetToken(email);
    const newPassword = freshPassword();
    const reset = { id: "0", body: { passwordChangeCredential, newPassword } };

    const answer = await site.client().setUserPassword(reset);
    expect(answer).toEqual(site.isV0 ? undefined : { tfaToken: "" });
    const key = { email, password: newPassword, label: "after the reset" };
    expect(await site.client().createApiKey({ body: key })).toMatchObject({ userId: id });
    expect(await failureOf(site.client().setUserPassword(reset))).toMatchObject({
      name: "NotFoundError",
      status: 404,
    });
  });

  it("can use the token again if the new password was rejected", async ({ site }) => {
    const { email } = await site.createAccount();
    const passwordChangeCredential = await site.server.requestResetToken(email);
    const set = (newPassword: string) =>
      site.client().setUserPassword({ id: "0", body: { passwordChangeCredential, newPassword } });

    expect(await failureOf(set("short"))).toMatchObject({ name: "ValidationError" });
    await set(freshPassword());
  });

  it("gets 410 if the token has expired", async ({ site, member }) => {
    const passwordChangeCredential = await site.server.requestExpiredResetToken(member.email);
    const body = { passwordChangeCredential, newPassword: freshPassword() };
    const error = await failureOf(site.client().setUserPassword({ id: "0", body }));

    expect(error).toMatchObject({ name: "GoneError", status: 410 });
  });

  it("gets 404 with an unknown token", async ({ site }) => {
    const body = { passwordChangeCredential: "unknown", newPassword: freshPassword() };
    const error = await failureOf(site.client().setUserPassword({ id: "0", body }));

    expect(error).toMatchObject({ name: "NotFoundError", status: 404 });
  });

  it("gets 404 while the account is disabled", async ({ site, admin }) => {
    const { id, email } = await site.createAccount();
    const passwordChangeCredential = await site.server.requestResetToken(email);
    await admin.client.updateUser({ id: id.uuid, body: { enabled: false } });
    const body = { passwordChangeCredential, newPassword: freshPassword() };

    expect(await failureOf(site.client().setUserPassword({ id: "0", body }))).toMatchObject({
      name: "NotFoundError",
      status: 404,
    });
  });
});
