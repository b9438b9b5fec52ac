import type { FileResponse } from "../../generated/schema.js";
import type { DataMetaClient } from "../client.js";
import type { IdentifierLike } from "../engine/operation-types.js";
import type { SubmissionRecord } from "./columns.js";
import { download } from "./download.js";
import { nodePlatform } from "./platform-node.js";
import { runSubmit } from "./submit.js";
import type { CheckedSubmission, Submission, SubmitOptions } from "./submit-types.js";
import type {
  DownloadedFile,
  DownloadOptions,
  FileSource,
  FileStream,
  UploadOptions,
} from "./types.js";
import { upload } from "./upload.js";

export { defineColumns } from "./columns.js";
export type { Columns, RecordOf, SubmissionRecord } from "./columns.js";
export { FileError, SubmissionError } from "./errors.js";
export type { Leftovers, Problem } from "./errors.js";
export type {
  CheckedSubmission,
  Submission,
  SubmitOptions,
  SubmitPhase,
  SubmitProgress,
} from "./submit-types.js";
export type {
  DownloadedFile,
  DownloadOptions,
  FileAtPath,
  FileProgress,
  FileSource,
  FileStream,
  NamedContent,
  TransferOptions,
  UploadOptions,
} from "./types.js";

/**
 * Uploads a file: announces it, sends its content, and completes it. The content is read only once,
 * and is hashed while it is sent. Memory use does not depend on the size of the file.
 *
 * A failed upload is removed from the server, unless `keep` is set.
 *
 * Node, Bun and Deno send the content with `node:http` or `node:https`. These use
 * `NODE_EXTRA_CA_CERTS`, and in Node 24 also `NODE_USE_ENV_PROXY`. For another proxy or
 * certificate, pass an `agent`. If the client has the option `fetch`, this function sends the
 * content. In Node, it then loads the whole file into memory. A dispatcher of undici affects only
 * `fetch`.
 *
 * @throws FileError if the file cannot be read, or changes while it is read
 * @throws ConflictError if the server received different content
 * @throws ApiError if the server answers with another error status
 * @throws RequestError if there is no usable response
 * @throws the `reason` of your own `signal`, unchanged, if the signal aborts
 *
 * @example
 * ```ts
 * const file = await uploadFile(datameta, { path: "reads_1.fastq.gz" }, {
 *   onProgress: ({ phase, loaded, total }) => console.log(phase, loaded, total),
 * });
 * ```
 */
export function uploadFile(
  client: DataMetaClient,
  source: FileSource,
  options: UploadOptions = {},
): Promise<FileResponse> {
  return upload(nodePlatform, client, source, options);
}

/**
 * Downloads a file to a path. The file appears there after it is complete and its checksum is
 * verified. A broken transfer is resumed.
 *
 * After a staged file was downloaded once, the server cannot delete it.
 *
 * @throws FileError if the file already exists, cannot be written, or does not match its checksum
 * @throws ApiError if the server answers with an error status
 * @throws RequestError if there is no usable response
 * @throws the `reason` of your own `signal`, unchanged, if the signal aborts
 *
 * @example
 * ```ts
 * await downloadFile(datameta, file.id, { to: "reads_1.fastq.gz" });
 * ```
 */
export function downloadFile(
  client: DataMetaClient,
  id: string | IdentifierLike,
  options: DownloadOptions & { readonly to: string | URL },
): Promise<DownloadedFile>;
/** Downloads a file as a stream. The stream ends with an error if the checksum is wrong. */
export function downloadFile(
  client: DataMetaClient,
  id: string | IdentifierLike,
  options?: DownloadOptions & { readonly to?: undefined },
): Promise<FileStream>;
export function downloadFile(
  client: DataMetaClient,
  id: string | IdentifierLike,
  options: DownloadOptions = {},
): Promise<DownloadedFile | FileStream> {
  return download(nodePlatform, client, id, options);
}

/**
 * Submits records together with their files. It checks the data, stages the records, uploads the
 * files, and submits everything.
 *
 * If it fails or is aborted, everything that was staged is removed, unless `keep` is set.
 *
 * @throws SubmissionError if the data have problems, or if something could not be removed
 * @throws FileError if a file changes while it is read
 * @throws ApiError if the server answers with an error status
 * @throws RequestError if there is no usable response
 * @throws the `reason` of your own `signal`, unchanged, if the signal aborts
 *
 * @example
 * ```ts
 * const { id } = await submit(datameta, {
 *   label: "Cohort 1",
 *   records: [{ sample_id: "AB12", reads: "reads_1.fastq.gz" }],
 *   files: [{ path: "data/reads_1.fastq.gz" }],
 * });
 * ```
 */
export function submit<R extends object = SubmissionRecord>(
  client: DataMetaClient,
  options: SubmitOptions<R> & { readonly check?: false | undefined },
): Promise<Submission>;
/** Runs all checks, including the server's, without submitting. Staged data are removed again. */
export function submit<R extends object = SubmissionRecord>(
  client: DataMetaClient,
  options: SubmitOptions<R> & { readonly check: true },
): Promise<CheckedSubmission>;
export function submit<R extends object = SubmissionRecord>(
  client: DataMetaClient,
  options: SubmitOptions<R>,
): Promise<Submission | CheckedSubmission> {
  return runSubmit(nodePlatform, client, options);
}
