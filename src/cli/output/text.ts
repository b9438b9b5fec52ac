import { stripVTControlCharacters } from "node:util";

import width from "fast-string-width";

/**
 * Makes text from a server or a file safe for a terminal: one line, without escape sequences and
 * control characters. These could hide or change other text on the screen.
 */
export function printable(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/\s+/g, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, (character) =>
      // Joiners are part of letters and emoji.
      /[\u200c\u200d]/.test(character) ? character : "",
    );
}

/** Returns the width of a text in columns of the terminal. */
export function textWidth(text: string): number {
  return width(text);
}

/** Adds spaces at the end of a text up to a width. */
export function pad(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - textWidth(text)));
}

/** Shortens a text to a width. */
export function shorten(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  let kept = "";
  let used = 0;
  for (const character of text) {
    const next = textWidth(character);
    if (used + next > columns - 1) break;
    used += next;
    kept += character;
  }
  return columns < 1 ? "" : `${kept}…`;
}

/** Shortens a file name in the middle, so that its extension stays. */
export function shortenName(name: string, columns: number): string {
  if (textWidth(name) <= columns) return name;
  if (columns < 8) return shorten(name, columns);
  const characters = Array.from(name);
  let end = "";
  while (characters.length > 0 && textWidth(end) < Math.floor((columns - 1) / 2)) {
    end = (characters.pop() ?? "") + end;
  }
  return shorten(name, columns - textWidth(end)) + end;
}

/** Formats a number with a noun: `1 file`, `3 files`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** Formats a size in decimal units, as file managers do: `812 B`, `4.2 MB`, `1.3 GB`. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${units[unit] ?? ""}`;
}

/** Formats a duration: `42 s`, `3 min 05 s`, `2 h 10 min`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const two = (value: number) => String(value).padStart(2, "0");
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
}
