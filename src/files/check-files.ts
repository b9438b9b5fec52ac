import type { MetaDataResponse } from "../../generated/schema.js";
import { cellsOf, definitionsOf, groupBy, type Cell } from "./check-records.js";
import { visible } from "./check-value.js";
import type { SubmissionRecord } from "./columns.js";
import type { Content } from "./content.js";
import type { Problem } from "./errors.js";

/** A file of a submission, with its name from the records. */
export interface NamedFile {
  readonly content: Content;
  readonly name: string;
}

interface Reference extends Cell {
  readonly column: string;
}

/**
 * Matches the files with the names in the records. macOS stores an accented letter as two
 * characters. Such names match, and the server gets the name from the record.
 */
export function matchFiles(
  metadata: readonly MetaDataResponse[],
  records: readonly SubmissionRecord[],
  contents: readonly Content[],
  allowEmptyFiles: boolean,
): { files: NamedFile[]; problems: Problem[] } {
  const columns = [...definitionsOf(metadata).values()].filter(({ isFile }) => isFile);
  const references = columns.flatMap(({ name: column }) =>
    cellsOf(records, column).map((cell): Reference => ({ ...cell, column })),
  );
  const byName = groupBy(references, ({ value }) => value.normalize());
  const filesByName = groupBy(contents, ({ name }) => name.normalize());
  const files = contents.map((content) => ({
    content,
    name: byName.get(content.name.normalize())?.[0]?.value ?? content.name,
  }));
  return {
    files,
    problems: [
      ...[...byName.values()].flatMap((same) => repeatedReferences(same)),
      ...references
        .filter(({ value }) => !filesByName.has(value.normalize()))
        .map((cell) => missing(cell, contents)),
      ...[...filesByName.values()].flatMap((same) => repeatedFiles(same)),
      ...[...filesByName.values()].flatMap(([file]) =>
        file && !byName.has(file.name.normalize()) ? [unnamed(file, columns)] : [],
      ),
      ...contents
        .filter(({ size }) => size === 0 && !allowEmptyFiles)
        .map(({ name }) => ({
          file: name,
          message: "the file is empty. Pass allowEmptyFiles: true if that is intended",
        })),
    ],
  };
}

function repeatedReferences(same: readonly Reference[]): Problem[] {
  if (same.length < 2) return [];
  return same.map((cell) => {
    const other = same.find((each) => each !== cell);
    return {
      ...problemAt(cell),
      message: `the file ${visible(cell.value)} is named twice, also in row ${other?.row ?? ""}, column ${visible(other?.column ?? "")}. A file belongs to one record`,
    };
  });
}

function missing(cell: Reference, contents: readonly Content[]): Problem {
  const wanted = cell.value.toLowerCase();
  const close = contents.find(({ name }) => name.toLowerCase() === wanted);
  const isPath = /[/\\]/.test(cell.value);
  const hint = close
    ? `. There is ${visible(close.name)}`
    : isPath
      ? ". Use the name only, without its folder"
      : "";
  return { ...problemAt(cell), message: `there is no file ${visible(cell.value)}${hint}` };
}

function repeatedFiles(same: readonly Content[]): Problem[] {
  const [first] = same;
  if (!first || same.length < 2) return [];
  return [
    {
      file: first.name,
      message: `${same.length} files have this name. The server tells files apart only by their names`,
    },
  ];
}

function unnamed({ name }: Content, columns: readonly MetaDataResponse[]): Problem {
  const message =
    columns.length > 0
      ? "no record names this file"
      : "no record can name this file: the site has no column for files";
  return { file: name, message };
}

function problemAt({ row, column, value }: Reference) {
  return { row, column, value, file: value };
}
