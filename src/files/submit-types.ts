import type { Identifier } from "../../generated/schema.js";
import type { Columns, SubmissionRecord } from "./columns.js";
import type { Leftovers } from "./errors.js";
import type { FileProgress, FileSource, TransferOptions } from "./types.js";

/**
 * What a submission is doing:
 *
 * - `"checking"`: records and files are checked here; files of an earlier run are compared;
 * - `"staging"`: the records are sent and the files announced, and the server checks them;
 * - `"uploading"`: the files are sent;
 * - `"submitting"`: the one call that cannot be undone;
 * - `"removing"`: what was staged is removed.
 */
export type SubmitPhase = "checking" | "staging" | "uploading" | "submitting" | "removing";

/** How far a submission is. */
export interface SubmitProgress {
  readonly phase: SubmitPhase;
  /** Records and files that are done in this phase, and all of them. */
  readonly done: number;
  readonly count: number;
  /** Bytes of all files that the server has, and all of them, as far as they are known. */
  readonly loaded: number;
  readonly total: number;
  /** The file that has moved. */
  readonly file?: FileProgress;
}

/** What `submit` takes. */
export interface SubmitOptions<R extends object = SubmissionRecord> extends Omit<
  TransferOptions,
  "onProgress"
> {
  /** One record for each metadata set. */
  readonly records: readonly NoInfer<R>[];
  /** The files that the records name. */
  readonly files?: readonly FileSource[] | undefined;
  /** The name of the submission, at most 100 characters. @default none */
  readonly label?: string | undefined;
  /** The columns as the program knows them: `defineColumns`. */
  readonly columns?: Columns<R> | undefined;
  /** How many records or files are under way at a time, from 1 to 64. @default 4 */
  readonly concurrency?: number | undefined;
  /** Submits files without content. They are usually a mistake. @default false */
  readonly allowEmptyFiles?: boolean | undefined;
  /** Makes every check, and submits nothing. @default false */
  readonly check?: boolean | undefined;
  /** Leaves on the server what was staged if the submission fails. @default false */
  readonly keep?: boolean | undefined;
  /**
   * A file that remembers what was done. After a crash, the next call with the same journal goes on
   * where the last one stopped. In Node, Bun and Deno.
   */
  readonly journal?: string | URL | undefined;
  /** Told how far the submission is. */
  readonly onProgress?: ((progress: SubmitProgress) => void) | undefined;
}

/** A file of a submission. */
export interface SubmittedFile {
  readonly id: Identifier;
  readonly name: string;
  /** The MD5. */
  readonly checksum: string;
}

/** A submission. */
export interface Submission {
  readonly id: Identifier;
  readonly label: string | null;
  /** In the order of `records`. */
  readonly metadatasets: readonly Identifier[];
  /** In the order of `files`. */
  readonly files: readonly SubmittedFile[];
  /** What earlier runs may have left staged on the server, by the journal. */
  readonly left: Leftovers;
}

/** A submission that passed every check. */
export interface CheckedSubmission {
  /** How many records were checked. */
  readonly records: number;
  /** How many files were checked, without their content. */
  readonly files: number;
  /** What earlier runs may have left staged on the server, by the journal. */
  readonly left: Leftovers;
}
