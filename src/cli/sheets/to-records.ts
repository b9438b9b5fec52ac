import { dataError } from "../errors.js";
import { formatDate } from "./format-date.js";
import { plainName } from "./header-name.js";
import { columnLetters, isEmpty, type Cell, type Sheet } from "./sheet.js";

/** The site's definition of a column. */
export interface Definition {
  readonly name: string;
  readonly isMandatory: boolean;
  readonly dateTimeFmt: string | null;
  readonly serviceId: unknown;
}

/** A problem in the sheet, with its place. */
export interface SheetProblem {
  readonly row?: number | undefined;
  /** The letters of the column. */
  readonly letters?: string | undefined;
  readonly column?: string | undefined;
  readonly file?: string | undefined;
  readonly message: string;
}

/** The records of a sheet, and the place of each value. */
export interface SheetRecords {
  readonly records: readonly Readonly<Record<string, string | null>>[];
  /** The row number in the sheet of each record. */
  readonly rows: readonly number[];
  /** The letters of each column; empty for JSON. */
  readonly letters: ReadonlyMap<string, string>;
  /** The problems of the header. */
  readonly problems: readonly SheetProblem[];
}

/**
 * Converts the rows of a sheet to records, by the names in the header.
 *
 * @throws CommandError if there are no rows or no known columns
 */
export function toRecords(sheet: Sheet, all: readonly Definition[], file: string): SheetRecords {
  const [header, ...rows] = sheet.rows;
  if (header === undefined || header.cells.length === 0) throw dataError(`${file} is empty.`);
  const { columns, problems } = readHeader(header.cells, header.number, sheet, all);
  if (columns.length === 0) {
    throw dataError(
      `The first row of ${file} has none of the site's columns.`,
      `Columns: ${all.map(({ name }) => name).join(", ")}`,
    );
  }
  if (rows.length === 0) throw dataError(`${file} has a header but no rows.`);
  return {
    problems,
    rows: rows.map(({ number }) => number),
    records: rows.map(({ cells }) =>
      Object.fromEntries(
        columns.map(({ definition, index }) => [
          definition.name,
          textOf(cells[index], definition.dateTimeFmt),
        ]),
      ),
    ),
    letters: new Map(
      sheet.isGrid
        ? columns.map(({ definition, index }) => [definition.name, columnLetters(index)])
        : [],
    ),
  };
}

interface FoundColumn {
  readonly definition: Definition;
  readonly index: number;
}

function readHeader(
  cells: readonly Cell[],
  row: number,
  sheet: Sheet,
  all: readonly Definition[],
): { columns: FoundColumn[]; problems: SheetProblem[] } {
  const columns: FoundColumn[] = [];
  const problems: SheetProblem[] = [];
  for (const [index, cell] of cells.entries()) {
    const text = typeof cell === "string" ? cell : formatDate(cell, undefined);
    const place = {
      ...(sheet.isGrid && { row, letters: columnLetters(index) }),
      column: text.trim(),
    };
    const report = (message: string) => problems.push({ ...place, message });
    if (isEmpty(cell)) {
      if (sheet.rows.some(({ cells: { [index]: value } }) => !isEmpty(value))) {
        report("this column has values but no name");
      }
      continue;
    }
    const definition =
      all.find(({ name }) => name === text) ??
      all.find(({ name }) => plainName(name) === plainName(text));
    if (definition === undefined) report(unknownColumn(text, all));
    else if (columns.some((each) => each.definition === definition)) {
      report("this column occurs twice");
    } else if (definition.serviceId !== null) {
      report("a service fills in this column after the submission. Leave it out");
    } else columns.push({ definition, index });
  }
  for (const definition of all) {
    const { name, isMandatory, serviceId } = definition;
    if (!isMandatory || serviceId !== null) continue;
    if (columns.some((each) => each.definition === definition)) continue;
    problems.push({ column: name, message: "this column is missing. It is mandatory" });
  }
  return { columns, problems };
}

function unknownColumn(text: string, all: readonly Definition[]): string {
  const shown = plainName(text);
  const close = all.find(({ name }) => looksLike(shown, plainName(name)));
  if (close === undefined) return `the site has no column "${shown}"`;
  const codes = hiddenCodes(shown);
  return (
    `the site has no column "${shown}". It has "${close.name}"` +
    (codes === "" ? "" : `. Yours has letters that look alike: ${codes}`)
  );
}

/** Whether two names look alike: they differ only in case, spaces, signs or letters of other alphabets. */
function looksLike(text: string, name: string): boolean {
  const bare = (each: string) => each.replace(/[\s_.-]/g, "").toLowerCase();
  const [letters, wanted] = [Array.from(bare(text)), Array.from(bare(name))];
  return (
    letters.length === wanted.length &&
    letters.every((letter, index) => letter === wanted[index] || /[^\p{ASCII}]/u.test(letter))
  );
}

/** Lists the letters beyond ASCII with their codes. */
function hiddenCodes(text: string): string {
  return Array.from(text)
    .filter((character) => /[^\p{ASCII}]/u.test(character))
    .map((character) => `${character} (U+${hex(character)})`)
    .join(", ");
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
}

function textOf(cell: Cell | undefined, format: string | null): string | null {
  if (cell === undefined || isEmpty(cell)) return null;
  return typeof cell === "string" ? cell : formatDate(cell, format);
}
