import { markError } from "../datameta/errors.js";
import { ClientError, type ErrorDetails } from "../engine/errors.js";

/**
 * A file is not what it must be: it cannot be read or written, it changed while it was read, or its
 * content does not match its checksum.
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
  /** The record, counted from 1 in the order of `records`; absent if the problem is not in a record. */
  readonly row?: number;
  /** The column of the record. */
  readonly column?: string;
  /** The value that is wrong, as it was given. */
  readonly value?: string;
  /** The name of the file that is wrong. */
  readonly file?: string;
  /** What is wrong, and what to do. */
  readonly message: string;
}

/** What is left staged on the server although it should have been removed. */
export interface Leftovers {
  /** The UUIDs of files. */
  readonly fileIds: readonly string[];
  /** The UUIDs of metadata sets. */
  readonly metadatasetIds: readonly string[];
  /** Names of files that may be announced: the answer, with the identifier, was lost. */
  readonly unknownFiles: readonly string[];
  /** Rows of records that may be staged, likewise. */
  readonly unknownRows: readonly number[];
}

/** Nothing is left. */
export const nothingLeft: Leftovers = Object.freeze({
  ...{ fileIds: [], metadatasetIds: [], unknownFiles: [], unknownRows: [] },
});

/** In a message; `problems` has all of them. */
const shownProblems = 10;

/** A submission was refused, by the checks here or by the server, or could not be cleaned up. */
export class SubmissionError extends ClientError {
  override readonly name = "SubmissionError";
  /** Everything to correct, by row and column. Empty if only the cleaning up has failed. */
  readonly problems: readonly Problem[];
  /** What the server still keeps staged, because it could not be removed. */
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

/** Says all problems of a submission in one text. */
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
