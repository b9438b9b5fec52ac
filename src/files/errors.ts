import { markError } from "../datameta/errors.js";
import { ClientError, type ErrorDetails } from "../engine/errors.js";

/**
 * A file cannot be read or written, has changed while it was read, or does not match its checksum.
 */
export class FileError extends ClientError {
  override readonly name = "FileError";

  constructor(
    message: string,
    /** The path or the name of the file. */
    readonly file: string,
    /** The system's code, like `ENOENT` or `ENOSPC`, or `CHANGED`, `CHECKSUM`, `INCOMPLETE`. */
    readonly code: string,
    details: ErrorDetails = {},
  ) {
    super(message, details);
    markError(this);
  }
}

/** One thing to correct in the records or files of a submission. */
export interface Problem {
  /**
   * The record, counted from 1 in the order of `records`; absent if the problem is not in a record.
   */
  readonly row?: number;
  /** The column of the record. */
  readonly column?: string;
  /** The wrong value, unchanged. */
  readonly value?: string;
  /** The name of the file. */
  readonly file?: string;
  /** What is wrong, and what to do. */
  readonly message: string;
}

/** Files and metadata sets that are still staged, because they could not be removed. */
export interface Leftovers {
  /** The UUIDs of files. */
  readonly fileIds: readonly string[];
  /** The UUIDs of metadata sets. */
  readonly metadatasetIds: readonly string[];
  /** Names of files that may be announced. The response with the identifier was lost. */
  readonly unknownFiles: readonly string[];
  /** Rows of records that may be staged. The response with the identifier was lost. */
  readonly unknownRows: readonly number[];
}

/** Nothing is still staged. */
export const nothingLeft: Leftovers = Object.freeze({
  ...{ fileIds: [], metadatasetIds: [], unknownFiles: [], unknownRows: [] },
});

/** A message shows at most this many problems. `problems` has all of them. */
const shownProblems = 10;

/** A submission has problems, was refused by the server, or could not be cleaned up. */
export class SubmissionError extends ClientError {
  override readonly name = "SubmissionError";
  /** Everything to correct, by row and column. Empty if only the cleanup failed. */
  readonly problems: readonly Problem[];
  /** What is still staged on the server, because it could not be removed. */
  readonly left: Leftovers;

  constructor(
    message: string,
    problems: readonly Problem[],
    left: Leftovers = nothingLeft,
    details: ErrorDetails = {},
  ) {
    super(message, { operationId: "CreateSubmission", ...details });
    this.problems = problems;
    this.left = left;
    markError(this);
  }
}

/** Writes the problems of a submission as one text. */
export function problemsMessage(problems: readonly Problem[]): string {
  const lines = problems.slice(0, shownProblems).map((problem) => `- ${printProblem(problem)}`);
  const more = problems.length - lines.length;
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return [
    `submit failed: ${count}. Nothing was submitted.`,
    ...lines,
    ...(more > 0 ? [`- and ${more} more`] : []),
  ].join("\n");
}

function printProblem({ row, column, file, message }: Problem): string {
  const place = [
    row !== undefined && `row ${row}`,
    column !== undefined && `column ${JSON.stringify(column)}`,
    file !== undefined && `file ${JSON.stringify(file)}`,
  ].filter((part) => part !== false);
  return place.length > 0 ? `${place.join(", ")}: ${message}` : message;
}
