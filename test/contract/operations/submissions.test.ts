import { describe, expect } from "vitest";
import { failureOf, it } from "../support/contract.js";
import { announceAndUpload, freezeFile, localFile } from "../support/files.js";
import { anyString, including, matching } from "../support/matchers.js";
import { stage, submitOne } from "../support/submissions.js";
import { uniqueName, uniqueSample } from "../support/unique.js";

describe("metadata sets and files that belong together", () => {
  it("pass the check, which stores nothing, and can be submitted once", async ({ member }) => {
    const local = localFile();
    const file = await freezeFile(member, local);
    const metaDataSet = await stage(member, { Reads: local.name });
    const label = uniqueName("Submission");
    const body = { metadatasetIds: [metaDataSet.uuid], fileIds: [file.site], label };
    const { client } = member;

    await expect(client.prevalidateSubmission({ body })).resolves.toBeUndefined();
    await expect(client.prevalidateSubmission({ body })).resolves.toBeUndefined();
    expect(await client.createSubmission({ body })).toEqual({
      id: { uuid: anyString, site: matching(/^DMS-/) },
      label,
      metadatasetIds: [metaDataSet],
      fileIds: [file],
    });
    expect(await failureOf(client.createSubmission({ body }))).toMatchObject({
      issues: [
        { message: "Already submitted", entity: file },
        { message: "Already submitted", entity: metaDataSet },
        { message: "File included without reference in metadata", entity: file },
        { message: "Violation of global unique constraint", entity: metaDataSet, field: "Sample" },
      ],
    });
  });

  it("need no label, and an empty one becomes null", async ({ member }) => {
    for (const label of [undefined, null, ""]) {
      const { uuid } = await stage(member, { Lane: uniqueName("") });
      const body = { metadatasetIds: [uuid], fileIds: [], ...(label !== undefined && { label }) };
      expect(await member.client.createSubmission({ body })).toMatchObject({ label: null });
    }
  });

  it("fail with 500 if the label has more than 100 characters", async ({ member }) => {
    const { uuid } = await stage(member);
    const body = { metadatasetIds: [uuid], fileIds: [], label: "x".repeat(101) };

    expect(await failureOf(member.client.createSubmission({ body }))).toMatchObject({
      name: "ServerError",
      status: 500,
    });
    // The check does not store the label.
    await expect(member.client.prevalidateSubmission({ body })).resolves.toBeUndefined();
  });
});

describe("a submission is rejected", () => {
  it("if it is empty", async ({ member }) => {
    const body = { metadatasetIds: [], fileIds: [] };

    for (const call of [member.client.createSubmission, member.client.prevalidateSubmission]) {
      expect(await failureOf(call({ body }))).toMatchObject({
        name: "ValidationError",
        issues: [{ message: "Neither data nor metadata provided in submission." }],
      });
    }
  });

  it("if an id is unknown or belongs to another user, with only these errors", async ({
    member,
    colleague,
  }) => {
    const othersFile = await freezeFile(colleague, localFile());
    const body = { metadatasetIds: ["DMR-00000000"], fileIds: [othersFile.site] };
    const error = await failureOf(member.client.prevalidateSubmission({ body }));

    expect(error).toMatchObject({
      issues: [
        { message: "Access denied", entity: { uuid: othersFile.site, site: othersFile.site } },
        { message: "Not found", entity: { uuid: "DMR-00000000" } },
      ],
    });
  });

  it("if a file is not frozen", async ({ member }) => {
    const local = localFile();
    const file = await announceAndUpload(member, local);
    const metaDataSet = await stage(member, { Reads: local.name });
    const body = { metadatasetIds: [metaDataSet.uuid], fileIds: [file.uuid] };

    expect(await failureOf(member.client.createSubmission({ body }))).toMatchObject({
      issues: [{ message: "No data uploaded", entity: file }],
    });
  });

  it("if no set names a file, and if a named file is missing", async ({ member }) => {
    const file = await freezeFile(member, localFile());
    const metaDataSet = await stage(member, { Reads: "missing.fastq" });
    const body = { metadatasetIds: [metaDataSet.uuid], fileIds: [file.uuid] };

    expect(await failureOf(member.client.createSubmission({ body }))).toMatchObject({
      issues: [
        { message: "File included without reference in metadata", entity: file },
        { message: "Referenced file not provided", entity: metaDataSet, field: "Reads" },
      ],
    });
  });

  it("if a file was submitted before", async ({ member }) => {
    const { file, fileName } = await submitOne(member);
    const { uuid } = await stage(member, { Reads: fileName });
    const body = { metadatasetIds: [uuid], fileIds: [file.uuid] };

    expect(await failureOf(member.client.createSubmission({ body }))).toMatchObject({
      issues: [{ message: "Already submitted", entity: file }],
    });
  });

  it("if two files have the same name", async ({ member }) => {
    const local = localFile();
    const files = [await freezeFile(member, local), await freezeFile(member, local)];
    const { uuid } = await stage(member, { Reads: local.name });
    const body = { metadatasetIds: [uuid], fileIds: files.map((file) => file.uuid) };
    const error = await failureOf(member.client.createSubmission({ body }));

    const message = "Filename occurs multiple times among provided files";
    expect(error).toMatchObject({
      issues: including(files.map((entity) => ({ message, entity }))),
    });
  });

  it("if a value is not unique within it", async ({ member }) => {
    const Lane = uniqueName("Lane");
    const sets = [await stage(member, { Lane }), await stage(member, { Lane })];
    const body = { metadatasetIds: sets.map(({ uuid }) => uuid), fileIds: [] };
    const message = "Violation of intra-submission unique constraint";
    const issues = sets.map((entity) => ({ message, entity, field: "Lane" }));

    // The database returns the sets in any order.
    expect(await failureOf(member.client.createSubmission({ body }))).toMatchObject({
      issues: including(issues),
    });
  });

  it("if a value is not unique on the site", async ({ member, outsider }) => {
    const { sample } = await submitOne(outsider);
    const metaDataSet = await stage(member, { Sample: sample });
    const body = { metadatasetIds: [metaDataSet.uuid], fileIds: [] };

    expect(await failureOf(member.client.createSubmission({ body }))).toMatchObject({
      issues: [
        {
          message: "Violation of global unique constraint",
          entity: metaDataSet,
          field: "Sample",
        },
      ],
    });
  });
});

describe("two empty values of a unique definition", () => {
  it("are allowed since release 1.1.1, and collide before", async ({ site, member }) => {
    const sets = [await stage(member), await stage(member)];
    const body = { metadatasetIds: sets.map(({ uuid }) => uuid), fileIds: [] };
    const call = member.client.prevalidateSubmission({ body });

    if (site.isV0) {
      expect(await failureOf(call)).toMatchObject({ status: 400 });
    } else {
      await expect(call).resolves.toBeUndefined();
    }
  });
});

it("a repeated identifier counts once", async ({ member }) => {
  const { uuid } = await stage(member, { Sample: uniqueSample() });
  const body = { metadatasetIds: [uuid, uuid], fileIds: [] };

  expect(await member.client.createSubmission({ body })).toMatchObject({
    metadatasetIds: [{ uuid }],
  });
});
