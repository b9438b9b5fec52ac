import { describe, expect } from "vitest";
import { failureOf, it } from "../support/contract.js";
import { plainDefinition } from "../support/definitions.js";
import { anyString } from "../support/matchers.js";
import { stage } from "../support/submissions.js";
import { uniqueName } from "../support/unique.js";

/** The members that the server changes from empty texts to null. */
const nothing = { regexDescription: null, longDescription: null, regExp: null, dateTimeFmt: null };

describe("a new metadata definition", () => {
  it("is created by a site administrator and listed for everybody", async ({
    siteAdmin,
    member,
  }) => {
    const body = { ...plainDefinition, name: uniqueName("Definition"), example: "12" };
    const created = await siteAdmin.client.createMetaDatum({ body });

    expect(created).toEqual({
      ...body,
      ...nothing,
      id: { uuid: anyString },
      serviceId: null,
    });
    expect(await member.client.getMetaData()).toContainEqual(created);
  });

  it("belongs to the service that it names, by either identifier", async ({ siteAdmin }) => {
    const { client } = siteAdmin;
    const service = await client.createService({ body: { name: uniqueName("Service") } });

    for (const serviceId of [service.id.uuid, service.id.site ?? ""]) {
      const body = { ...plainDefinition, name: uniqueName("Result"), serviceId };
      expect(await client.createMetaDatum({ body })).toMatchObject({ serviceId: service.id });
    }
  });

  it("belongs to no service if the service is unknown", async ({ siteAdmin }) => {
    const body = { ...plainDefinition, name: uniqueName("Result"), serviceId: "DMP-00000000" };

    expect(await siteAdmin.client.createMetaDatum({ body })).toMatchObject({ serviceId: null });
  });

  it("fails with 500 if the service is null", async ({ siteAdmin }) => {
    const body = { ...plainDefinition, name: uniqueName("Result"), serviceId: null };

    expect(await failureOf(siteAdmin.client.createMetaDatum({ body }))).toMatchObject({
      name: "ServerError",
      status: 500,
    });
  });

  it("fails with 500 if the order has more than 32 bits", async ({ siteAdmin }) => {
    const body = { ...plainDefinition, name: uniqueName("Result"), order: 2 ** 31 };

    expect(await failureOf(siteAdmin.client.createMetaDatum({ body }))).toMatchObject({
      name: "ServerError",
      status: 500,
    });
  });

  it("is forbidden for other users", async ({ member, reader, groupAdmin }) => {
    const body = { ...plainDefinition, name: uniqueName("Refused") };

    for (const { client } of [member, reader, groupAdmin]) {
      expect(await failureOf(client.createMetaDatum({ body }))).toMatchObject({
        name: "ForbiddenError",
        status: 403,
      });
    }
  });

  it("is null in existing metadata sets", async ({ siteAdmin, member }) => {
    const { uuid } = await stage(member);
    const name = uniqueName("Younger");
    await siteAdmin.client.createMetaDatum({ body: { ...plainDefinition, name } });

    const { record } = await member.client.getMetaDataSet({ id: uuid });
    expect(record).toHaveProperty([name], null);
  });
});

describe("the list of metadata definitions", () => {
  it("is sorted by their order", async ({ siteAdmin, member }) => {
    const names = [7003, 7001, 7002].map((order) => ({ order, name: uniqueName("Sorted") }));
    for (const each of names) {
      await siteAdmin.client.createMetaDatum({ body: { ...plainDefinition, ...each } });
    }

    const orders = (await member.client.getMetaData()).map(({ order }) => order);
    expect(orders).toEqual(orders.toSorted((a, b) => a - b));
  });
});

describe("a metadata definition", () => {
  it("is changed by a site administrator", async ({ siteAdmin }) => {
    const { client } = siteAdmin;
    const name = uniqueName("Definition");
    const { id } = await client.createMetaDatum({ body: { ...plainDefinition, name } });
    const service = await client.createService({ body: { name: uniqueName("Service") } });
    const body = {
      ...plainDefinition,
      name: `${name} 2`,
      longDescription: "When it was measured",
      dateTimeFmt: "%Y-%m-%d",
      serviceId: service.id.uuid,
    };

    const changed = await client.updateMetaDatum({ id: id.uuid, body });
    expect(changed).toEqual({
      ...body,
      id,
      regexDescription: null,
      regExp: null,
      serviceId: service.id,
    });
    const freed = await client.updateMetaDatum({ id: id.uuid, body: { ...body, serviceId: null } });
    expect(freed).toMatchObject({ serviceId: null });
  });

  it("makes records unreadable if their values do not match its new date format", async ({
    siteAdmin,
    member,
  }) => {
    const body = { ...plainDefinition, name: uniqueName("Plain") };
    const { id } = await siteAdmin.client.createMetaDatum({ body });
    const set = await stage(member, { [body.name]: "no date" });

    const dateTimeFmt = "%d.%m.%Y";
    await siteAdmin.client.updateMetaDatum({ id: id.uuid, body: { ...body, dateTimeFmt } });
    const unreadable = await failureOf(member.client.getMetaDataSet({ id: set.uuid }));
    await siteAdmin.client.updateMetaDatum({ id: id.uuid, body });
    const readable = await member.client.getMetaDataSet({ id: set.uuid });

    expect(unreadable).toMatchObject({ name: "ServerError", status: 500 });
    expect(readable.record).toMatchObject({ [body.name]: "no date" });
  });

  it("cannot be changed by other users", async ({ member, siteAdmin }) => {
    const body = { ...plainDefinition, name: uniqueName("Definition") };
    const { id } = await siteAdmin.client.createMetaDatum({ body });
    const call = member.client.updateMetaDatum({ id: id.uuid, body });

    expect(await failureOf(call)).toMatchObject({ name: "ForbiddenError", status: 403 });
  });

  it("returns 404 if its new service is unknown", async ({ siteAdmin }) => {
    const body = { ...plainDefinition, name: uniqueName("Definition") };
    const { id } = await siteAdmin.client.createMetaDatum({ body });
    const call = siteAdmin.client.updateMetaDatum({
      id: id.uuid,
      body: { ...body, serviceId: "DMP-00000000" },
    });

    expect(await failureOf(call)).toMatchObject({ name: "NotFoundError", status: 404 });
  });

  it("that is unknown returns 500", async ({ siteAdmin }) => {
    const body = { ...plainDefinition, name: uniqueName("Definition") };
    const call = siteAdmin.client.updateMetaDatum({ id: "no-such-id", body });

    expect(await failureOf(call)).toMatchObject({ name: "ServerError", status: 500 });
  });
});
