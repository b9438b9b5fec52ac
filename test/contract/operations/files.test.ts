import { describe, expect } from "vitest";
import { failureOf, it } from "../support/contract.js";
import {
  announceAndUpload,
  freezeFile,
  localFile,
  md5,
  upload,
  uploadForm,
} from "../support/files.js";
import { anyString, containing, matching } from "../support/matchers.js";
import { submitOne } from "../support/submissions.js";

describe("an announced file", () => {
  it("comes with the URL and the token for its upload", async ({ site, member }) => {
    const { name, checksum } = localFile();
    const announced = await member.client.createFile({ body: { name, checksum } });

    expect(announced).toEqual({
      id: { uuid: anyString, site: matching(/^DMF-/) },
      name,
      userId: member.id,
      expires: matching(/^\d{4}-\d\d-\d\dT[\d:.]+$/),
      urlToUpload: containing(`${site.server.baseUrl}/upload/`),
      requestHeaders: { "Access-Token": anyString },
    });
  });

  it("can be read by its owner with both identifiers", async ({ member }) => {
    const { name, checksum } = localFile();
    const { id, expires } = await member.client.createFile({ body: { name, checksum } });

    for (const form of [id.uuid, id.site ?? ""]) {
      expect(await member.client.getFile({ id: form })).toEqual({
        ...{ id, name, checksum, expires },
        userId: member.id,
        contentUploaded: false,
        filesize: null,
      });
    }
  });

  it("needs a name", async ({ member }) => {
    const call = member.client.createFile({ body: { name: "", checksum: "unknown" } });

    expect(await failureOf(call)).toMatchObject({
      name: "ValidationError",
      issues: [{ message: "File names cannot be empty." }],
    });
  });

  it.for(["a/b", "x".repeat(300)])(
    "fails with 500 with the checksum %s",
    async (checksum, { member }) => {
      const call = member.client.createFile({ body: { name: "reads", checksum } });

      expect(await failureOf(call)).toMatchObject({ name: "ServerError", status: 500 });
    },
  );

  it("is hidden from all other users", async ({ member, colleague, admin, reader }) => {
    const { id } = await member.client.createFile({ body: { name: "reads", checksum: "x" } });

    for (const { client } of [colleague, admin, reader]) {
      expect(await failureOf(client.getFile({ id: id.uuid }))).toMatchObject({
        name: "ForbiddenError",
        status: 403,
        body: [],
      });
    }
  });
});

describe("an upload", () => {
  it("is frozen if its checksum matches", async ({ member }) => {
    const file = localFile("ACGT\n");
    const { uuid } = await announceAndUpload(member, file);
    const body = { contentUploaded: true };
    const frozen = await member.client.updateFile({ id: uuid, body });

    expect(frozen).toMatchObject({ name: file.name, contentUploaded: true, filesize: 5 });
    expect(await member.client.getFile({ id: uuid })).toEqual(frozen);
  });

  it("that differs from its checksum returns 409, until new content is uploaded", async ({
    member,
  }) => {
    const { name, checksum, content } = localFile("ACGT\n");
    const announced = await member.client.createFile({ body: { name, checksum } });
    const freeze = () =>
      member.client.updateFile({ id: announced.id.uuid, body: { contentUploaded: true } });
    await upload(announced, "TGCA\n");

    expect(await failureOf(freeze())).toMatchObject({
      name: "ConflictError",
      status: 409,
      body: null,
    });
    await upload(announced, content);
    expect(await freeze()).toMatchObject({ contentUploaded: true });
  });

  it("can set its checksum and name when it is frozen", async ({ member }) => {
    const content = "streamed\n";
    const { uuid } = await announceAndUpload(member, { ...localFile(content), checksum: "later" });
    const body = { contentUploaded: true, checksum: md5(content), name: "streamed.txt" };

    expect(await member.client.updateFile({ id: uuid, body })).toMatchObject({
      ...body,
      filesize: content.length,
    });
  });

  it("that is missing can be frozen only as an empty file", async ({ member }) => {
    const checksum = md5("");
    const { id } = await member.client.createFile({ body: { name: "empty.txt", checksum } });
    const body = { contentUploaded: true };

    expect(await member.client.updateFile({ id: id.uuid, body })).toMatchObject({ filesize: 0 });
  });

  it("can be a form with line feeds and without quotation marks", async ({ member }) => {
    const { name, checksum, content } = localFile("ACGT");
    const announced = await member.client.createFile({ body: { name, checksum } });
    const head = "Content-Disposition: form-data; name=file; filename=x\n\n";
    const form = `--b\n${head}${content}\n--b--\n`;

    expect(await uploadForm(announced, "multipart/form-data; boundary=b", form)).toBe(204);
    const body = { contentUploaded: true };
    const frozen = await member.client.updateFile({ id: announced.id.uuid, body });
    expect(frozen.filesize).toBe(content.length);
  });

  it("is rejected with an uppercase media type, and fails with 500 without a boundary", async ({
    member,
  }) => {
    const { name, checksum } = localFile();
    const announced = await member.client.createFile({ body: { name, checksum } });
    const form =
      '--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\nx\r\n--b--';

    expect(await uploadForm(announced, "Multipart/Form-Data; boundary=b", form)).toBe(400);
    expect(await uploadForm(announced, "multipart/form-data", form)).toBe(500);
  });

  it("is rejected without its token, and after the file was frozen", async ({ member }) => {
    const { name, checksum, content } = localFile();
    const announced = await member.client.createFile({ body: { name, checksum } });
    const requestHeaders = { "Access-Token": "unknown" };

    expect((await upload({ ...announced, requestHeaders }, content)).status).toBe(404);
    expect((await upload(announced, content)).status).toBe(204);
    await member.client.updateFile({ id: announced.id.uuid, body: { contentUploaded: true } });
    expect((await upload(announced, content)).status).toBe(409);
  });
});

