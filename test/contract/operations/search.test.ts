import { describe, expect } from "vitest";
import { failureOf, it } from "../support/contract.js";
import { plainDefinition } from "../support/definitions.js";
import { like } from "../support/matchers.js";
import { stage, submitOne } from "../support/submissions.js";
import { uniqueName } from "../support/unique.js";

const uuids = (sets: readonly { id: { uuid: string } }[]) => sets.map(({ id }) => id.uuid);

describe("the submitted metadata sets", () => {
  it("are found by the group and by site readers", async ({ member, colleague, reader }) => {
    const { metaDataSet, sample, submission } = await submitOne(member);

    for (const { client } of [member, colleague, reader]) {
      expect(await client.getMetaDataSets()).toContainEqual(
        like({
          id: metaDataSet,
          record: like({ Sample: sample }),
          submissionId: submission.id,
          userId: member.id,
        }),
      );
    }
  });

  it("do not include staged sets", async ({ member }) => {
    await submitOne(member);
    const { uuid } = await stage(member);

    expect(uuids(await member.client.getMetaDataSets())).not.toContain(uuid);
  });

  it("return 404 if there are none", async ({ outsider }) => {
    expect(await failureOf(outsider.client.getMetaDataSets())).toMatchObject({
      name: "NotFoundError",
      status: 404,
    });
  });

  it("are found by their submission date", async ({ member }) => {
    const { metaDataSet } = await submitOne(member);
    const past = "2020-01-01T00:00:00Z";
    const future = "2100-01-01T00:00:00+02:00";
    const { client } = member;

    const within = await client.getMetaDataSets({ submittedAfter: past, submittedBefore: future });
    expect(uuids(within)).toContain(metaDataSet.uuid);
    for (const bounds of [{ submittedAfter: future }, { submittedBefore: past }]) {
      expect(await failureOf(client.getMetaDataSets(bounds))).toMatchObject({ status: 404 });
    }
  });

  it.for(["2020-01-01", "yesterday"])(
    "are not found by the invalid date %s",
    async (submittedAfter, { member }) => {
      const call = member.client.getMetaDataSets({ submittedAfter });

      expect(await failureOf(call)).toMatchObject({ name: "ValidationError", status: 400 });
    },
  );
});

describe("the metadata sets that a service has not run on", () => {
  it("are found by site readers, until the service has run", async ({ admin, reader, member }) => {
    const { client } = admin;
    const { id } = await client.createService({ body: { name: uniqueName("Service") } });
    const name = uniqueName("Result");
    const definition = { ...plainDefinition, name, serviceId: id.uuid };
    await client.createMetaDatum({ body: definition });
    await client.updateService({ id: id.uuid, body: { userIds: [member.id.uuid] } });
    const { metaDataSet } = await submitOne(member);
    const awaiting = () => reader.client.getMetaDataSets({ awaitingService: id.site ?? "" });

    expect(uuids(await awaiting())).toContain(metaDataSet.uuid);
    await member.client.executeService({
      serviceId: id.uuid,
      metadatasetId: metaDataSet.uuid,
      body: { record: { [name]: "done" }, fileIds: [] },
    });
    // The service can be missing on other sets too, because definitions apply to all sets.
    const left = await awaiting().then(uuids, () => []);
    expect(left).not.toContain(metaDataSet.uuid);
  });

  it("cannot be found by UUID, for a service without definitions, or by members", async ({
    admin,
    reader,
    member,
  }) => {
    const { client } = admin;
    const { id } = await client.createService({ body: { name: uniqueName("Service") } });
    const idle = await client.createService({ body: { name: uniqueName("Idle") } });
    const definition = { ...plainDefinition, name: uniqueName("Result"), serviceId: id.uuid };
    await client.createMetaDatum({ body: definition });
    const refused = [
      reader.client.getMetaDataSets({ awaitingService: id.uuid }),
      reader.client.getMetaDataSets({ awaitingService: idle.id.site ?? "" }),
      member.client.getMetaDataSets({ awaitingService: id.site ?? "" }),
    ];

    for (const error of await Promise.all(refused.map(failureOf))) {
      expect(error).toMatchObject({
        name: "ValidationError",
        issues: [{ field: "awaitingServices" }],
      });
    }
  });
});
