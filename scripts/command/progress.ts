import { relative } from "node:path";

const nameWidth = 20;

/** One line on stderr for something done: what, on which file, the result and the time it took. */
export function reportDone(name: string, ...details: readonly string[]): void {
  report("✓", name, details);
}

/** One line on stderr for something that went wrong. */
export function reportFailed(name: string, ...details: readonly string[]): void {
  report("✗", name, details);
}

/** Text on stderr that does not stop the work. */
export function reportWarning(name: string, text: string): void {
  process.stderr.write(`! ${name.padEnd(nameWidth)}${text.replaceAll("\n", "\n  ")}\n`);
}

function report(sign: string, name: string, details: readonly string[]): void {
  process.stderr.write(`${sign} ${[name.padEnd(nameWidth - 2), ...details].join("  ")}\n`);
}

/** Starts a clock; the function that it returns gives the time since, such as `41 ms` or `3.2 s`. */
export function startClock(): () => string {
  const start = performance.now();
  return () => formatDuration(performance.now() - start);
}

export function formatDuration(milliseconds: number): string {
  return milliseconds < 1000
    ? `${Math.round(milliseconds)} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** `1 operation`, `36 operations`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/**
 * A path as it is shown: from the current folder, with slashes, the same on every machine. A URL is
 * shown without its account and query.
 */
export function shownPath(path: string): string {
  if (/^https?:\/\//i.test(path)) return path.replace(/^(\w+:\/\/)[^/?#]*@|[?#].*/g, "$1");
  return relative(process.cwd(), path).replaceAll("\\", "/") || ".";
}
