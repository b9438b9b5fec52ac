import type { FileResponse } from "../../generated/schema.js";
import type { DataMetaClient } from "../client.js";
import { hasFetchGivenUp } from "../engine/connection-error.js";
import {
  ApiError,
  ClientError,
  ConnectionError,
  ForbiddenError,
  ServerError,
  TimeoutError,
} from "../engine/errors.js";
import { delayBefore } from "../engine/retry.js";
import type { ResolvedOptions } from "../engine/options.js";
import { markError } from "../datameta/errors.js";
import { sleep } from "./sleep.js";

/** The limits for completing a file. */
export interface Completion {
  /** The deadline in milliseconds. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  readonly retry: ResolvedOptions["retry"];
}

/** The longest pause between two requests for the file, in milliseconds. */
const longestPause = 5_000;

/**
 * Completes a file: the server computes the MD5 of the whole file and compares it. This takes about
 * six seconds per gigabyte, and the connection may end before that. Then the file is requested until
 * it is complete. It is not sent a second PUT, because the server would start again.
 *
 * @throws ConflictError if the content on the server is different
 */
export async function completeFile(
  client: DataMetaClient,
  id: string,
  checksum: string,
  { timeout, signal, retry }: Completion,
): Promise<FileResponse> {
  const end = performance.now() + timeout;
  const left = () => Math.max(1, end - performance.now());
  const body = { checksum, contentUploaded: true };
  for (let attempt = 1; ; attempt++) {
    try {
      return await client.updateFile({ id, body }, { timeout: left(), signal, retry: 0 });
    } catch (error) {
      if (signal.aborted || !mayHaveWorked(error)) throw error;
      const isWorking = isStillWorking(error);
      const file = await askFor(client, id, checksum, isWorking ? end : 0, signal);
      if (file) return file;
      if (isWorking) throw timeoutErrorOf(error, timeout);
      const retryAfter = error instanceof ApiError ? error.retryAfter : undefined;
      const pause = delayBefore(attempt, retryAfter, retry.maxDelay, Math.random());
      if (attempt > retry.limit || pause > retry.maxDelay || pause >= left()) throw error;
      await sleep(pause, signal);
    }
  }
}

/** Returns whether the file may be complete although the request failed. */
function mayHaveWorked(error: unknown): boolean {
  if (error instanceof ConnectionError || error instanceof ServerError) return true;
  // The server refuses to change a file that an earlier attempt has completed.
  if (error instanceof ForbiddenError) return true;
  return error instanceof ClientError && (error.retryable || error.outcome === "unknown");
}

/** Returns whether the server may still be working: the client or a proxy stopped waiting. */
function isStillWorking(error: unknown): boolean {
  if (error instanceof ConnectionError) return hasFetchGivenUp(error);
  return error instanceof ApiError && error.status === 504;
}

/** Requests a file until it is complete, at least once. */
async function askFor(
  client: DataMetaClient,
  id: string,
  checksum: string,
  end: number,
  signal: AbortSignal,
): Promise<FileResponse | undefined> {
  for (let pause = 250; ; pause = Math.min(pause * 2, longestPause)) {
    try {
      const file = await client.getFile({ id }, { signal });
      if (file.contentUploaded) return file.checksum === checksum ? file : undefined;
    } catch (error) {
      if (signal.aborted) throw error;
      // The next request may succeed.
    }
    if (performance.now() + pause >= end) return undefined;
    await sleep(pause, signal);
  }
}

function timeoutErrorOf(cause: unknown, timeout: number): TimeoutError {
  return markError(
    new TimeoutError(
      `updateFile failed: the server did not complete the file within ${Math.round(timeout)} ms`,
      Math.round(timeout),
      "request",
      { operationId: "UpdateFile", method: "PUT", outcome: "unknown", retryable: true, cause },
    ),
  );
}
