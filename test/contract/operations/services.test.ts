import { describe, expect } from "vitest";
import { failureOf, it } from "../support/contract.js";
import { anyString, containing, including, matching } from "../support/matchers.js";
import { uniqueName } from "../support/unique.js";

describe("a service", () => {
  it("is created by a site administrator and listed", async ({ siteAdmin }) => {
    const name = uniqueName("Service");
    const created = await siteAdmin.client.createService({ body: { name } });

    expect(created).toEqual({
      id: { uuid: anyString, site: matching(/^DMP-/) },
      name,
      userIds: [],
    });
    expect(await siteAdmin.client.getServices()).toContainEqual(created);
  });

  it("gets its users and its name with both identifiers", async ({
    siteAdmin,
    member,
    outsider,
  }) => {
    const { client } = siteAdmin;
    const { id } = await client.createService({ body: { name: uniqueName("Service") } });
    const name = uniqueName("Renamed");
    const userIds = [member.id.uuid, outsider.id.site];

    const withUsers = await client.updateService({ id: id.uuid, body: { userIds } });
    expect(withUsers.userIds).toHaveLength(2);
    expect(withUsers.userIds).toEqual(including([member.id, outsider.id]));
    const renamed = await client.updateService({ id: id.site ?? "", body: { name } });
    expect(renamed.name).toBe(name);
    expect(renamed.userIds).toHaveLength(2);
  });

  it("keeps members that are null, and an empty list removes its users", async ({
    siteAdmin,
    member,
  }) => {
    const { client } = siteAdmin;
    const { id, name } = await client.createService({ body: { name: uniqueName("Service") } });
    await client.updateService({ id: id.uuid, body: { userIds: [member.id.uuid] } });

    const kept = await client.updateService({ id: id.uuid, body: { name: null, userIds: null } });
    expect(kept).toEqual({ id, name, userIds: [member.id] });
    const emptied = await client.updateService({ id: id.uuid, body: { userIds: [] } });
    expect(emptied).toEqual({ id, name, userIds: [] });
  });

  it("cannot have the name of another service", async ({ siteAdmin }) => {
    const { client } = siteAdmin;
    const taken = uniqueName("Service");
    await client.createService({ body: { name: taken } });
    const { id } = await client.createService({ body: { name: uniqueName("Service") } });
    const refused = [
      client.createService({ body: { name: taken } }),
      client.updateService({ id: id.uuid, body: { name: taken } }),
    ];

    for (const error of await Promise.all(refused.map(failureOf))) {
      expect(error).toMatchObject({
        name: "ValidationError",
        issues: [{ message: "A service with that name already exists." }],
      });
    }
  });

  it("cannot have unknown users", async ({ siteAdmin }) => {
    const { client } = siteAdmin;
    const { id } = await client.createService({ body: { name: uniqueName("Service") } });
    const call = client.updateService({ id: id.uuid, body: { userIds: ["DMU-00000000"] } });

    expect(await failureOf(call)).toMatchObject({
      name: "ValidationError",
      issues: [{ message: containing("DMU-00000000") }],
    });
  });

  it("fails with 500 on an unknown user who is not the last in the list", async ({
    siteAdmin,
    member,
  }) => {
    const { client } = siteAdmin;
    const { id } = await client.createService({ body: { name: uniqueName("Service") } });
    const userIds = ["DMU-00000000", member.id.uuid];

    const call = client.updateService({ id: id.uuid, body: { userIds } });

    expect(await failureOf(call)).toMatchObject({ name: "ServerError", status: 500 });
  });

  it("returns a repeated user twice, but stores it once", async ({ siteAdmin, member }) => {
    const { client } = siteAdmin;
    const { id } = await client.createService({ body: { name: uniqueName("Service") } });
    const userIds = [member.id.uuid, member.id.site];

    const updated = await client.updateService({ id: id.uuid, body: { userIds } });
    const kept = await client.updateService({ id: id.uuid, body: {} });

    expect([updated.userIds.length, kept.userIds.length]).toEqual([2, 1]);
  });

  it("that is unknown returns 404", async ({ siteAdmin }) => {
    const call = siteAdmin.client.updateService({ id: "DMP-00000000", body: {} });

    expect(await failureOf(call)).toMatchObject({ name: "NotFoundError", status: 404 });
  });

  it("is forbidden for other users, who get 500 on release 0.9.8", async ({
    site,
    siteAdmin,
    member,
    reader,
  }) => {
    const { id } = await siteAdmin.client.createService({ body: { name: uniqueName("Service") } });

    for (const { client } of [member, reader]) {
      const create = client.createService({ body: { name: uniqueName("Refused") } });
      expect(await failureOf(create)).toMatchObject({ name: "ForbiddenError", status: 403 });
      const others = [client.getServices(), client.updateService({ id: id.uuid, body: {} })];
      for (const error of await Promise.all(others.map(failureOf))) {
        expect(error).toMatchObject(
          site.isV0
            ? { status: 500, issues: [{ message: containing("turned a 403") }] }
            : { name: "ForbiddenError", status: 403 },
        );
      }
    }
  });
});
