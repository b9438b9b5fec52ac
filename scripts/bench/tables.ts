import type { Rounds } from "./calls.js";

/** The value at a part of a row, between the two nearest values; `0.5` gives the median. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const place = (sorted.length - 1) * part;
  const low = sorted[Math.floor(place)] ?? NaN;
  return low + ((sorted[Math.ceil(place)] ?? NaN) - low) * (place % 1);
}

/** The median of a row, and its quartiles. */
export function describe(values: readonly number[], digits: number): [string, string] {
  const [low, middle, high] = [0.25, 0.5, 0.75].map((part) =>
    number(quantile(values, part), digits),
  );
  return [middle ?? "", `${low}–${high}`];
}

/** The values of one client, or their ratios to those of another one in the same round. */
export function column(rounds: Rounds, index: number, base?: number): number[] {
  return rounds.map(
    (round) => (round[index] ?? NaN) / (base === undefined ? 1 : (round[base] ?? NaN)),
  );
}

export function number(value: number, digits = 0): string {
  return value.toLocaleString("en", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = head.map((_, index) => (index === 0 ? "---" : "---:"));
  return [head, line, ...rows].map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}
