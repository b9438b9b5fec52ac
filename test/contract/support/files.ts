import { createHash } from "node:crypto";
import type { FileUploadResponse, Identifier } from "datameta-client";
import type { Account } from "./contract-server.js";
import { uniqueName } from "./unique.js";

/** The file that a test announces. */
export interface LocalFile {
  readonly name: string;
  readonly content: string;
  readonly checksum: string;
}

export function localFile(content = "ACGT\n"): LocalFile {
  return { name: `${uniqueName("reads")}.fastq`, content, checksum: md5(content) };
}

export function md5(content: string): string {
  return createHash("md5").update(content).digest("hex");
}

/** Sends the content to the URL of the announcement. */
export async function upload(
  { urlToUpload, requestHeaders }: Pick<FileUploadResponse, "requestHeaders" | "urlToUpload">,
  content: string,
): Promise<Response> {
  const body = new FormData();
  body.append("file", new Blob([content]), "content");
  const response = await fetch(urlToUpload, { method: "POST", headers: requestHeaders, body });
  await response.arrayBuffer();
  return response;
}

/** Sends a form unchanged and returns the status. */
export async function uploadForm(
  { urlToUpload, requestHeaders }: Pick<FileUploadResponse, "requestHeaders" | "urlToUpload">,
  contentType: string,
  body: string,
): Promise<number> {
  const headers = { ...requestHeaders, "Content-Type": contentType };
  const response = await fetch(urlToUpload, { method: "POST", headers, body });
  await response.arrayBuffer();
  return response.status;
}

/** Announces a file and uploads its content without freezing it. */
export async function announceAndUpload(
  owner: Account,
  file: LocalFile,
): Promise<Required<Identifier>> {
  const { name, checksum, content } = file;
  const announced = await owner.client.createFile({ body: { name, checksum } });
  await upload(announced, content);
  const { uuid, site = "" } = announced.id;
  return { uuid, site };
}

/** Announces, uploads and freezes a file, ready to submit. */
export async function freezeFile(owner: Account, file: LocalFile): Promise<Required<Identifier>> {
  const id = await announceAndUpload(owner, file);
  await owner.client.updateFile({ id: id.uuid, body: { contentUploaded: true } });
  return id;
}
