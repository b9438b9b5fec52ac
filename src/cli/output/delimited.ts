import type { Column } from "./table.js";

/** Formats rows as TSV or CSV, with a header line. */
export function formatDelimited<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  delimiter: "\t" | ",",
): string {
  const lines = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ value }) => value(row))),
  ];
  return lines.map((line) => `${formatLine(line, delimiter)}\n`).join("");
}

/** Formats one line. Adds quotes around the cells that need them. */
export function formatLine(cells: readonly string[], delimiter: string): string {
  return cells
    .map((cell) =>
      cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
    )
    .join(delimiter);
}
