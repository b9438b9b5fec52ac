import { createHash, randomInt, randomUUID } from "node:crypto";
import type { DataMetaClient, Identifier, MetaDatum } from "datameta-client";

const plain = {
  ...{ regexDescription: "", longDescription: "", regExp: "", dateTimeFmt: "", serviceId: "" },
  ...{ isMandatory: false, isFile: false, isSubmissionUnique: false, isSiteUnique: false },
};

/** The metadata definitions that the examples use. A server's other definitions stay unchanged. */
const definitions: readonly MetaDatum[] = [
  {
    ...plain,
    name: "sample_id",
    example: "AB12",
    regExp: "^[A-Z]{2}[0-9]{2}$",
    regexDescription: "Two capital letters and two digits.",
    isMandatory: true,
    isSiteUnique: true,
    order: 1,
  },
  { ...plain, name: "reads", example: "reads_1.fastq.gz", isFile: true, order: 10 },
];

/** Returns the site identifier, which the examples use. */
export function siteOf({ site }: Identifier): string {
  if (site === undefined) throw new Error("the resource has no site identifier");
  return site;
}

export function uniqueName(prefix: string): string {
  return `${prefix}-${randomUUID().slice(0, 8)}`;
}

/** Returns a random value for `sample_id`, which the site very probably does not have yet. */
export function uniqueSample(): string {
  const letter = () => String.fromCharCode(65 + randomInt(26));
  return `${letter()}${letter()}${String(randomInt(100)).padStart(2, "0")}`;
}

export async function ensureDefinitions(client: DataMetaClient): Promise<void> {
  const existing = await client.getMetaData();
  for (const definition of definitions) {
    if (existing.some(({ name }) => name === definition.name)) continue;
    await client.createMetaDatum({ body: definition });
  }
}

/** Announces a file and uploads its content. Completes the upload unless the example does that. */
export async function uploadFile(
  client: DataMetaClient,
  { name = uniqueName("reads"), complete = true } = {},
): Promise<{ readonly id: string; readonly name: string }> {
  const content = "@read_1\nACGT\n+\nIIII\n";
  const checksum = createHash("md5").update(content).digest("hex");
  const announced = await client.createFile({ body: { name, checksum } });
  const { urlToUpload, requestHeaders } = announced;
  const body = new FormData();
  body.append("file", new Blob([content]), name);
  await fetch(urlToUpload, { method: "POST", headers: requestHeaders, body });
  const id = siteOf(announced.id);
  if (complete) await client.updateFile({ id, body: { contentUploaded: true } });
  return { id, name };
}

/** Stages a metadata set, which names the file `reads` if it is passed. */
export async function stageSet(client: DataMetaClient, reads?: string): Promise<string> {
  await ensureDefinitions(client);
  const record = { sample_id: uniqueSample(), ...(reads !== undefined && { reads }) };
  return siteOf((await client.createMetaDataSet({ body: { record } })).id);
}

/** Stages a metadata set and its file, ready to submit together. */
export async function stageBoth(client: DataMetaClient): Promise<{ set: string; file: string }> {
  const { id: file, name } = await uploadFile(client);
  return { set: await stageSet(client, name), file };
}

export async function submit(client: DataMetaClient): Promise<{ set: string; file: string }> {
  const { set, file } = await stageBoth(client);
  await client.createSubmission({ body: { metadatasetIds: [set], fileIds: [file] } });
  return { set, file };
}
