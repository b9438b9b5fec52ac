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
  it("comes with the place and the token for its upload", async ({ site, member }) => {
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

  it("is read by its owner under both identifiers", async ({ member }) => {
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
    "breaks the server with the checksum %s",
    async (checksum, { member }) => {
      const call = member.client.createFile({ body: { name: "reads", checksum } });

      expect(await failureOf(call)).toMatchObject({ name: "ServerError", status: 500 });
    },
  );

  it("is hidden from all others", async ({ member, colleague, admin, reader }) => {
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
  it("is frozen where its checksum is the announced one", async ({ member }) => {
    const file = localFile("ACGT\n");
    const { uuid } = await announceAndUpload(member, file);
    const body = { contentUploaded: true };
    const frozen = await member.client.updateFile({ id: uuid, body });

    expect(frozen).toMatchObject({ name: file.name, contentUploaded: true, filesize: 5 });
    expect(await member.client.getFile({ id: uuid })).toEqual(frozen);
  });

  it("that differs from its checksum is a conflict, until another comes", async ({ member }) => {
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

  it("may bring its checksum and name when it is frozen", async ({ member }) => {
    const content = "streamed\n";
    const { uuid } = await announceAndUpload(member, { ...localFile(content), checksum: "later" });
    const body = { contentUploaded: true, checksum: md5(content), name: "streamed.txt" };

    expect(await member.client.updateFile({ id: uuid, body })).toMatchObject({
      ...body,
      filesize: content.length,
    });
  });

  it("that never came is frozen as an empty file alone", async ({ member }) => {
    const checksum = md5("");
    const { id } = await member.client.createFile({ body: { name: "empty.txt", checksum } });
    const body = { contentUploaded: true };

    expect(await member.client.updateFile({ id: id.uuid, body })).toMatchObject({ filesize: 0 });
  });

  it("may come in a form with line feeds and without quotation marks", async ({ member }) => {
    const { name, checksum, content } = localFile("ACGT");
    const announced = await member.client.createFile({ body: { name, checksum } });
    const head = "Content-Disposition: form-data; name=file; filename=x\n\n";
    const form = `--b\n${head}${content}\n--b--\n`;

    expect(await uploadForm(announced, "multipart/form-data; boundary=b", form)).toBe(204);
    const body = { contentUploaded: true };
    const frozen = await member.client.updateFile({ id: announced.id.uuid, body });
    expect(frozen.filesize).toBe(content.length);
  });

  it("is refused with the media type in other letters, and without boundary breaks the server", async ({
    member,
  }) => {
    const { name, checksum } = localFile();
    const announced = await member.client.createFile({ body: { name, checksum } });
    const form =
      '--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\nx\r\n--b--';

    expect(await uploadForm(announced, "Multipart/Form-Data; boundary=b", form)).toBe(400);
    expect(await uploadForm(announced, "multipart/form-data", form)).toBe(500);
  });

  it("is refused without its token, and after the file was frozen", async ({ member }) => {
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
  it("is made by the owner under both identifiers", async ({ member }) => {
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

  it("is refused once the file is frozen", async ({ member }) => {
    const { uuid } = await freezeFile(member, localFile());
    const call = member.client.updateFile({ id: uuid, body: { name: "renamed" } });

    expect(await failureOf(call)).toMatchObject({
      name: "ForbiddenError",
      status: 403,
      issues: [{ exception: "ResourceNotModifiableError" }],
    });
  });

  it("breaks the server where the file is another's", async ({ member, colleague }) => {
    const { uuid } = await announceAndUpload(member, localFile());
    const call = colleague.client.updateFile({ id: uuid, body: { name: "renamed" } });

    expect(await failureOf(call)).toMatchObject({ name: "ServerError", status: 500 });
  });
});

describe("a submitted file", () => {
  it("is read by the group and by readers of the site", async ({ member, colleague, reader }) => {
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

it("an unknown file is not found", async ({ member }) => {
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