describe("a change of a file", () => {
  it("is possible for the owner with both identifiers", async ({ member }) => {
    const { uuid, site } = await announceAndUpload(member, localFile());

    for (const id of [uuid, site]) {
      const name = `renamed-${id}.fastq`;
      expect(await member.client.updateFile({ id, body: { name } })).toMatchObject({ name });
    }
    expect(await member.client.updateFile({ id: uuid, body: {} })).toMatchObject({
      contentUploaded: false,
    });
  });

  it("needs a name that is not empty", async ({ member }) => {
    const { uuid } = await announceAndUpload(member, localFile());
    const call = member.client.updateFile({ id: uuid, body: { name: "" } });

    expect(await failureOf(call)).toMatchObject({ name: "ValidationError", status: 400 });
  });

  it("is rejected once the file is frozen", async ({ member }) => {
    const { uuid } = await freezeFile(member, localFile());
    const call = member.client.updateFile({ id: uuid, body: { name: "renamed" } });

    expect(await failureOf(call)).toMatchObject({
      name: "ForbiddenError",
      status: 403,
      issues: [{ exception: "ResourceNotModifiableError" }],
    });
  });

  it("fails with 500 if the file belongs to another user", async ({ member, colleague }) => {
    const { uuid } = await announceAndUpload(member, localFile());
    const call = colleague.client.updateFile({ id: uuid, body: { name: "renamed" } });

    expect(await failureOf(call)).toMatchObject({ name: "ServerError", status: 500 });
  });
});

describe("a submitted file", () => {
  it("can be read by the group and by site readers", async ({ member, colleague, reader }) => {
    const { file, fileName } = await submitOne(member);

    for (const { client } of [member, colleague, reader]) {
      expect(await client.getFile({ id: file.site })).toMatchObject({ id: file, name: fileName });
    }
  });

  it("is hidden from other groups and their administrators", async ({
    member,
    outsider,
    siteAdmin,
  }) => {
    const { file } = await submitOne(member);

    for (const { client } of [outsider, siteAdmin]) {
      expect(await failureOf(client.getFile({ id: file.uuid }))).toMatchObject({ status: 403 });
    }
  });
});

it("an unknown file returns 404", async ({ member }) => {
  const id = "DMF-00000000";
  const { client } = member;
  const calls = [
    client.updateFile({ id, body: { name: "renamed" } }),
    client.deleteFile({ id }),
    client.bulkDeleteStagedFiles({ body: { fileIds: [id] } }),
  ];

  for (const error of await Promise.all(calls.map(failureOf))) {
    expect(error).toMatchObject({ name: "NotFoundError", status: 404, body: null });
  }
  expect(await failureOf(client.getFile({ id }))).toMatchObject({ name: "NotFoundError" });
});
