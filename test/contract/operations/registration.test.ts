import { describe, expect } from "vitest";
import type { RegistrationRequest } from "datameta-client";
import { failureOf, it } from "../support/contract.js";
import type { Account } from "../support/contract-server.js";
import { like, matching } from "../support/matchers.js";
import { uniqueEmail, uniqueName } from "../support/unique.js";

const broken = "release 0.9.8 fails on every valid registration";

describe("a newcomer", () => {
  it("can register for a group, be accepted, set a password and sign in", async ({
    site,
    member,
    skipOn,
  }) => {
    skipOn("v0", broken);
    const anybody = site.client();
    const { groups } = await anybody.getRegistrationSettings();
    expect(groups).toContainEqual({ id: member.groupId, name: member.groupName });
    const body = request(member);

    await expect(anybody.createRegistration({ body })).resolves.toBeUndefined();
    await site.server.approveRegistration(body.email);
    const passwordChangeCredential = await site.server.readWelcomeToken(body.email);
    const newPassword = "Welcome-Password.1";
    await anybody.setUserPassword({ id: "0", body: { passwordChangeCredential, newPassword } });

    const key = { email: body.email, password: newPassword, label: "first key" };
    const { token } = await anybody.createApiKey({ body: key });
    const newcomer = await site.client({ auth: { bearer: token } }).whoami();
    expect(newcomer).toMatchObject({
      name: body.name,
      email: body.email,
      group: { id: member.groupId },
      groupAdmin: false,
      siteAdmin: false,
    });
  });

  it("can request a new group, which is created on acceptance", async ({ site, skipOn }) => {
    skipOn("v0", broken);
    const name = uniqueName("New group");
    const body = {
      ...request(),
      ...{ org_select: null, org_create: "yes", org_new_name: name },
    };

    await site.client().createRegistration({ body });
    await site.server.approveRegistration(body.email);
    const { groups } = await site.client().getRegistrationSettings();
    expect(groups).toContainEqual(like({ name }));
  });

  it("gets 500 on a release that cannot store registrations", async ({ site, member, skipOn }) => {
    skipOn("v1", "release 1.1.1 registers newcomers");
    const call = site.client().createRegistration({ body: request(member) });

    expect(await failureOf(call)).toMatchObject({ name: "ServerError", status: 500 });
  });
});

describe("a registration is rejected", () => {
  it.for<{ fault: string; change: Partial<RegistrationRequest> }>([
    { fault: "name", change: { name: "" } },
    { fault: "email", change: { email: "nobody" } },
    { fault: "org_select", change: { org_select: "DMG-00000000" } },
    { fault: "org_new_name", change: { org_select: null, org_create: "", org_new_name: "" } },
  ])("because of its $fault", async ({ fault, change }, { site, member }) => {
    const body = { ...request(member), ...change };
    const error = await failureOf(site.client().createRegistration({ body }));

    expect(error).toMatchObject({
      name: "ValidationError",
      status: 400,
      body: [{ exception: "ValidationError", field: fault, message: "" }],
      issues: [{ field: fault, message: matching(/\w/) }],
    });
  });

  it("if an account with the address exists", async ({ site, member }) => {
    const body = { ...request(member), email: member.email.toUpperCase() };

    expect(await failureOf(site.client().createRegistration({ body }))).toMatchObject({
      issues: [{ field: "user_exists" }],
    });
  });

  it("if a registration with the address is pending", async ({ site, member, skipOn }) => {
    skipOn("v0", broken);
    const body = request(member);
    await site.client().createRegistration({ body });

    expect(await failureOf(site.client().createRegistration({ body }))).toMatchObject({
      issues: [{ field: "req_exists" }],
    });
  });

  it("if the user agreement is not accepted", async ({ site, member, admin }) => {
    const settings = await admin.client.getAppSettings();
    const id = settings.find(({ key }) => key === "user_agreement")?.id.uuid ?? "";
    await admin.client.updateAppSettings({ id, body: { value: "Be fair." } });
    try {
      const { userAgreement } = await site.client().getRegistrationSettings();
      expect(userAgreement).toBe("Be fair.");
      const body = { ...request(member), check_user_agreement: false };
      expect(await failureOf(site.client().createRegistration({ body }))).toMatchObject({
        issues: [{ field: "check_user_agreement" }],
      });
    } finally {
      await admin.client.updateAppSettings({ id, body: { value: "" } });
    }
  });

  it("with a list of all its problems", async ({ site }) => {
    const body = { ...request(), name: "", email: "nobody", org_select: "DMG-00000000" };
    const error = await failureOf(site.client().createRegistration({ body }));

    expect(error).toMatchObject({
      issues: [{ field: "email" }, { field: "org_select" }, { field: "name" }],
    });
  });

  it.for<[string, Partial<RegistrationRequest>]>([
    ["address", { email: null }],
    ["an old or a new group", { org_select: null, org_create: null }],
  ])("with 500 without %s", async ([, change], { site, member }) => {
    const body = { ...request(member), ...change };

    expect(await failureOf(site.client().createRegistration({ body }))).toMatchObject({
      name: "ServerError",
      status: 500,
    });
  });
});

/** Creates a registration for the account's group. */
function request(account?: Account) {
  return {
    name: uniqueName("Newcomer"),
    email: uniqueEmail(),
    org_select: account?.groupId.site ?? null,
    org_create: null,
    org_new_name: null,
    check_user_agreement: true,
  };
}
