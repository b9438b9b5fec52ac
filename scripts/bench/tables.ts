import type { Rounds } from "./calls.js";

/**
 * Returns a quantile of a row, interpolated between the two nearest values. `0.5` is the median.
 */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const place = (sorted.length - 1) * part;
  const low = sorted[Math.floor(place)] ?? NaN;
  return low + ((sorted[Math.ceil(place)] ?? NaN) - low) * (place % 1);
}

/** Formats the median of a row and its quartiles. */
export function describe(values: readonly number[], digits: number): [string, string] {
  const [low, middle, high] = [0.25, 0.5, 0.75].map((part) =>
    number(quantile(values, part), digits),
  );
  return [middle ?? "", `${low}–${high}`];
}

/**
 * Returns the values of one client, or their ratios to another client's values in the same round.
 */
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

/** Formats a Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = head.map((_, index) => (index === 0 ? "---" : "---:"));
  return [head, line, ...rows].map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}
