import type { Colors } from "./colors.js";
import { pad, printable, shorten, textWidth } from "./text.js";

/** A column of a table. */
export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string;
  /** Whether the value must not be shortened, like an id that people copy. */
  readonly isWhole?: boolean;
}

/** If a column would be narrower than this, the table becomes a list. */
const narrowest = 12;
const gap = "  ";

/**
 * Formats rows as a table. Texts are shortened to fit into the terminal. In a very narrow terminal,
 * each row becomes several lines with title and value.
 *
 * @param width - of the terminal; `Infinity` if the output goes to a file or another program
 */
export function formatTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width: number,
  colors: Colors,
): string {
  const cells = rows.map((row) => columns.map(({ value }) => printable(value(row))));
  const natural = columns.map(({ title }, index) =>
    Math.max(textWidth(title), ...cells.map((row) => textWidth(row[index] ?? ""))),
  );
  const fixed = columns.map(({ isWhole }) => isWhole === true);
  const widths = fit(natural, fixed, width - gap.length * (columns.length - 1));
  if (widths === undefined) return formatBlocks(columns, cells, colors);
  const line = (texts: readonly string[]) =>
    texts
      .map((text, index) => pad(shorten(text, widths[index] ?? 0), widths[index] ?? 0))
      .join(gap)
      .trimEnd();
  const head = line(columns.map(({ title }) => title));
  return [colors.bold(head), ...cells.map(line)].map((each) => `${each}\n`).join("");
}

/** Formats each field as an aligned line with title and value. */
export function formatFields(
  fields: readonly (readonly [title: string, value: string])[],
  colors: Colors,
): string {
  const width = Math.max(...fields.map(([title]) => textWidth(title)));
  return fields
    .map(([title, value]) => `${colors.dim(pad(title, width))}  ${printable(value)}`.trimEnd())
    .map((each) => `${each}\n`)
    .join("");
}

function formatBlocks<Row>(
  columns: readonly Column<Row>[],
  cells: readonly (readonly string[])[],
  colors: Colors,
): string {
  const blocks = cells.map((row) =>
    formatFields(
      columns.map(({ title }, index) => [title, row[index] ?? ""] as const),
      colors,
    ),
  );
  return blocks.join("\n");
}

/** Makes the widest columns narrower until all fit. Returns `undefined` if they cannot fit. */
function fit(
  natural: readonly number[],
  fixed: readonly boolean[],
  available: number,
): number[] | undefined {
  const widths = [...natural];
  const flexible = () => widths.filter((_, index) => fixed[index] !== true);
  for (;;) {
    const total = widths.reduce((sum, each) => sum + each, 0);
    if (total <= available) return widths;
    const widest = Math.max(0, ...flexible());
    if (widest <= narrowest) return undefined;
    const second = Math.max(narrowest, ...flexible().filter((each) => each < widest));
    const sharing = flexible().filter((each) => each === widest).length;
    const next = Math.max(second, widest - Math.ceil((total - available) / sharing));
    for (const [index, each] of widths.entries()) {
      if (fixed[index] !== true && each === widest) widths[index] = next;
    }
  }
}
