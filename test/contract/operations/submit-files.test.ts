import { createHash } from "node:crypto";

import { downloadFile, submit, uploadFile } from "datameta-client/files";
import { describe, expect } from "vitest";

import { failureOf, it } from "../support/contract.js";
import { uniqueName, uniqueSample } from "../support/unique.js";

/** Records with a file each. */
function cohort(count: number) {
  const rows = Array.from({ length: count }, () => ({
    ...{ Sample: uniqueSample(), Lane: uniqueName(""), Reads: uniqueName("reads") },
  }));
  return {
    records: rows,
    files: rows.map(({ Reads: name }) => ({ name, content: new Blob([`content of ${name}`]) })),
  };
}

describe("datameta-client/files", () => {
  it("submits 12 records and files, four at a time", async ({ member }) => {
    const { records, files } = cohort(12);

    const submission = await submit(member.client, { records, files, label: "Cohort" });

    expect(submission).toMatchObject({ label: "Cohort" });
    expect(submission.metadatasets).toHaveLength(12);
    expect(submission.files.map(({ name }) => name)).toEqual(files.map(({ name }) => name));
    const [first] = submission.metadatasets;
    const set = await member.client.getMetaDataSet({ id: first?.uuid ?? "" });
    expect(set.submissionId?.uuid).toBe(submission.id.uuid);
  }, 120_000);

  it("names the row of a value that was submitted before, and stages nothing", async ({
    member,
  }) => {
    const [record = { Sample: "", Reads: "" }] = cohort(1).records;
    const { Sample } = record;
    await submit(member.client, { records: [{ Sample }] });

    const failure = await failureOf(
      submit(member.client, {
        records: [
          { Sample: uniqueSample(), Lane: "1" },
          { Sample, Lane: "2" },
        ],
      }),
    );

    expect(failure).toMatchObject({
      name: "SubmissionError",
      problems: [{ row: 2, column: "Sample", value: Sample }],
      left: { fileIds: [], metadatasetIds: [] },
    });
  });

  it("uploads in one read, and downloads the same", async ({ member }) => {
    const content = Buffer.from(Array.from({ length: 400_000 }, (_, index) => index % 251));

    const file = await uploadFile(member.client, { name: uniqueName("reads"), content });
    const { stream, checksum } = await downloadFile(member.client, file.id);
    const received = Buffer.from(await new Response(stream).arrayBuffer());

    expect(file.filesize).toBe(content.length);
    expect(checksum).toBe(createHash("md5").update(content).digest("hex"));
    expect(received.equals(content)).toBe(true);
  });

  it("resumes a download in the middle of a file, because the server supports ranges", async ({
    member,
  }) => {
    const content = Buffer.from(Array.from({ length: 400_000 }, (_, index) => index % 251));
    const file = await uploadFile(member.client, { name: uniqueName("reads"), content });
    const statuses: number[] = [];
    const breaking = async (url: string, init: RequestInit): Promise<Response> => {
      const response = await fetch(url, init);
      statuses.push(response.status);
      if (statuses.length > 1) return response;
      const bytes = new Uint8Array(await response.arrayBuffer()).subarray(0, 100_000);
      return new Response(bytes, { status: response.status });
    };

    const { stream } = await downloadFile(member.client, file.id, { fetch: breaking, retry: 1 });
    const received = Buffer.from(await new Response(stream).arrayBuffer());

    expect(received.equals(content)).toBe(true);
    expect(statuses).toEqual([200, 206]);
  });
});
