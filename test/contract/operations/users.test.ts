import { describe, expect } from "vitest";
import { failureOf, it } from "../support/contract.js";
import { containing } from "../support/matchers.js";
import { uniqueName } from "../support/unique.js";

const lacking = "release 0.9.8 has no such operation";

describe("whoami", () => {
  it("returns the user with address, group and roles", async ({
    member,
    groupAdmin,
    reader,
    siteAdmin,
  }) => {
    const none = { groupAdmin: false, siteAdmin: false, siteRead: false };
    const roles = [
      [member, none],
      [groupAdmin, { ...none, groupAdmin: true }],
      [reader, { ...none, siteRead: true }],
      [siteAdmin, { ...none, siteAdmin: true }],
    ] as const;

    for (const [{ client, id, name, email, groupId, groupName }, flags] of roles) {
      const group = { id: groupId, name: groupName };
      expect(await client.whoami()).toEqual({ id, name, email, group, ...flags });
    }
  });
});

describe("a user", () => {
  it("is fully visible to administrators, with both identifiers", async ({
    member,
    admin,
    siteAdmin,
    groupAdmin,
    skipOn,
  }) => {
    skipOn("v0", lacking);
    const { id, groupId, email, name } = member;
    const roles = { groupAdmin: false, siteAdmin: false, siteRead: false };

    for (const { client } of [admin, siteAdmin, groupAdmin]) {
      for (const form of [id.uuid, id.site]) {
        const user = await client.getUser({ id: form });
        expect(user).toEqual({ id, groupId, name, email, ...roles });
      }
    }
  });

  it("is visible without address and roles to the user and to site readers", async ({
    member,
    reader,
    skipOn,
  }) => {
    skipOn("v0", lacking);
    const { id, groupId, name } = member;
    const hidden = { email: null, groupAdmin: null, siteAdmin: null, siteRead: null };

    for (const { client } of [member, reader]) {
      expect(await client.getUser({ id: id.uuid })).toEqual({ id, groupId, name, ...hidden });
    }
  });

  it("is hidden from other users, even in the same group", async ({
    member,
    colleague,
    outsider,
    groupAdmin,
    skipOn,
  }) => {
    skipOn("v0", lacking);
    const refused = [
      colleague.client.getUser({ id: member.id.uuid }),
      outsider.client.getUser({ id: member.id.uuid }),
      groupAdmin.client.getUser({ id: outsider.id.uuid }),
    ];

    for (const error of await Promise.all(refused.map(failureOf))) {
      expect(error).toMatchObject({ name: "ForbiddenError", status: 403 });
    }
  });

  it("that is unknown returns 404", async ({ member, skipOn }) => {
    skipOn("v0", lacking);
    const error = await failureOf(member.client.getUser({ id: "DMU-00000000" }));

    expect(error).toMatchObject({ name: "NotFoundError", status: 404 });
  });
});

