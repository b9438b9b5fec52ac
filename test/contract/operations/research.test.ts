import { expect } from "vitest";
import { login } from "datameta-client";
import { it } from "../support/contract.js";
import { plainDefinition } from "../support/definitions.js";
import { localFile, upload } from "../support/files.js";
import { uniqueName, uniqueSample } from "../support/unique.js";

it("a sample goes from the announcement of its file to the laboratory's result", async ({
  site,
  admin,
  reader,
}) => {
  // The administrator sets up a service. Only site readers see its results.
  const analyst = await site.createAccount({ siteRead: true });
  const service = await admin.client.createService({ body: { name: uniqueName("Sequencing") } });
  const result = uniqueName("Lineage");
  await admin.client.createMetaDatum({
    body: { ...plainDefinition, name: result, serviceId: service.id.uuid },
  });
  const userIds = [analyst.id.uuid];
  await admin.client.updateService({ id: service.id.uuid, body: { userIds } });

  // A scientist signs in with a password and uploads a file.
  const { email, password } = await site.createAccount();
  const { baseUrl } = site.server;
  const { fetch } = site.recorder;
  const { client, session } = await login({ baseUrl, fetch, email, password, label: "laptop" });
  const { name, checksum, content } = localFile(">sample\nACGT\n");
  const announced = await client.createFile({ body: { name, checksum } });
  expect((await upload(announced, content)).status).toBe(204);
  await client.updateFile({ id: announced.id.uuid, body: { contentUploaded: true } });

  // The scientist stages the metadata, checks both and submits them.
  const record = { Sample: uniqueSample(), Collected: "24.11.2026", Reads: name };
  const { id } = await client.createMetaDataSet({ body: { record } });
  const body = { metadatasetIds: [id.uuid], fileIds: [announced.id.uuid], label: "first batch" };
  await client.prevalidateSubmission({ body });
  const submission = await client.createSubmission({ body });

  // The analyst finds the sets that the service has not run on, downloads the file and sends a
  // report.
  const waiting = await analyst.client.getMetaDataSets({ awaitingService: service.id.site ?? "" });
  const found = waiting.find((each) => each.id.uuid === id.uuid);
  expect(found).toMatchObject({ record, submissionId: submission.id });
  const fileId = found?.fileIds["Reads"]?.uuid ?? "";
  const { fileUrl } = await analyst.client.getFileUrl({ id: fileId });
  expect(await (await globalThis.fetch(fileUrl)).text()).toBe(content);
  await analyst.client.executeService({
    serviceId: service.id.uuid,
    metadatasetId: id.uuid,
    body: { record: { [result]: "B.1.1.7" }, fileIds: [] },
  });

  const finished = await reader.client.getMetaDataSet({ id: id.uuid });
  expect(finished.record).toMatchObject({ ...record, [result]: "B.1.1.7" });
  expect(finished.serviceExecutions).toMatchObject({ [result]: { userId: analyst.id } });
  await client.deleteApiKey({ id: session.id.uuid });
});
