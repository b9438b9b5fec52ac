/**
 * The runs of letters and digits in a secret. Each run is a list of parts, which an escaped letter
 * may separate.
 */
export type Pattern = readonly (readonly string[])[];

/** The minimum length of a secret. A shorter text would match in every message. */
const shortest = 3;

/** The number of letters and digits that identify a secret, whatever characters are between them. */
const identifying = 8;

/**
 * Returns the patterns that find a secret, however it is escaped, in a text that went through
 * {@link foldCase}.
 *
 * Escaping keeps letters and digits. So the patterns look for the runs of two or more letters and
 * digits, in order. If the runs are too short together, the patterns are only the exact, JSON and URL
 * forms of the secret.
 */
export function patternsOf(secret: string): Pattern[] {
  const exact = secret.trim();
  if (exact.length < shortest) return [];
  const runs = joinRuns(exact, /[\p{L}\p{N}]{2,}/gu);
  const byRuns = [
    runs,
    encodeURIComponent(runs),
    // Escapes in JSON, Python and HTML contain the same hexadecimal digits.
    escapeLetters(runs, (code) => `%${code.toString(16)}%`),
    escapeLetters(runs, (code) => `%${code}%`),
    // A named entity, like `&auml;`, does not contain the letter's code.
    joinRuns(exact, /[a-z\d]{2,}/gi),
  ];
  return [
    ...formsOf(exact).map((form): Pattern => [[foldCase(form)]]),
    ...[...new Set(byRuns)].filter((joined) => joined !== "").map(splitRuns),
  ];
}

/** Returns the runs of a secret, joined by `-`, or an empty string if they are too short. */
function joinRuns(secret: string, run: RegExp): string {
  const runs = secret.match(run) ?? [];
  return runs.join("").length < identifying ? "" : runs.join("-");
}

/** Splits a text into runs at `-`, and each run into parts at `%`. */
const splitRuns = (runs: string): Pattern =>
  foldCase(runs)
    .split("-")
    .map((run) => run.split("%").filter((part) => part !== ""));

/** Returns the forms of a secret in plain text, JSON and URLs. */
function formsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const form = new URLSearchParams([["", secret]]).toString().slice(1);
  const percent = form.replaceAll("+", "%20");
  return [
    secret,
    json,
    escapeLetters(json, (code) => `\\u${code.toString(16).padStart(4, "0")}`),
    form,
    percent,
    // `encodeURIComponent` would give the same, but throws on a lone surrogate.
    percent.replace(/%(2[1789]|7E)/g, decodeURIComponent),
  ];
}

/** Escapes all characters outside ASCII. */
function escapeLetters(text: string, escape: (code: number) => string): string {
  return text.replace(/[^ -~]/g, (unit) => escape(unit.charCodeAt(0)));
}

/** Converts ASCII letters to lower case, because the digits of an escape can have either case. */
export function foldCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
