import type { FileResponse } from "../../generated/schema.js";
import type { DataMetaClient } from "../client.js";
import type { IdentifierLike } from "../engine/operation-types.js";
import { Cancellation } from "./cancellation.js";
import { FileError } from "./errors.js";
import { expectMembers } from "./expect-members.js";
import type { Platform } from "./platform.js";
import { createReport } from "./progress.js";
import { Receiver, type RemoteFile } from "./receive.js";
import { checkOptions, transferSettings } from "./transfer.js";
import type { DownloadedFile, DownloadOptions, FileStream } from "./types.js";

/** Downloads a file to a path, or returns a stream. */
export async function download(
  platform: Platform,
  client: DataMetaClient,
  id: string | IdentifierLike,
  options: DownloadOptions,
): Promise<DownloadedFile | FileStream> {
  checkOptions("downloadFile", options, ["to", "overwrite", "onProgress"]);
  const settings = transferSettings(client, "downloadFile", options);
  const signal = options.signal ?? settings.signal;
  signal?.throwIfAborted();
  const { to, overwrite = false, onProgress } = options;
  // A target that cannot be written fails here, before any request.
  const target = to === undefined ? undefined : await platform.openTarget(to, overwrite);
  try {
    const file = await describe(client, id, signal);
    const { name, size, checksum } = file;
    const start = async (
      write: (chunk: Uint8Array) => Promise<void>,
      cancellation: Cancellation,
    ): Promise<void> => {
      const report = createReport(name, size, onProgress, cancellation.fail);
      const receiver = new Receiver(client, file, settings, platform.createMd5(), write, report);
      await receiver.run(cancellation);
    };
    if (!target) return { name, size, checksum, stream: lazyStream(start, signal) };
    const cancellation = new Cancellation(signal);
    try {
      await start((chunk) => target.write(chunk), cancellation);
      await target.finish();
    } finally {
      cancellation.end();
    }
    return { path: target.path, name, size, checksum };
  } catch (error) {
    await target?.discard();
    throw error;
  }
}

async function describe(
  client: DataMetaClient,
  id: string | IdentifierLike,
  signal: AbortSignal | undefined,
): Promise<RemoteFile> {
  const answer: FileResponse = await client.getFile({ id }, { signal });
  const file = expectMembers("GetFile", answer, ["id", "name", "checksum"]);
  const { name, checksum, filesize: size } = file;
  if (file.contentUploaded && size !== null) return { id: file.id.uuid, name, size, checksum };
  throw new FileError(
    `${name} has no content yet: its upload is not complete`,
    name,
    "INCOMPLETE",
    {
      operationId: "DownloadFile",
    },
  );
}

/** A stream that requests the content when it is first read. */
function lazyStream(
  start: (write: (chunk: Uint8Array) => Promise<void>, cancellation: Cancellation) => Promise<void>,
  signal: AbortSignal | undefined,
): ReadableStream<Uint8Array> {
  let cancellation: Cancellation | undefined;
  /** Lets the writer continue after the chunk was read. */
  let resume: (() => void) | undefined;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        resume?.();
        if (cancellation) return;
        const begun = (cancellation = new Cancellation(signal));
        const write = (chunk: Uint8Array) => {
          controller.enqueue(chunk);
          if ((controller.desiredSize ?? 0) > 0) return Promise.resolve();
          return new Promise<void>((resolve) => (resume = resolve));
        };
        start(write, begun)
          .then(
            () => controller.close(),
            (error: unknown) => controller.error(error),
          )
          .finally(() => begun.end());
      },
      cancel(reason) {
        cancellation?.fail(reason);
        resume?.();
      },
    },
    // No chunk is fetched in advance.
    { highWaterMark: 0 },
  );
}
