import { describe, expect } from "vitest";
import { failureOf, it } from "../support/contract.js";
import { anyString, containing, matching } from "../support/matchers.js";
import { stage, submitOne } from "../support/submissions.js";
import { uniqueSample } from "../support/unique.js";

describe("a staged metadata set", () => {
  it("is returned with every definition, and with dates in their stored form", async ({
    member,
  }) => {
    const record = { Sample: uniqueSample(), Collected: "24.11.2026" };
    const created = await member.client.createMetaDataSet({ body: { record } });

    expect(created).toMatchObject({
      id: { uuid: anyString, site: matching(/^DMR-/) },
      record: { Sample: record.Sample, Collected: "2026-11-24T00:00:00", Lane: null, Reads: null },
      fileIds: { Reads: null },
      userId: member.id,
      submissionId: null,
      serviceExecutions: null,
    });
  });

  it("can be read by its owner with both identifiers, with dates as sent", async ({ member }) => {
    const record = { Sample: uniqueSample(), Collected: "24.11.2026" };
    const { uuid, site } = await stage(member, record);

    for (const id of [uuid, site]) {
      expect(await member.client.getMetaDataSet({ id })).toMatchObject({
        id: { uuid, site },
        record,
      });
    }
  });

  it("stores every value as text", async ({ member }) => {
    const { uuid } = await stage(member, { Lane: 5 });
    const other = await stage(member, { Lane: true });

    const number = await member.client.getMetaDataSet({ id: uuid });
    const truth = await member.client.getMetaDataSet({ id: other.uuid });
    expect([number.record["Lane"], truth.record["Lane"]]).toEqual(["5", "True"]);
  });

  it("is hidden from all other users", async ({ member, colleague, admin, reader }) => {
    const { uuid } = await stage(member);

    for (const { client } of [colleague, admin, reader]) {
      expect(await failureOf(client.getMetaDataSet({ id: uuid }))).toMatchObject({
        name: "ForbiddenError",
        status: 403,
      });
    }
  });

  it("is rejected with a list of all problems", async ({ member }) => {
    const record = { Sample: "ab1", Collected: "2026-11-24", Unknown: "x" };
    const error = await failureOf(member.client.createMetaDataSet({ body: { record } }));

    expect(error).toMatchObject({
      name: "ValidationError",
      issues: [
        { field: "Sample", message: "two capital letters, then six digits" },
        { field: "Collected", message: containing("date / time") },
        { field: "Unknown", message: containing("not expected") },
      ],
    });
  });

  it.for([{}, { Sample: null }])(
    "is rejected without a mandatory value: %o",
    async (record, { member }) => {
      const error = await failureOf(member.client.createMetaDataSet({ body: { record } }));

      expect(error).toMatchObject({ issues: [{ field: "Sample" }] });
    },
  );

  it("fails with 500 if a pattern without a description does not match", async ({ member }) => {
    const record = { Sample: uniqueSample(), Undescribed: "y" };
    const error = await failureOf(member.client.createMetaDataSet({ body: { record } }));

    expect(error).toMatchObject({ name: "ServerError", status: 500 });
  });
});

it("an unknown metadata set returns 404", async ({ member }) => {
  const id = "DMR-00000000";
  const calls = [
    member.client.getMetaDataSet({ id }),
    member.client.deleteMetaDataSet({ id }),
    member.client.bulkDeleteStagedMetaDataSets({ body: { metadatasetIds: [id] } }),
  ];

  for (const error of await Promise.all(calls.map(failureOf))) {
    expect(error).toMatchObject({ name: "NotFoundError", status: 404 });
  }
});

describe("a submitted metadata set", () => {
  it("can be read by the group and by site readers", async ({ member, colleague, reader }) => {
    const { metaDataSet, submission, file, sample, fileName } = await submitOne(member);

    for (const { client } of [member, colleague, reader]) {
      expect(await client.getMetaDataSet({ id: metaDataSet.site })).toMatchObject({
        id: metaDataSet,
        record: { Sample: sample, Reads: fileName },
        fileIds: { Reads: file },
        submissionId: submission.id,
      });
    }
  });

  it("is hidden from other groups and their administrators", async ({
    member,
    outsider,
    siteAdmin,
  }) => {
    const { metaDataSet } = await submitOne(member);

    for (const { client } of [outsider, siteAdmin]) {
      expect(await failureOf(client.getMetaDataSet({ id: metaDataSet.uuid }))).toMatchObject({
        name: "ForbiddenError",
        status: 403,
      });
    }
  });

  it("cannot be deleted", async ({ member }) => {
    const { metaDataSet } = await submitOne(member);
    const body = { metadatasetIds: [metaDataSet.uuid] };
    const calls = [
      member.client.deleteMetaDataSet({ id: metaDataSet.uuid }),
      member.client.bulkDeleteStagedMetaDataSets({ body }),
    ];

    for (const error of await Promise.all(calls.map(failureOf))) {
      expect(error).toMatchObject({
        name: "ForbiddenError",
        issues: [{ exception: "ResourceNotModifiableError" }],
      });
    }
  });
});

describe("the owner of staged metadata sets", () => {
  it("can delete one by either identifier", async ({ member }) => {
    const first = await stage(member);
    const second = await stage(member);

    await expect(member.client.deleteMetaDataSet({ id: first.uuid })).resolves.toBeUndefined();
    await expect(member.client.deleteMetaDataSet({ id: second.site })).resolves.toBeUndefined();
    expect(await failureOf(member.client.getMetaDataSet({ id: first.uuid }))).toMatchObject({
      name: "NotFoundError",
    });
  });

  it("can delete several at once", async ({ member }) => {
    const metadatasetIds = [(await stage(member)).uuid, (await stage(member)).site];
    const { client } = member;

    await expect(
      client.bulkDeleteStagedMetaDataSets({ body: { metadatasetIds } }),
    ).resolves.toBeUndefined();
    for (const id of metadatasetIds) {
      expect(await failureOf(client.getMetaDataSet({ id }))).toMatchObject({ status: 404 });
    }
  });

  it("deletes none of several if one is unknown", async ({ member }) => {
    const { uuid } = await stage(member);
    const body = { metadatasetIds: [uuid, "DMR-00000000"] };

    expect(await failureOf(member.client.bulkDeleteStagedMetaDataSets({ body }))).toMatchObject({
      status: 404,
    });
    expect(await member.client.getMetaDataSet({ id: uuid })).toHaveProperty("record");
  });
});

describe("another user's staged metadata set", () => {
  it("cannot be deleted together with others", async ({ member, colleague }) => {
    const body = { metadatasetIds: [(await stage(member)).uuid] };
    const error = await failureOf(colleague.client.bulkDeleteStagedMetaDataSets({ body }));

    expect(error).toMatchObject({ name: "ForbiddenError", status: 403 });
  });

  it("returns 500 if deleted alone, because the server's 403 does not match its document", async ({
    member,
    colleague,
  }) => {
    const { uuid } = await stage(member);
    const error = await failureOf(colleague.client.deleteMetaDataSet({ id: uuid }));

    expect(error).toMatchObject({
      name: "ServerError",
      status: 500,
      issues: [{ exception: "InvalidContentType" }],
    });
  });
});
