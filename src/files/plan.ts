import type { MetaDataResponse } from "../../generated/schema.js";
import type { DataMetaClient } from "../client.js";
import { markError } from "../datameta/errors.js";
import { ConfigurationError } from "../engine/errors.js";
import { matchFiles, type NamedFile } from "./check-files.js";
import { checkDeclared, checkRecords, sortByRow } from "./check-records.js";
import type { SubmissionRecord } from "./columns.js";
import type { Content } from "./content.js";
import { openContent } from "./open-content.js";
import { expectMembers } from "./expect-members.js";
import { FileError, problemsMessage, SubmissionError, type Problem } from "./errors.js";
import type { Platform } from "./platform.js";
import type { FileSource } from "./types.js";
import type { SubmitOptions } from "./submit-types.js";

/** The records and files to submit, after all checks that do not need the server. */
export interface Plan {
  readonly records: readonly PlannedRecord[];
  readonly files: readonly NamedFile[];
  readonly label: string | undefined;
}

export interface PlannedRecord {
  readonly row: number;
  readonly values: Readonly<Record<string, string | null>>;
}

function expectColumns(answer: MetaDataResponse[]): MetaDataResponse[] {
  expectMembers("GetMetaData", answer, ["length"]);
  return answer.map((column) => expectMembers("GetMetaData", column, ["name"]));
}

/** The options of a caller in JavaScript, which no compiler has checked. */
interface Shape {
  readonly records: unknown;
  readonly files?: unknown;
  readonly concurrency?: number | undefined;
  readonly label?: unknown;
}

/** The longest label that the server's database accepts. */
const longestLabel = 100;

/**
 * Runs all checks that do not need to send data to the server.
 *
 * @throws SubmissionError if there are problems. It lists all of them
 * @throws ConfigurationError if an option is wrong
 */
export async function createPlan<R extends object>(
  platform: Platform,
  client: DataMetaClient,
  options: SubmitOptions<R>,
  signal: AbortSignal,
): Promise<Plan> {
  const { label, columns, files: sources = [], allowEmptyFiles = false } = options;
  // Safe: `checkRecords` checks each of them. A caller in JavaScript may pass anything.
  const records = options.records as unknown as readonly SubmissionRecord[];
  checkShape(options);
  const [metadata, opened] = await Promise.all([
    client.getMetaData({ signal }).then(expectColumns),
    openAll(platform, sources),
  ]);
  const matched = matchFiles(metadata, records, opened.contents, allowEmptyFiles);
  const problems = [
    ...checkLabel(label),
    ...(records.length === 0 ? [{ message: "there are no records" }] : []),
    ...(columns ? checkDeclared(columns, metadata) : []),
    ...checkRecords(metadata, records),
    ...withoutUnreadable(matched.problems, opened.unreadable),
    ...opened.problems,
  ];
  if (problems.length > 0) throw refusal(problems);
  return {
    label: label === "" ? undefined : label,
    records: records.map((record, index) => ({
      row: index + 1,
      values: valuesOf(record, metadata),
    })),
    files: matched.files,
  };
}

/** Creates the error for a refused submission. */
export function refusal(problems: readonly Problem[], cause?: unknown): SubmissionError {
  const sorted = sortByRow(problems);
  const details = cause === undefined ? {} : { cause, outcome: "rejected" as const };
  return new SubmissionError(problemsMessage(sorted), sorted, undefined, details);
}

function checkShape({ records, files, concurrency = 4, label }: Shape): void {
  const problem = !Array.isArray(records)
    ? "records must be an array of objects"
    : files !== undefined && !Array.isArray(files)
      ? "files must be an array"
      : !Number.isInteger(concurrency) || concurrency < 1 || concurrency > 64
        ? "concurrency must be a whole number from 1 to 64"
        : label !== undefined && typeof label !== "string"
          ? "label must be a string"
          : undefined;
  if (problem !== undefined) throw markError(new ConfigurationError(`submit: ${problem}`));
}

function checkLabel(label = ""): Problem[] {
  if (/\0|\p{Surrogate}/u.test(label)) {
    return [{ message: "the label contains a NUL or an incomplete character (a lone surrogate)" }];
  }
  // PostgreSQL counts characters, and JavaScript's `length` counts UTF-16 units.
  const { length } = Array.from(label);
  if (length <= longestLabel) return [];
  return [
    { message: `the label has ${length} characters. The server accepts at most ${longestLabel}` },
  ];
}

interface Opened {
  readonly contents: Content[];
  readonly problems: Problem[];
  /** The names of files that exist but cannot be read. */
  readonly unreadable: Set<string>;
}

/** Opens all files. A file that cannot be read becomes a problem in the list. */
async function openAll(platform: Platform, sources: readonly FileSource[]): Promise<Opened> {
  const opened: Opened = { contents: [], problems: [], unreadable: new Set() };
  for (const source of sources) {
    try {
      opened.contents.push(await openContent(platform, "submit", source));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      const name = error.file.slice(error.file.replaceAll("\\", "/").lastIndexOf("/") + 1);
      opened.unreadable.add(name.normalize());
      opened.problems.push({ file: name, message: error.message });
    }
  }
  return opened;
}

/** Removes the problem that a file is missing, if another problem says that it cannot be read. */
function withoutUnreadable(
  problems: readonly Problem[],
  unreadable: ReadonlySet<string>,
): Problem[] {
  return problems.filter(
    ({ row, file }) => row === undefined || file === undefined || !unreadable.has(file.normalize()),
  );
}

/** Returns the record to send, without columns that have no value. */
function valuesOf(
  record: SubmissionRecord,
  metadata: readonly MetaDataResponse[],
): Readonly<Record<string, string | null>> {
  const columns = metadata.filter(({ serviceId }) => serviceId === null).map(({ name }) => name);
  // With an assignment, a column `__proto__` would set the prototype.
  return Object.fromEntries(
    columns.flatMap((column) => {
      const value = Object.hasOwn(record, column) ? record[column] : undefined;
      return value === undefined ? [] : [[column, value] as const];
    }),
  );
}
