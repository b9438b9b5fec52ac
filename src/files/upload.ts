import type { FileResponse, FileUploadResponse } from "../../generated/schema.js";
import type { DataMetaClient } from "../client.js";
import { ConflictError } from "../engine/errors.js";
import { Cancellation } from "./cancellation.js";
import { completeFile } from "./complete.js";
import type { Content } from "./content.js";
import { expectMembers } from "./expect-members.js";
import { openContent } from "./open-content.js";
import type { Platform } from "./platform.js";
import { createReport } from "./progress.js";
import { Upload } from "./send.js";
import { deleteFile, finishWithin, unabortable } from "./staging.js";
import { checkOptions, deadlineFor, transferSettings, type TransferSettings } from "./transfer.js";
import type { FileSource, UploadOptions } from "./types.js";

/** Used as the checksum until the content was read. No content is known to have this MD5. */
export const provisionalChecksum = "0".repeat(32);

/** Announces a file, sends its content, and completes it. */
export async function upload(
  platform: Platform,
  client: DataMetaClient,
  source: FileSource,
  options: UploadOptions,
): Promise<FileResponse> {
  checkOptions("uploadFile", options, ["name", "keep", "onProgress"]);
  const settings = transferSettings(client, "uploadFile", options);
  const signal = options.signal ?? settings.signal;
  signal?.throwIfAborted();
  const content = await openContent(platform, "uploadFile", source, options.name);
  const body = { name: content.name, checksum: provisionalChecksum };
  const remove = async ({ id }: FileUploadResponse) =>
    options.keep === true || (await deleteFile(client, id.uuid));
  const announcing = client.createFile({ body }, unabortable).then(expectAnnounced);
  const announced = await finishWithin(announcing, signal, {
    take: remove,
    lose: (late) => void late.then(remove, () => undefined),
  });
  try {
    return await sendAnnounced(platform, client, settings, announced, content, options);
  } catch (error) {
    await remove(announced);
    throw error;
  }
}

/** Checks that the response to an announcement is complete. */
export function expectAnnounced(answer: FileUploadResponse): FileUploadResponse {
  return expectMembers("CreateFile", answer, ["id", "urlToUpload", "requestHeaders"]);
}

/** Sends the content of an announced file, and completes it. */
export async function sendAnnounced(
  platform: Platform,
  client: DataMetaClient,
  settings: TransferSettings,
  announced: FileUploadResponse,
  content: Content,
  options: Pick<UploadOptions, "signal" | "onProgress" | "agent">,
): Promise<FileResponse> {
  const start = performance.now();
  const cancellation = new Cancellation(options.signal ?? settings.signal);
  const { signal, fail } = cancellation;
  const report = createReport(content.name, content.size, options.onProgress, fail);
  const transfer = new Upload(platform, content, announced, settings, options.agent, report);
  /** The time left. A stream's size, and so its deadline, is known only at the end. */
  const left = (size: number | undefined) => {
    const spent = content.size === undefined ? 0 : performance.now() - start;
    return Math.max(1, Math.ceil(deadlineFor(settings, size) - spent));
  };
  const complete = () => {
    report("completing", transfer.loaded, true);
    const { checksum, loaded } = transfer;
    const completion = { timeout: left(loaded), signal, retry: settings.retry };
    return completeFile(client, announced.id.uuid, checksum, completion);
  };
  try {
    await transfer.send(left(content.size), cancellation);
    try {
      return await complete();
    } catch (error) {
      const isLost = error instanceof ConflictError && !transfer.isConfirmed;
      if (!isLost || !content.isRepeatable()) throw error;
      await transfer.repeat(left(content.size), cancellation);
      return await complete();
    }
  } finally {
    cancellation.end();
  }
}