describe("a change of a user", () => {
  it("of the name is for the user, group administrators and site administrators", async ({
    site,
    member,
    groupAdmin,
    siteAdmin,
  }) => {
    const user = await site.createAccount({ groupOf: member });

    for (const { client } of [user, groupAdmin, siteAdmin]) {
      const name = uniqueName("Name");
      await expect(
        client.updateUser({ id: user.id.site, body: { name } }),
      ).resolves.toBeUndefined();
      expect(await user.client.whoami()).toMatchObject({ name });
    }
  });

  it("without members is accepted", async ({ member }) => {
    await expect(
      member.client.updateUser({ id: member.id.uuid, body: {} }),
    ).resolves.toBeUndefined();
  });

  it("of the roles is for administrators", async ({ site, member, groupAdmin, siteAdmin }) => {
    const user = await site.createAccount({ groupOf: member });
    const id = user.id.uuid;
    await groupAdmin.client.updateUser({ id, body: { groupAdmin: true } });
    await siteAdmin.client.updateUser({ id, body: { siteRead: true, siteAdmin: true } });

    expect(await user.client.whoami()).toMatchObject({
      groupAdmin: true,
      siteRead: true,
      siteAdmin: true,
    });
  });

  it("of the group is for site administrators, with both identifiers", async ({
    site,
    member,
    outsider,
    siteAdmin,
  }) => {
    const { id, client } = await site.createAccount();

    for (const groupId of [member.groupId.uuid, outsider.groupId.site]) {
      await siteAdmin.client.updateUser({ id: id.uuid, body: { groupId } });
      const { group } = await client.whoami();
      expect([group.id.uuid, group.id.site]).toContain(groupId);
    }
  });

  it("is completely rejected if one member is forbidden", async ({
    site,
    member,
    colleague,
    groupAdmin,
    siteAdmin,
    outsider,
  }) => {
    const boss = await site.createAccount({ groupOf: member, siteAdmin: true });
    const user = member.id.uuid;
    const change = member.client.updateUser;
    const administer = groupAdmin.client.updateUser;
    const refused = [
      change({ id: colleague.id.uuid, body: { name: "Renamed" } }),
      change({ id: user, body: { name: "Renamed", groupAdmin: true } }),
      change({ id: user, body: { enabled: true } }),
      change({ id: user, body: { siteRead: true } }),
      change({ id: user, body: { groupId: outsider.groupId.uuid } }),
      administer({ id: outsider.id.uuid, body: { name: "Renamed" } }),
      administer({ id: user, body: { name: "Renamed", siteRead: true } }),
      administer({ id: user, body: { groupId: outsider.groupId.uuid } }),
      administer({ id: groupAdmin.id.uuid, body: { enabled: false } }),
      administer({ id: boss.id.uuid, body: { enabled: false } }),
      siteAdmin.client.updateUser({ id: siteAdmin.id.uuid, body: { siteAdmin: false } }),
      siteAdmin.client.updateUser({ id: siteAdmin.id.uuid, body: { enabled: false } }),
    ];

    for (const error of await Promise.all(refused.map(failureOf))) {
      expect(error).toMatchObject({ name: "ForbiddenError", status: 403 });
    }
    expect(await member.client.whoami()).toMatchObject({ name: member.name });
  });

  it("returns 404 if the user or the group is unknown", async ({ member, siteAdmin }) => {
    const id = member.id.uuid;
    const refused = [
      siteAdmin.client.updateUser({ id: "DMU-00000000", body: { name: "Nobody" } }),
      siteAdmin.client.updateUser({ id, body: { groupId: "DMG-00000000" } }),
      // An empty group passes the permission check, and is then not found.
      member.client.updateUser({ id, body: { groupId: "" } }),
    ];

    for (const error of await Promise.all(refused.map(failureOf))) {
      expect(error).toMatchObject({ name: "NotFoundError", status: 404 });
    }
  });
});

describe("the secret of two-factor sign-in", () => {
  it("can be deleted by a site administrator, even if there is none", async ({
    member,
    siteAdmin,
    skipOn,
  }) => {
    skipOn("v0", lacking);
    for (const id of [member.id.uuid, member.id.site]) {
      await expect(siteAdmin.client.deleteTotpToken({ id })).resolves.toBeUndefined();
    }
  });

  it("cannot be deleted by other users, and an unknown user returns 404", async ({
    member,
    groupAdmin,
    siteAdmin,
    skipOn,
  }) => {
    skipOn("v0", lacking);
    for (const { client } of [member, groupAdmin]) {
      const error = await failureOf(client.deleteTotpToken({ id: member.id.uuid }));
      expect(error).toMatchObject({ name: "ForbiddenError", status: 403 });
    }
    const error = await failureOf(siteAdmin.client.deleteTotpToken({ id: "DMU-00000000" }));
    expect(error).toMatchObject({ name: "NotFoundError", status: 404 });
  });
});

describe("an operation that a later release than 0.9.8 added", () => {
  it("returns 404 there, and the error names the first release that has it", async ({
    admin,
    skipOn,
  }) => {
    skipOn("v1", "release 1.1.1 has every operation");
    const { client, id, groupId } = admin;
    const calls: readonly [() => Promise<unknown>, since: string][] = [
      [() => client.getUser({ id: id.uuid }), "1.0.4"],
      [() => client.getGroup({ id: groupId.uuid }), "1.0.4"],
      [() => client.deleteTotpToken({ id: id.uuid }), "1.1.0"],
    ];

    for (const [call, since] of calls) {
      expect(await failureOf(call())).toMatchObject({
        name: "NotFoundError",
        message: containing(since),
      });
    }
  });
});
