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
 * Uploads a file: announces it, sends its content, and completes it. The content is read once and
 * hashed on the way. Memory stays flat, whatever the size.
 *
 * A failed upload is removed from the server, unless `keep` is set.
 *
 * In Node, Bun and Deno the content goes by `node:http` or `node:https`. These follow
 * `NODE_EXTRA_CA_CERTS`, and in Node 24 also `NODE_USE_ENV_PROXY`. For another proxy or certificate
 * pass an `agent`. If the client was created with the option `fetch`, the content goes by that
 * function: in Node, it then needs as much memory as the file is large. A dispatcher of undici holds
 * for `fetch` alone.
 *
 * @throws FileError if the file cannot be read, or changes while it is read
 * @throws ConflictError if the server has received another content than was sent
 * @throws ApiError if the server answers with another error status
 * @throws RequestError if there is no usable response
 * @throws the `reason` of your own `signal`, unchanged, if the signal aborts
 *
 * @example
 * ```ts
 * const file = await uploadFile(datameta, { path: "reads_1.fastq.gz" }, {
 *   onProgress: ({ loaded, total }) => console.log(`${loaded} of ${total} bytes`),
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
 * Downloads a file to a path. It appears there when it is complete and its checksum was verified. A
 * broken transfer goes on where it stopped.
 *
 * The server cannot delete a staged file that was downloaded once.
 *
 * @throws FileError if the file exists already, cannot be written, or does not match its checksum
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
 * Submits records together with their files: checks everything that can be checked here, stages the
 * records, uploads the files, and submits all of it.
 *
 * If it fails or is aborted, nothing stays staged, unless `keep` is set.
 *
 * @throws SubmissionError with all problems by row and column, or with what could not be removed
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
/** Makes every check, also those of the server, and submits nothing. What was staged is removed. */
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
