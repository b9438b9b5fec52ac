import { describe, expect } from "vitest";
import { failureOf, it } from "../support/contract.js";
import { submitOne } from "../support/submissions.js";
import { uniqueName } from "../support/unique.js";

describe("a group", () => {
  it("is visible to its members, site administrators and site readers", async ({
    member,
    reader,
    siteAdmin,
    skipOn,
  }) => {
    skipOn("v0", "release 0.9.8 has no such operation");
    const { groupId, groupName: name } = member;

    for (const { client } of [member, reader, siteAdmin]) {
      for (const id of [groupId.uuid, groupId.site]) {
        expect(await client.getGroup({ id })).toEqual({ id: groupId, name });
      }
    }
  });

  it("is hidden from other users, and returns 404 if it is unknown", async ({
    member,
    outsider,
    skipOn,
  }) => {
    skipOn("v0", "release 0.9.8 has no such operation");
    const hidden = outsider.client.getGroup({ id: member.groupId.uuid });
    expect(await failureOf(hidden)).toMatchObject({ name: "ForbiddenError", status: 403 });

    const unknown = outsider.client.getGroup({ id: "DMG-00000000" });
    expect(await failureOf(unknown)).toMatchObject({ name: "NotFoundError", status: 404 });
  });
});

describe("renaming a group", () => {
  it("is possible for a site administrator, with both identifiers", async ({
    outsider,
    siteAdmin,
  }) => {
    const { client, groupId } = outsider;
    for (const id of [groupId.uuid, groupId.site]) {
      const name = uniqueName("Renamed");
      await expect(
        siteAdmin.client.changeGroupName({ id, body: { name } }),
      ).resolves.toBeUndefined();
      expect(await client.whoami()).toMatchObject({ group: { id: groupId, name } });
    }
  });

  it("is rejected if another group has the name", async ({ admin, outsider, siteAdmin }) => {
    const body = { name: admin.groupName };
    const call = siteAdmin.client.changeGroupName({ id: outsider.groupId.uuid, body });

    expect(await failureOf(call)).toMatchObject({ name: "ValidationError", status: 400 });
  });

  it("is forbidden for other users, and for an unknown group", async ({
    member,
    groupAdmin,
    siteAdmin,
  }) => {
    const body = { name: uniqueName("Refused") };
    const refused = [
      member.client.changeGroupName({ id: member.groupId.uuid, body }),
      groupAdmin.client.changeGroupName({ id: groupAdmin.groupId.uuid, body }),
      siteAdmin.client.changeGroupName({ id: "DMG-00000000", body }),
    ];

    for (const error of await Promise.all(refused.map(failureOf))) {
      expect(error).toMatchObject({ name: "ForbiddenError", status: 403 });
    }
  });
});

describe("the submissions of a group", () => {
  it("are listed for its members by the site identifier", async ({ member, colleague }) => {
    const { submission } = await submitOne(member);

    for (const { client } of [member, colleague]) {
      const submissions = await client.getGroupSubmissions({ id: member.groupId.site });
      expect(submissions).toContainEqual(submission);
    }
  });

  it("are listed for site readers by both identifiers", async ({ member, reader }) => {
    const { submission } = await submitOne(member);

    for (const id of [member.groupId.site, member.groupId.uuid]) {
      expect(await reader.client.getGroupSubmissions({ id })).toContainEqual(submission);
    }
  });

  it("are an empty list in a new group", async ({ outsider }) => {
    const id = outsider.groupId.site;

    expect(await outsider.client.getGroupSubmissions({ id })).toEqual([]);
  });

  it("are forbidden for members by UUID, for other users, and for an unknown group", async ({
    member,
    outsider,
    siteAdmin,
    reader,
  }) => {
    const { groupId } = member;
    const refused = [
      // The server compares the UUID object with a text, which is never equal.
      member.client.getGroupSubmissions({ id: groupId.uuid }),
      outsider.client.getGroupSubmissions({ id: groupId.site }),
      siteAdmin.client.getGroupSubmissions({ id: groupId.site }),
      reader.client.getGroupSubmissions({ id: "DMG-00000000" }),
    ];

    for (const error of await Promise.all(refused.map(failureOf))) {
      expect(error).toMatchObject({ name: "ForbiddenError", status: 403 });
    }
  });
});
