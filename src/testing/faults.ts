import type { operations } from "../../generated/operations.js";
import type { FaultName } from "./fault-names.js";

/**
 * Which requests go wrong, and how: by method name, or `"*"` for every request without an entry of
 * its own. One fault strikes each request; a list strikes one request after the other, and those
 * after it are served as usual.
 *
 * @example
 * ```ts
 * const faults: Faults = {
 *   whoami: "stall-in-body",
 *   createFile: [{ status: 503, headers: { "Retry-After": "2" } }, null, "reset-before-headers"],
 *   "*": { delay: 200 },
 * };
 * ```
 */
export type Faults = Readonly<
  Partial<Record<keyof typeof operations | "*", Fault | readonly Fault[]>>
>;

/** One way to go wrong; `null` serves the request as usual. */
export type Fault = FaultName | FaultAnswer | FaultDelay | null;

/**
 * An answer by hand, sent as it stands in place of the operation's own: the operation is not carried
 * out. A body gets its `Content-Length` unless the headers say otherwise.
 *
 * @example
 * ```ts
 * server.setFaults({
 *   createApiKey: {
 *     status: 400,
 *     body: [{ exception: "ValidationError", message: "too long", field: "label" }],
 *   },
 * });
 * ```
 */
export interface FaultAnswer {
  /** From 100 to 999, whatever HTTP makes of it. */
  readonly status: number;
  /** The reason phrase. @default that of the status, if it has one */
  readonly statusText?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** A text and bytes are sent as they are, everything else as JSON. @default no body */
  readonly body?: unknown;
  /** How long the answer takes, in milliseconds. @default 0 */
  readonly delay?: number | undefined;
}

/** The operation's own answer, later. */
export interface FaultDelay {
  /** In milliseconds. */
  readonly delay: number;
}
