/** The result of a target: its checks, or the reason why there are none. */
export type Row = { readonly name: string; readonly time: string } & (
  | { readonly version: string; readonly passed: number; readonly checks: number }
  | { readonly missing: string }
);

const heads = ["runtime", "version", "checks", "time", ""];

/** Formats a Markdown table, aligned for a terminal. */
export function formatTable(rows: readonly Row[]): string {
  const lines = [heads, ...rows.map(cellsOf)];
  const widths = heads.map((_, column) =>
    Math.max(...lines.map((cells) => cells[column]?.length ?? 0)),
  );
  const print = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |\n`;
  const [head = "", ...body] = lines.map(print);
  return [head, print(widths.map((width) => "-".repeat(width))), ...body].join("");
}

function cellsOf(row: Row): string[] {
  if ("missing" in row) return [row.name, "", "", row.time, `missing: ${row.missing}`];
  const { name, version, passed, checks, time } = row;
  return [name, version, `${passed}/${checks}`, time, passed === checks ? "✓" : "✗"];
}
