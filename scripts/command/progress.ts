import { relative } from "node:path";

const nameWidth = 20;

/** Prints a line to stderr for a completed step: its name, file, result and duration. */
export function reportDone(name: string, ...details: readonly string[]): void {
  report("✓", name, details);
}

/** Prints a line to stderr for a failed step. */
export function reportFailed(name: string, ...details: readonly string[]): void {
  report("✗", name, details);
}

/** Prints a warning to stderr. */
export function reportWarning(name: string, text: string): void {
  process.stderr.write(`! ${name.padEnd(nameWidth)}${text.replaceAll("\n", "\n  ")}\n`);
}

function report(sign: string, name: string, details: readonly string[]): void {
  process.stderr.write(`${sign} ${[name.padEnd(nameWidth - 2), ...details].join("  ")}\n`);
}

/** Starts a clock. Returns a function that formats the elapsed time, such as `41 ms` or `3.2 s`. */
export function startClock(): () => string {
  const start = performance.now();
  return () => formatDuration(performance.now() - start);
}

export function formatDuration(milliseconds: number): string {
  return milliseconds < 1000
    ? `${Math.round(milliseconds)} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Formats a number with its noun: `1 operation`, `36 operations`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/**
 * Formats a path relative to the current folder, with slashes, so that it is the same on every
 * machine. Removes the account and the query from a URL.
 */
export function shownPath(path: string): string {
  if (/^https?:\/\//i.test(path)) return path.replace(/^(\w+:\/\/)[^/?#]*@|[?#].*/g, "$1");
  return relative(process.cwd(), path).replaceAll("\\", "/") || ".";
}
