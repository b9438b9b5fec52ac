import { basename, resolve } from "node:path";

import type { CheckedSubmission, Problem, Submission, SubmitProgress } from "../files/node.js";
import type { DataMetaClient } from "../index.js";
import type { Context } from "./context.js";
import { dataError } from "./errors.js";
import { fileName, findFiles, folderOf } from "./files-in-folder.js";
import { colorsFor } from "./output/colors.js";
import { formatProblems } from "./output/problems.js";
import { createProgress } from "./output/progress.js";
import { count } from "./output/text.js";
import { readableFormat } from "./sheets/describe-column.js";
import { readSheet } from "./sheets/read-sheet.js";
import { toRecords, type SheetProblem, type SheetRecords } from "./sheets/to-records.js";

/** The options that `check` and `submit` have in common. */
export interface SheetFlags {
  readonly files?: string;
  readonly sheet?: string;
}

/** A sheet with its files, ready to be checked or submitted. */
export interface Prepared {
  readonly datameta: DataMetaClient;
  readonly baseUrl: string;
  /** The path of the sheet, as the user typed it. */
  readonly path: string;
  readonly sheet: SheetRecords;
  /** The paths of the files that the records name. */
  readonly files: readonly string[];
}

/** Reads the sheet and finds its files. */
export async function prepare(
  context: Context,
  path: string,
  flags: SheetFlags,
): Promise<Prepared> {
  const { io, print, signal } = context;
  const { datameta, settings } = await context.connect();
  const metadata = await datameta.getMetaData();
  const names = metadata.map(({ name }) => name);
  const read = await readSheet(path, { cwd: io.cwd, sheet: flags.sheet, names });
  for (const note of read.notes) print.note(note);
  const sheet = withoutFolders(
    toRecords(read, metadata, basename(path)),
    metadata.filter(({ isFile }) => isFile).map(({ name }) => name),
  );
  const folder = flags.files === undefined ? folderOf(io.cwd, path) : resolve(io.cwd, flags.files);
  const wanted = metadata
    .filter(({ isFile }) => isFile)
    .flatMap(({ name }) => sheet.records.map((record) => record[name]))
    .filter((name) => typeof name === "string");
  const files =
    wanted.length === 0 ? [] : await findFiles(folder, wanted, flags.files !== undefined, signal);
  return { datameta, baseUrl: settings.baseUrl, path, sheet, files };
}

/** Removes folders from file names in a sheet, because the server stores only names. */
function withoutFolders(sheet: SheetRecords, columns: readonly string[]): SheetRecords {
  const records = sheet.records.map((record) => ({
    ...record,
    ...Object.fromEntries(
      columns
        .filter((column) => typeof record[column] === "string")
        .map((column) => [column, fileName(record[column] ?? "")]),
    ),
  }));
  return { ...sheet, records };
}

/** The options of one run of `check` or `submit`. */
export interface RunOptions {
  readonly check: boolean;
  readonly label?: string | undefined;
  readonly keep?: boolean;
  readonly journal?: string | undefined;
  readonly concurrency?: number | undefined;
  readonly allowEmptyFiles?: boolean | undefined;
}

/**
 * Checks or submits the data, and shows the progress.
 *
 * @throws CommandError if there are problems, after printing them
 */
export async function runSubmission<Result extends CheckedSubmission | Submission>(
  context: Context,
  prepared: Prepared,
  options: RunOptions,
): Promise<Result> {
  const { io, print } = context;
  const { submit, SubmissionError } = await import("../files/node.js");
  const { datameta, sheet, files } = prepared;
  // If the header has problems, the data are only checked, to find all other problems.
  const check = options.check || sheet.problems.length > 0;
  const progress = createProgress(io, print);
  const { label, keep, journal, concurrency, allowEmptyFiles } = options;
  try {
    const request = {
      ...{ records: sheet.records, files: files.map((path) => ({ path })), label, keep },
      ...{ concurrency, allowEmptyFiles, signal: context.signal },
      onProgress: (each: SubmitProgress) => progress.submission(each),
    };
    const result = check
      ? await submit(datameta, { ...request, check })
      : await submit(datameta, { ...request, journal });
    progress.stop();
    if (sheet.problems.length > 0) fail(context, prepared, sheet.problems);
    // Safe: `check` determines the type of the result, and the caller has set it.
    return result as Result;
  } catch (error) {
    progress.stop();
    if (!(error instanceof SubmissionError) || error.problems.length === 0) throw error;
    context.signal.throwIfAborted();
    const found = error.problems.map((problem) => inSheet(problem, sheet));
    // A missing mandatory column is reported once, and not again for each row.
    const missing = new Set(sheet.problems.map(({ letters, column }) => letters ?? column));
    const rows = found.filter(
      ({ letters, column }) => letters !== undefined || !missing.has(column),
    );
    for (const line of error.message.split("\n")) {
      if (line.startsWith("Still staged ")) print.warn(line);
    }
    return fail(context, prepared, [...sheet.problems, ...rows]);
  }
}

/** Prints the problems and ends the command. */
function fail(
  { io, print }: Context,
  { path }: Prepared,
  problems: readonly SheetProblem[],
): never {
  if (print.json) print.data({ valid: false, problems });
  else {
    const width = io.stdout.isTTY === true ? (io.stdout.columns ?? 80) : Infinity;
    io.stdout.write(formatProblems(problems, width, colorsFor(io, io.stdout)));
  }
  throw dataError(
    `${count(problems.length, "problem")} in ${basename(path)}. Nothing was submitted.`,
  );
}

/** Converts a problem of a record to a problem of the sheet. */
function inSheet(problem: Problem, { rows, letters }: SheetRecords): SheetProblem {
  const { row, column, value, file, message } = problem;
  return {
    row: row === undefined ? undefined : (rows[row - 1] ?? row),
    letters: column === undefined ? undefined : letters.get(column),
    ...{ column, file, ...(value !== undefined && { value }) },
    message: capitalized(readableDates(withSheetRows(message, rows))),
  };
}

/** Converts record numbers in a message to row numbers. Quoted text is from the user and stays. */
function withSheetRows(message: string, rows: readonly number[]): string {
  return message.replace(
    /"(?:[^"\\]|\\.)*"|\brow (\d+(?:, \d+)*)/g,
    (all, list: string | undefined) =>
      list === undefined
        ? all
        : `row ${list
            .split(", ")
            .map((each) => rows[Number(each) - 1] ?? each)
            .join(", ")}`,
  );
}

/** Replaces Python's date formats with readable ones. */
function readableDates(message: string): string {
  return message.replace(
    /(is not a date in the form )(\S.*?)(?=, like |$)/,
    (_, words: string, format: string) => words + readableFormat(format),
  );
}

function capitalized(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}
