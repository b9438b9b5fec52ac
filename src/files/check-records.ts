import type { MetaDataResponse } from "../../generated/schema.js";
import { checkValue, comparable, quote, visible } from "./check-value.js";
import type { Columns, SubmissionRecord } from "./columns.js";
import type { Problem } from "./errors.js";

/**
 * The site's definitions by column. If several have the same name, the server uses the last one.
 */
export type Definitions = ReadonlyMap<string, MetaDataResponse>;

export function definitionsOf(metadata: readonly MetaDataResponse[]): Definitions {
  return new Map(
    metadata.filter(({ serviceId }) => serviceId === null).map((each) => [each.name, each]),
  );
}

/** Finds the problems that need only the records and the definitions, sorted by row. */
export function checkRecords(
  metadata: readonly MetaDataResponse[],
  records: readonly SubmissionRecord[],
): Problem[] {
  const definitions = definitionsOf(metadata);
  const ofServices = new Set(metadata.filter(({ serviceId }) => serviceId).map(({ name }) => name));
  const problems = records.flatMap((record, index) => {
    const row = index + 1;
    if (typeof record !== "object" || (record as unknown) === null || Array.isArray(record)) {
      return [{ row, message: "the record must be an object like { column: value }" }];
    }
    return [
      ...checkColumns(row, record, definitions, ofServices),
      ...[...definitions.values()].flatMap((definition) => checkCell(row, record, definition)),
    ];
  });
  return sortByRow([...problems, ...findRepeated(definitions, records)]);
}

function checkColumns(
  row: number,
  record: SubmissionRecord,
  definitions: Definitions,
  ofServices: ReadonlySet<string>,
): Problem[] {
  return Object.keys(record)
    .filter((column) => !definitions.has(column) && record[column] !== undefined)
    .map((column) => ({
      ...{ row, column },
      message: ofServices.has(column)
        ? "a service fills in this column after the submission. Leave it out"
        : `the site has no column ${visible(column)}${suggest(column, definitions)}`,
    }));
}

/** Suggests a column of the site for an unknown column. */
function suggest(column: string, definitions: Definitions): string {
  const names = [...definitions.keys()];
  const sameLook = names.find((name) => look(name) === look(column));
  if (sameLook !== undefined) {
    return `. It looks like ${visible(sameLook)}, but has different or invisible characters`;
  }
  return names.length > 0 ? `. Its columns are: ${names.map(visible).join(", ")}` : "";
}

/**
 * Normalizes a name to how it looks: removes case, invisible characters and other forms of a
 * letter.
 */
function look(name: string): string {
  return name
    .normalize("NFKC")
    .replace(/[\p{Cf}\p{Cc}\p{Zs}_-]/gu, "")
    .toLowerCase();
}

function valueOf(record: SubmissionRecord, column: string): unknown {
  return Object.hasOwn(record, column) ? record[column] : undefined;
}

function checkCell(row: number, record: SubmissionRecord, definition: MetaDataResponse): Problem[] {
  const { name: column, isMandatory } = definition;
  const value = valueOf(record, column);
  if (value === undefined || value === null) {
    const message = "a value is missing. The column is mandatory";
    return isMandatory ? [{ row, column, message }] : [];
  }
  if (typeof value !== "string") {
    return [{ row, column, message: `the value must be text or null; got ${typeof value}` }];
  }
  const message = checkValue(definition, value);
  return message === undefined ? [] : [{ row, column, value, message }];
}

/** Finds values that occur more than once in a column that must have unique values. */
function findRepeated(definitions: Definitions, records: readonly SubmissionRecord[]): Problem[] {
  return [...definitions.values()]
    .filter(({ isSubmissionUnique, isSiteUnique }) => isSubmissionUnique || isSiteUnique)
    .flatMap((definition) => {
      const cells = cellsOf(records, definition.name);
      return [...groupBy(cells, ({ value }) => comparable(definition, value)).values()]
        .filter(({ length }) => length > 1)
        .flatMap((same) => same.map((cell) => repeated(definition.name, cell, same)));
    });
}

/** A value and its row. */
export interface Cell {
  readonly row: number;
  readonly value: string;
}

/** Returns the values of a column, without the empty ones. */
export function cellsOf(records: readonly SubmissionRecord[], column: string): Cell[] {
  return records.flatMap((record, index) => {
    const value = Object(record) === record ? valueOf(record, column) : undefined;
    return typeof value === "string" && value !== "" ? [{ row: index + 1, value }] : [];
  });
}

/** A message names at most this many other rows. */
const shownRows = 5;

function repeated(column: string, { row, value }: Cell, same: readonly Cell[]): Problem {
  const others = same.filter((cell) => cell.row !== row).slice(0, shownRows);
  const rows = others.map((cell) => cell.row).join(", ");
  const more = same.length - 1 > others.length ? ", …" : "";
  return {
    ...{ row, column, value },
    message: `${quote(value)} must be unique, but is also in row ${rows}${more}`,
  };
}

export function groupBy<T, K>(list: readonly T[], keyOf: (element: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const element of list) {
    const key = keyOf(element);
    const group = groups.get(key);
    if (group) group.push(element);
    else groups.set(key, [element]);
  }
  return groups;
}

/** Sorts problems by row. Problems without a row come last. */
export function sortByRow(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((one, other) => (one.row ?? Infinity) - (other.row ?? Infinity) || 0);
}

/** Compares the columns that a program declares with the columns of the site. */
export function checkDeclared(
  columns: Columns<object>,
  metadata: readonly MetaDataResponse[],
): Problem[] {
  const definitions = definitionsOf(metadata);
  const declared = [...columns.mandatory, ...columns.optional];
  const unknown = declared
    .filter((column) => !definitions.has(column))
    .map((column) => ({
      column,
      message: `the program declares this column, but the site does not have it${suggest(column, definitions)}`,
    }));
  const missing = [...definitions.values()]
    .filter(({ name, isMandatory }) => isMandatory && !columns.mandatory.includes(name))
    .map(({ name: column }) => ({
      column,
      message:
        "the column is mandatory on the site, but the program does not declare it as mandatory",
    }));
  return [...unknown, ...missing];
}
