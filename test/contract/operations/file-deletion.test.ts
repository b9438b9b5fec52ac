import { describe, expect } from "vitest";
import { failureOf, it } from "../support/contract.js";
import { announceAndUpload, freezeFile, localFile } from "../support/files.js";
import { submitOne } from "../support/submissions.js";

describe("the owner of files", () => {
  it("can delete one by either identifier, frozen or not", async ({ member }) => {
    const staged = await announceAndUpload(member, localFile());
    const frozen = await freezeFile(member, localFile());

    await expect(member.client.deleteFile({ id: staged.uuid })).resolves.toBeUndefined();
    await expect(member.client.deleteFile({ id: frozen.site })).resolves.toBeUndefined();
    expect(await failureOf(member.client.getFile({ id: staged.uuid }))).toMatchObject({
      name: "NotFoundError",
    });
  });

  it("can delete several at once", async ({ member }) => {
    const first = await announceAndUpload(member, localFile());
    const second = await announceAndUpload(member, localFile());
    const fileIds = [first.uuid, second.site];

    await expect(
      member.client.bulkDeleteStagedFiles({ body: { fileIds } }),
    ).resolves.toBeUndefined();
    for (const id of fileIds) {
      expect(await failureOf(member.client.getFile({ id }))).toMatchObject({ status: 404 });
    }
  });

  it("deletes none of several if one is unknown", async ({ member }) => {
    const { uuid } = await announceAndUpload(member, localFile());
    const body = { fileIds: [uuid, "DMF-00000000"] };

    expect(await failureOf(member.client.bulkDeleteStagedFiles({ body }))).toMatchObject({
      status: 404,
    });
    expect(await member.client.getFile({ id: uuid })).toHaveProperty("name");
  });

  it("cannot delete one after a download URL was requested", async ({ member }) => {
    const { uuid } = await freezeFile(member, localFile());
    await member.client.getFileUrl({ id: uuid });
    const calls = [
      member.client.deleteFile({ id: uuid }),
      member.client.bulkDeleteStagedFiles({ body: { fileIds: [uuid] } }),
    ];

    for (const error of await Promise.all(calls.map(failureOf))) {
      expect(error).toMatchObject({ name: "ServerError", status: 500 });
    }
  });
});

it("another user's file cannot be deleted", async ({ member, colleague, admin }) => {
  const { uuid } = await announceAndUpload(member, localFile());

  for (const { client } of [colleague, admin]) {
    const calls = [
      client.deleteFile({ id: uuid }),
      client.bulkDeleteStagedFiles({ body: { fileIds: [uuid] } }),
    ];
    for (const error of await Promise.all(calls.map(failureOf))) {
      expect(error).toMatchObject({ name: "ForbiddenError", status: 403, body: null });
    }
  }
});

it("a submitted file cannot be deleted", async ({ member }) => {
  const { file } = await submitOne(member);
  const calls = [
    member.client.deleteFile({ id: file.uuid }),
    member.client.bulkDeleteStagedFiles({ body: { fileIds: [file.uuid] } }),
  ];

  for (const error of await Promise.all(calls.map(failureOf))) {
    expect(error).toMatchObject({
      name: "ForbiddenError",
      issues: [{ exception: "ResourceNotModifiableError" }],
    });
  }
});
