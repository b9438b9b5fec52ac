import type { operations } from "../../generated/operations.js";
import type { FaultName } from "./fault-names.js";

/**
 * The faults of each method, by method name. `uploadFile` and `downloadFile` mean the content of
 * files. `"*"` applies to all requests without their own entry. A single fault applies to every
 * request. A list applies its faults to the first requests, in order. Later requests are served as
 * usual.
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
  Partial<
    Record<keyof typeof operations | "uploadFile" | "downloadFile" | "*", Fault | readonly Fault[]>
  >
>;

/** A fault. `null` serves the request as usual. */
export type Fault = FaultName | FaultAnswer | FaultDelay | FaultCut | null;

/**
 * A custom response. The server sends it unchanged and does not carry out the operation. It adds a
 * `Content-Length` unless the headers have a length.
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
  /** A number from 100 to 999, even if HTTP does not define it. */
  readonly status: number;
  /** The reason phrase. @default the reason phrase of the status, if it has one */
  readonly statusText?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Strings and bytes are sent unchanged, other values as JSON. @default no body */
  readonly body?: unknown;
  /** The delay of the response, in milliseconds. @default 0 */
  readonly delay?: number | undefined;
}

/** The operation's own response. The connection is reset after its beginning. */
export interface FaultCut {
  /** The length of the part that arrives, in bytes. */
  readonly cutAfter: number;
}

/** The operation's own response, after a delay. */
export interface FaultDelay {
  /** In milliseconds. */
  readonly delay: number;
}
