import { describe, expect } from "vitest";
import type { ServiceResponse } from "datameta-client";
import { failureOf, it } from "../support/contract.js";
import type { Account } from "../support/contract-server.js";
import { plainDefinition } from "../support/definitions.js";
import { freezeFile, localFile } from "../support/files.js";
import { anyString, matching } from "../support/matchers.js";
import { submitOne } from "../support/submissions.js";
import { uniqueName } from "../support/unique.js";

interface Lab {
  readonly service: ServiceResponse;
  /** The names of the service's two definitions: a mandatory verdict and a file. */
  readonly verdict: string;
  readonly report: string;
}

/** Creates a service with its own definitions, which the account may execute. */
async function openLab(admin: Account, executor: Account): Promise<Lab> {
  const { client } = admin;
  const { id } = await client.createService({ body: { name: uniqueName("Lab") } });
  const userIds = [executor.id.uuid];
  const service = await client.updateService({ id: id.uuid, body: { userIds } });
  const verdict = uniqueName("Verdict");
  const report = uniqueName("Report");
  const ofService = { ...plainDefinition, serviceId: id.uuid };
  const pattern = { regExp: "pass|fail", regexDescription: "pass or fail" };
  await client.createMetaDatum({
    body: { ...ofService, ...pattern, name: verdict, isMandatory: true },
  });
  await client.createMetaDatum({ body: { ...ofService, name: report, isFile: true } });
  return { service, verdict, report };
}

describe("the execution of a service", () => {
  it("adds values that site readers see", async ({ admin, member, outsider, reader }) => {
    const { service, verdict, report } = await openLab(admin, outsider);
    const { metaDataSet, sample } = await submitOne(member);
    const local = localFile();
    const file = await freezeFile(outsider, local);

    const answer = await outsider.client.executeService({
      serviceId: service.id.site ?? "",
      metadatasetId: metaDataSet.site,
      body: { record: { [verdict]: "pass", [report]: local.name }, fileIds: [file.uuid] },
    });
    // Without `siteRead`, the executor does not see the values either.
    expect(answer).toMatchObject({ id: metaDataSet, record: { Sample: sample } });
    expect(answer.record).not.toHaveProperty([verdict]);
    expect(answer.serviceExecutions).toBeNull();

    const seen = await reader.client.getMetaDataSet({ id: metaDataSet.uuid });
    expect(seen.record).toMatchObject({ [verdict]: "pass", [report]: local.name });
    expect(seen.fileIds).toMatchObject({ [report]: file });
    expect(seen.serviceExecutions).toMatchObject({
      [verdict]: {
        serviceExecutionId: { uuid: anyString },
        executionTime: matching(/^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/),
        serviceId: service.id,
        userId: outsider.id,
      },
    });
    const { record } = await member.client.getMetaDataSet({ id: metaDataSet.uuid });
    expect(record).not.toHaveProperty([verdict]);
  });

  it("is possible only once per metadata set", async ({ admin, member }) => {
    const { service, verdict } = await openLab(admin, member);
    const { metaDataSet } = await submitOne(member);
    const execute = () =>
      member.client.executeService({
        serviceId: service.id.uuid,
        metadatasetId: metaDataSet.uuid,
        body: { record: { [verdict]: "fail" }, fileIds: [] },
      });
    await execute();

    expect(await failureOf(execute())).toMatchObject({
      name: "ForbiddenError",
      status: 403,
      body: {},
    });
  });

  it("is only for its users, not for administrators", async ({ admin, member, outsider }) => {
    const { service, verdict } = await openLab(admin, outsider);
    const { metaDataSet } = await submitOne(member);

    for (const { client } of [admin, member]) {
      const call = client.executeService({
        serviceId: service.id.uuid,
        metadatasetId: metaDataSet.uuid,
        body: { record: { [verdict]: "pass" }, fileIds: [] },
      });
      expect(await failureOf(call)).toMatchObject({ name: "ForbiddenError", body: {} });
    }
  });

  it("returns 404 if the service or the metadata set is unknown", async ({ admin, member }) => {
    const { service } = await openLab(admin, member);
    const { metaDataSet } = await submitOne(member);
    const body = { record: {}, fileIds: [] };
    const { executeService } = member.client;
    const calls = [
      executeService({ serviceId: "DMP-00000000", metadatasetId: metaDataSet.uuid, body }),
      executeService({ serviceId: service.id.uuid, metadatasetId: "DMR-00000000", body }),
    ];

    for (const error of await Promise.all(calls.map(failureOf))) {
      expect(error).toMatchObject({ name: "NotFoundError", status: 404 });
    }
  });

  it("is rejected with invalid values, and stores none of them", async ({
    admin,
    member,
    reader,
  }) => {
    const { service, verdict } = await openLab(admin, member);
    const { metaDataSet } = await submitOne(member);
    const execute = (record: Record<string, unknown>) =>
      member.client.executeService({
        serviceId: service.id.uuid,
        metadatasetId: metaDataSet.uuid,
        body: { record, fileIds: [] },
      });

    expect(await failureOf(execute({}))).toMatchObject({
      name: "ValidationError",
      issues: [{ field: verdict }],
    });
    expect(await failureOf(execute({ [verdict]: "maybe" }))).toMatchObject({
      issues: [{ field: verdict, message: "pass or fail" }],
    });
    expect(await failureOf(execute({ [verdict]: "pass", Sample: "AB000000" }))).toMatchObject({
      issues: [{ field: "Sample" }],
    });
    const { record } = await reader.client.getMetaDataSet({ id: metaDataSet.uuid });
    expect(record).toMatchObject({ [verdict]: null });
  });

  it("is rejected if files are missing or belong to another user", async ({
    admin,
    member,
    outsider,
  }) => {
    const { service, verdict, report } = await openLab(admin, member);
    const { metaDataSet } = await submitOne(member);
    const othersFile = await freezeFile(outsider, localFile());
    const execute = (fileIds: readonly string[]) =>
      member.client.executeService({
        serviceId: service.id.uuid,
        metadatasetId: metaDataSet.uuid,
        body: { record: { [verdict]: "pass", [report]: "none.txt" }, fileIds: [...fileIds] },
      });

    expect(await failureOf(execute([]))).toMatchObject({
      issues: [{ field: report, message: "Referenced file not provided" }],
    });
    expect(await failureOf(execute([othersFile.uuid]))).toMatchObject({
      issues: [{ message: "Access denied" }],
    });
  });

  it("fails with 500 on a text that the database cannot store", async ({ admin, member }) => {
    const { service, verdict } = await openLab(admin, member);
    const { metaDataSet } = await submitOne(member);
    const call = member.client.executeService({
      serviceId: service.id.uuid,
      metadatasetId: metaDataSet.uuid,
      body: { record: { [verdict]: "pass\0" }, fileIds: [] },
    });

    expect(await failureOf(call)).toMatchObject({ name: "ServerError", status: 500 });
  });
});
