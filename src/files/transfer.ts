import { settingsOf, type ClientSettings } from "../datameta/client-settings.js";
import { markError, marking } from "../datameta/errors.js";
import { issuesOf } from "../datameta/explain.js";
import { resolveCallOptions } from "../datameta/options.js";
import type { Layer } from "../engine/call.js";
import { ConfigurationError } from "../engine/errors.js";
import { createMethod } from "../engine/methods.js";
import { resolveOperation, type Operation } from "../engine/operation.js";
import { refuseUnknown } from "../engine/values.js";
import { defaults, type ResolvedOptions } from "../engine/options.js";
import { isTransient } from "../engine/retry.js";
import type { TransferOptions } from "./types.js";

/** The longest delay that timers support, in milliseconds. */
const longestTimeout = 2 ** 31 - 1;

/** The default deadline is long enough for this speed, in bytes per millisecond. */
export const slowest = 100;

/** The two operations that the OpenAPI document does not describe. */
export const transferOperations = {
  upload: resolveOperation("uploadFile", {
    ...{ operationId: "UploadFile", route: "POST /upload", success: { 204: "empty" } },
    ...{ security: "none", errors: [400, 404, 409] },
  }),
  download: resolveOperation("downloadFile", {
    ...{ operationId: "DownloadFile", route: "GET /download", success: { 200: "empty" } },
    ...{ security: "none", errors: [404] },
  }),
} as const satisfies Record<string, Operation>;

/** The meaning of each status of a transfer, as a sentence for people. */
const advice: Readonly<Record<string, string>> = {
  "UploadFile 400": "The server found no file in the upload.",
  "UploadFile 404": "The upload URL has expired or leads to another server.",
  "UploadFile 409": "The file is already complete.",
  "UploadFile 413": "A proxy refuses files of this size.",
  "DownloadFile 404": "The download link has expired or leads to another server.",
  "DownloadFile 500": "DataMeta cannot send a file if its name has letters outside Latin-1.",
};

/** One upload or download of a content. */
export interface Transfer {
  readonly operation: Operation;
  readonly settings: ResolvedOptions;
  readonly signal: AbortSignal;
  /** The deadline in milliseconds from now. */
  readonly timeout: number;
  /** The address. Errors show only its origin. */
  readonly url: string;
  /** Texts that must not appear in an error. */
  readonly secrets: readonly string[];
  readonly isRepeatable: () => boolean;
  /** Makes one attempt. A response without an error status ends the transfer. */
  readonly attempt: (signal: AbortSignal) => Promise<Response>;
}

/**
 * Refuses options that would be ignored.
 *
 * @throws ConfigurationError if an option is unknown
 */
export function checkOptions(caller: string, options: object, own: readonly string[]): void {
  marking(() => {
    if (typeof options !== "object" || (options as unknown) === null) {
      throw new ConfigurationError(`${caller}: options must be an object`);
    }
    const known = [...own, "signal", "timeout", "retry", "fetch", "agent"];
    refuseUnknown(`${caller}: option`, options, known);
  });
}

/** Merges the options of a transfer with the options of the client. */
export function transferSettings(
  client: object,
  caller: string,
  options: Pick<TransferOptions, "timeout" | "retry" | "fetch">,
) {
  const known: ClientSettings | undefined = settingsOf(client);
  const { timeout, retry, fetch } = options;
  const own = {
    ...(timeout !== undefined && { timeout }),
    ...(retry !== undefined && { retry }),
    ...(fetch !== undefined && { fetch }),
  };
  const base = known?.options ?? defaults;
  const resolved = marking(() => resolveCallOptions(caller, base, own));
  return { ...resolved, timeout: base.timeout, deadline: timeout };
}

export type TransferSettings = ReturnType<typeof transferSettings>;

/** Returns the deadline of a transfer. By default, larger files get more time. */
export function deadlineFor(settings: TransferSettings, size: number | undefined): number {
  if (settings.deadline !== undefined) return settings.deadline;
  const deadline = size === undefined ? Infinity : settings.timeout + size / slowest;
  return limitTimeout(deadline);
}

/** Returns a timeout that a timer supports, or `Infinity`. */
export function limitTimeout(timeout: number): number {
  return timeout > longestTimeout ? Infinity : Math.ceil(timeout);
}

/**
 * Runs a transfer as a call of the engine, with its retries, deadline, errors and masking. Returns
 * when the last attempt has ended.
 */
export async function runTransfer(transfer: Transfer): Promise<void> {
  const { operation, settings, url, secrets, signal, timeout } = transfer;
  let running: Promise<unknown> = Promise.resolve();
  const layer: Layer = {
    write: () => ({ method: operation.method, url: `${new URL(url).origin}/…`, headers: {} }),
    authorize: () => ({ secrets, isRepeatable: transfer.isRepeatable }),
    explain: (_call, status, _headers, body) => ({
      issues: issuesOf(body),
      advice: advice[`${operation.operationId} ${status}`],
    }),
    // A transfer can be repeated safely, even with POST.
    isTransient: (status) => status >= 500 || isTransient(status),
    mark: markError,
  };
  const retry = { ...settings.retry, methods: [operation.method] };
  const options: ResolvedOptions = {
    ...{ ...settings, retry, signal, timeout, validate: null, auth: null },
    fetch: (_url, init) => {
      const attempt = transfer.attempt(init.signal ?? signal);
      running = attempt;
      return attempt;
    },
  };
  const client = { layer, options, resolveOptions: resolveCallOptions };
  try {
    await createMethod(client, operation)();
  } finally {
    await running.catch(() => undefined);
  }
}
