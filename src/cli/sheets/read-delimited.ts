import { CsvError, parse, type Options } from "csv-parse/sync";

import { dataError } from "../errors.js";
import { plainName } from "./header-name.js";
import { decodeText } from "./decode-text.js";
import { filledRow, type Sheet } from "./sheet.js";

const delimiters = ["\t", ";", ","] as const;
type Delimiter = (typeof delimiters)[number];

/**
 * Reads TSV or CSV with tabs, commas or semicolons. The file name does not matter, because Excel's
 * delimiter depends on the country.
 *
 * @param names - the columns of the site, to find the delimiter
 */
export function readDelimited(bytes: Uint8Array, file: string, names: readonly string[]): Sheet {
  const { text: decoded, notes } = decodeText(bytes);
  const marked = decoded.replace(/^\uFEFF/, "");
  // Excel can read and write a first line with the delimiter.
  const [mark, declared] = /^sep=(.)\r?\n?/.exec(marked) ?? [""];
  const text = marked.slice(mark.length);
  const skipped = mark === "" ? 0 : 1;
  const delimiter = declared ?? findDelimiter(text, names, file);
  const rows = parseRows(text, delimiter, file, skipped);
  return {
    ...{ isGrid: true, notes },
    rows: rows.flatMap((cells, index) => filledRow(index + 1 + skipped, cells)),
  };
}

/** Finds the delimiter that gives the most columns of the site, or otherwise the most columns. */
function findDelimiter(text: string, names: readonly string[], file: string): string {
  const known = new Set(names.map(plainName));
  const scores = delimiters.map((delimiter) => {
    const header = headerOf(text, delimiter);
    const found = header.filter((name) => known.has(plainName(name))).length;
    return { delimiter, score: [found, header.length, Number(isUsual(file, delimiter))] };
  });
  scores.sort((one, other) =>
    one.score.reduce((order, value, index) => order || (other.score[index] ?? 0) - value, 0),
  );
  return scores[0]?.delimiter ?? "\t";
}

function isUsual(file: string, delimiter: Delimiter): boolean {
  return /\.csv$/i.test(file) ? delimiter === "," : delimiter === "\t";
}

function headerOf(text: string, delimiter: Delimiter): string[] {
  try {
    const rows = parse(text, { ...settings(delimiter), to: 1, skip_empty_lines: true });
    return rows[0] ?? [];
  } catch {
    return [];
  }
}

function parseRows(text: string, delimiter: string, file: string, skipped: number): string[][] {
  try {
    return parse(text, settings(delimiter));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const row = Number(error["records"] ?? 0) + 1 + skipped;
    const isQuote = error.code.includes("QUOTE");
    throw dataError(
      isQuote
        ? `${file}, row ${row}: a quotation mark is not closed.`
        : `${file}, row ${row}: ${error.message}`,
    );
  }
}

function settings(delimiter: string): Options {
  return {
    ...{ delimiter, record_delimiter: ["\r\n", "\n", "\r"], skip_empty_lines: false },
    ...{ relax_column_count: true, relax_quotes: true },
  };
}
