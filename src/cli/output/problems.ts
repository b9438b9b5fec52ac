import type { SheetProblem } from "../sheets/to-records.js";
import type { Colors } from "./colors.js";
import { pad, printable, shorten, textWidth } from "./text.js";

/** A terminal shows at most this many problems, so that the first ones stay visible. */
const mostShown = 100;

/** Formats each problem as a line with its place, column and message. Long messages are wrapped. */
export function formatProblems(
  problems: readonly SheetProblem[],
  width: number,
  colors: Colors,
): string {
  const shown = Number.isFinite(width) ? problems.slice(0, mostShown) : problems;
  const places = shown.map(placeOf);
  const names = shown.map(({ column, file }) => shorten(printable(column ?? file ?? ""), 28));
  const placeWidth = Math.max(...places.map(textWidth));
  const nameWidth = Math.max(...names.map(textWidth));
  const indent = placeWidth + nameWidth + 6;
  const lines = shown.map(({ message }, index) => {
    const [first = "", ...rest] = wrap(printable(message), Math.max(20, width - indent));
    const head = `  ${colors.yellow(pad(places[index] ?? "", placeWidth))}  ${colors.bold(pad(names[index] ?? "", nameWidth))}  `;
    return [head + first, ...rest.map((line) => " ".repeat(indent) + line)].join("\n");
  });
  const more = problems.length - shown.length;
  if (more > 0)
    lines.push(`  … and ${more} more. To see all, use --json or write the output to a file.`);
  return `${lines.join("\n")}\n`;
}

/** Formats a place: `C4` for a cell, `row 4` for a row, `column C` for a column. */
function placeOf({ row, letters, file }: SheetProblem): string {
  if (row !== undefined) return letters === undefined ? `row ${row}` : `${letters}${row}`;
  if (letters !== undefined) return `column ${letters}`;
  return file === undefined ? "sheet" : "file";
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const next = line === "" ? word : `${line} ${word}`;
    if (line !== "" && textWidth(next) > width) {
      lines.push(line);
      line = word;
    } else line = next;
  }
  return [...lines, line];
}
