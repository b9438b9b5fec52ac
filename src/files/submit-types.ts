import type { Identifier } from "../../generated/schema.js";
import type { Columns, SubmissionRecord } from "./columns.js";
import type { Leftovers } from "./errors.js";
import type { FileProgress, FileSource, TransferOptions } from "./types.js";

/**
 * The current phase of a submission:
 *
 * - `"checking"`: checks records and files on this computer, and compares files of an earlier run;
 * - `"staging"`: sends the records and announces the files. The server checks them;
 * - `"uploading"`: sends the files;
 * - `"submitting"`: makes the one call that cannot be undone;
 * - `"removing"`: removes everything that was staged.
 */
export type SubmitPhase = "checking" | "staging" | "uploading" | "submitting" | "removing";

/** The progress of a submission. */
export interface SubmitProgress {
  readonly phase: SubmitPhase;
  /** How many records and files are done in this phase, and how many there are. */
  readonly done: number;
  readonly count: number;
  /** How many bytes the server has, and the size of all files, as far as it is known. */
  readonly loaded: number;
  readonly total: number;
  /** The file whose progress has changed. */
  readonly file?: FileProgress;
}

/** The records, files and options for `submit`. */
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
  /** The columns that the program expects, from `defineColumns`. */
  readonly columns?: Columns<R> | undefined;
  /** How many records or files are sent at the same time, from 1 to 64. @default 4 */
  readonly concurrency?: number | undefined;
  /** Submits files without content. They are usually a mistake. @default false */
  readonly allowEmptyFiles?: boolean | undefined;
  /** Runs all checks without submitting. @default false */
  readonly check?: boolean | undefined;
  /** Keeps staged records and files on the server if the submission fails. @default false */
  readonly keep?: boolean | undefined;
  /**
   * The path of a file to which each step is written. After a crash, the next call with the same
   * journal continues the submission. Only in Node, Bun and Deno.
   */
  readonly journal?: string | URL | undefined;
  /** Called with the progress of the submission. */
  readonly onProgress?: ((progress: SubmitProgress) => void) | undefined;
}

/** A file of a submission. */
export interface SubmittedFile {
  readonly id: Identifier;
  readonly name: string;
  /** The MD5 of the content. */
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
  /** The data that earlier runs may have left staged, according to the journal. */
  readonly left: Leftovers;
}

/** A submission that passed every check. */
export interface CheckedSubmission {
  /** How many records were checked. */
  readonly records: number;
  /** How many files were checked, without their content. */
  readonly files: number;
  /** The data that earlier runs may have left staged, according to the journal. */
  readonly left: Leftovers;
}
