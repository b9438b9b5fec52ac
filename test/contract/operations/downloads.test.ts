import { describe, expect } from "vitest";
import { failureOf, it } from "../support/contract.js";
import { freezeFile, localFile } from "../support/files.js";
import { containing, matching } from "../support/matchers.js";
import { submitOne } from "../support/submissions.js";

describe("the download URL of a file", () => {
  it("comes with its expiry and the checksum, and returns the content", async ({
    site,
    member,
  }) => {
    const file = localFile("ACGT\n");
    const id = await freezeFile(member, file);
    const url = await member.client.getFileUrl({ id: id.uuid });

    expect(url).toEqual({
      fileId: id,
      fileUrl: containing(`${site.server.baseUrl}/download/`),
      expires: matching(/^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/),
      ...(!site.isV0 && { checksum: file.checksum }),
    });
    const download = await fetch(url.fileUrl);
    expect(await download.text()).toBe("ACGT\n");
    expect(download.headers.get("content-type")).toContain("application/octet-stream");
    expect(download.headers.get("content-disposition")).toContain(file.name);
  });

  it("works for the requested number of minutes, one by default", async ({ member }) => {
    const { site } = await freezeFile(member, localFile());
    const before = Date.now();
    const usual = await member.client.getFileUrl({ id: site });
    const longer = await member.client.getFileUrl({ id: site, expires: 60 });

    const minutes = ({ expires }: { expires: string }) =>
      Math.round((Date.parse(expires) - before) / 60_000);
    expect([minutes(usual), minutes(longer)]).toEqual([1, 60]);
  });

  it("that has expired returns 404", async ({ member }) => {
    const { uuid } = await freezeFile(member, localFile());
    const { fileUrl } = await member.client.getFileUrl({ id: uuid, expires: -1 });

    const download = await fetch(fileUrl);
    await download.arrayBuffer();
    expect(download.status).toBe(404);
  });

  it("can be a redirect, which the client does not follow", async ({ site, member }) => {
    const { uuid } = await freezeFile(member, localFile());
    const { data, response } = await member.client.getFileUrl.withResponse({
      id: uuid,
      redirect: true,
    });

    expect(response.status).toBe(307);
    expect(data.fileUrl).toContain(`${site.server.origin}/`);
    expect(response.headers.get("location")).toBe(data.fileUrl);
  });

  it("is available to the group and to site readers after submission", async ({
    member,
    colleague,
    reader,
  }) => {
    const { file, content } = await submitOne(member);

    for (const { client } of [colleague, reader]) {
      const { fileUrl } = await client.getFileUrl({ id: file.site });
      expect(await (await fetch(fileUrl)).text()).toBe(content);
    }
  });

  it("is forbidden for other users", async ({ member, colleague, outsider, siteAdmin }) => {
    const staged = await freezeFile(member, localFile());
    const { file } = await submitOne(member);
    const refused = [
      colleague.client.getFileUrl({ id: staged.uuid }),
      outsider.client.getFileUrl({ id: file.uuid }),
      siteAdmin.client.getFileUrl({ id: file.uuid }),
    ];

    for (const error of await Promise.all(refused.map(failureOf))) {
      expect(error).toMatchObject({ name: "ForbiddenError", status: 403, body: [] });
    }
  });

  it("of an unknown file returns 404", async ({ member }) => {
    const call = member.client.getFileUrl({ id: "DMF-00000000" });

    expect(await failureOf(call)).toMatchObject({ name: "NotFoundError", status: 404 });
  });

  it("rejects a lifetime that is not an integer", async ({ member }) => {
    const { uuid } = await freezeFile(member, localFile());
    const call = member.client.getFileUrl({ id: uuid, expires: 1.5 });

    expect(await failureOf(call)).toMatchObject({ name: "ValidationError", status: 400 });
  });

  it("fails with 500 for a lifetime beyond the years 1 to 9999", async ({ member }) => {
    const { uuid } = await freezeFile(member, localFile());

    for (const expires of [99999999999, -9999999999, -(2 ** 53)]) {
      const call = member.client.getFileUrl({ id: uuid, expires });
      expect(await failureOf(call)).toMatchObject({ name: "ServerError", status: 500 });
    }
  });

  it("returns a file with unescaped Latin-1 letters in its name", async ({ member }) => {
    const file = { ...localFile("ACGT\n"), name: "läsningar.txt" };
    const { uuid } = await freezeFile(member, file);
    const { fileUrl } = await member.client.getFileUrl({ id: uuid });

    const download = await fetch(fileUrl);
    expect(await download.text()).toBe("ACGT\n");
    expect(download.headers.get("content-disposition")).toContain('filename="läsningar.txt"');
  });
});
