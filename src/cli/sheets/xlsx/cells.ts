import { dataError } from "../../errors.js";
import { columnIndex, columnLetters, type Cell, type SheetDate } from "../sheet.js";
import { dateOf, formatNumber, isDate, type Formats } from "./formats.js";
import { collectText, unescapeText } from "./shared-strings.js";
import { walkXml } from "./walk-xml.js";

/** The parts of a workbook that cells refer to. */
interface Workbook {
  readonly strings: readonly string[];
  readonly formats: Formats;
  readonly isFrom1904: boolean;
  readonly file: string;
}

interface Row {
  readonly number: number;
  readonly cells: Cell[];
}

/** A cell while it is read. */
interface Raw {
  readonly type: string;
  readonly pattern: string;
  readonly place: string;
  readonly inline: ReturnType<typeof collectText>;
  value: string;
}

/** Reads the cells of a sheet, row by row. For a formula, it reads the result. */
export function readCells(xml: string, workbook: Workbook): Row[] {
  const rows: Row[] = [];
  let row: Row | undefined;
  let raw: Raw | undefined;
  let column = -1;
  let isValue = false;
  walkXml(xml, {
    open(name, { r, t, s }) {
      if (name === "row") {
        row = { number: r === undefined ? (rows.at(-1)?.number ?? 0) + 1 : Number(r), cells: [] };
        rows.push(row);
        column = -1;
      } else if (name === "c" && row) {
        // If the place is missing, the cell is next to the previous one.
        const letters = /^[A-Z]+/.exec(r ?? "")?.[0];
        column = letters === undefined ? column + 1 : columnIndex(letters);
        raw = {
          ...{ type: t ?? "n", pattern: workbook.formats[Number(s ?? 0)] ?? "General", value: "" },
          ...{ place: `${columnLetters(column)}${row.number}`, inline: collectText() },
        };
      } else if (name === "v") isValue = true;
      else raw?.inline.open(name);
    },
    text(text) {
      if (isValue && raw) raw.value += text;
      else raw?.inline.text(text);
    },
    close(name) {
      if (name === "v") isValue = false;
      else if (name === "c" && raw && row) {
        while (row.cells.length < column) row.cells.push("");
        row.cells[column] = valueOf(raw, workbook);
        raw = undefined;
      } else raw?.inline.close(name);
    },
  });
  return rows;
}

function valueOf({ type, value, inline, pattern, place }: Raw, workbook: Workbook): Cell {
  switch (type) {
    case "s":
      return workbook.strings[Number(value)] ?? "";
    case "inlineStr":
      return inline.result();
    case "str":
      return unescapeText(value);
    case "b":
      return value === "" ? "" : value === "1" ? "TRUE" : "FALSE";
    case "e":
      throw dataError(
        `${workbook.file}, cell ${place}: the formula gives the error ${value}.`,
        "Correct the formula, or type the value.",
      );
    case "d":
      return isoDate(value) ?? value;
    default: {
      const number = Number(value);
      if (value === "" || Number.isNaN(number)) return value;
      return isDate(pattern)
        ? dateOf(number, pattern, workbook.isFrom1904)
        : formatNumber(number, pattern);
    }
  }
}

/** Parses a date in ISO 8601, which some programs write. */
function isoDate(text: string): SheetDate | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?/.exec(text);
  if (!match) return undefined;
  const part = (index: number) => Number(match[index] ?? 0);
  const fraction = Number((match[7] ?? "").slice(0, 6).padEnd(6, "0"));
  const shows = match[4] === undefined ? "date" : "both";
  return { parts: [part(1), part(2), part(3), part(4), part(5), part(6)], fraction, shows };
}
