/** The runs of a secret, each as the parts that an escaped letter may separate. */
export type Pattern = readonly (readonly string[])[];

/** A shorter text is not a secret: it would be found in every message. */
const shortest = 3;

/** So many letters and digits identify a secret, whatever stands between them. */
const identifying = 8;

/**
 * Returns the patterns that find a secret in whatever form it is quoted, in a text whose case is
 * folded.
 *
 * Quoting keeps letters and digits. So a secret is found by its runs of two or more of them, in
 * order, if they are long enough together. Any other secret has only its exact, JSON and URL forms.
 */
export function patternsOf(secret: string): Pattern[] {
  const exact = secret.trim();
  if (exact.length < shortest) return [];
  const runs = joinRuns(exact, /[\p{L}\p{N}]{2,}/gu);
  const byRuns = [
    runs,
    encodeURIComponent(runs),
    // JSON, Python and HTML write the same digits.
    escapeLetters(runs, (code) => `%${code.toString(16)}%`),
    escapeLetters(runs, (code) => `%${code}%`),
    // Names, like `&auml;`, are none of the letter's own.
    joinRuns(exact, /[a-z\d]{2,}/gi),
  ];
  return [
    ...formsOf(exact).map((form): Pattern => [[foldCase(form)]]),
    ...[...new Set(byRuns)].filter((joined) => joined !== "").map(splitRuns),
  ];
}

/** The runs of a secret, with `-` between them; none if they are too short. */
function joinRuns(secret: string, run: RegExp): string {
  const runs = secret.match(run) ?? [];
  return runs.join("").length < identifying ? "" : runs.join("-");
}

/** Separates runs at `-`, and at `%` the parts of a run between which an escape has other signs. */
const splitRuns = (runs: string): Pattern =>
  foldCase(runs)
    .split("-")
    .map((run) => run.split("%").filter((part) => part !== ""));

/** A secret as text, JSON and URLs have it. */
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
    // `encodeURIComponent` would throw on half of a surrogate pair.
    percent.replace(/%(2[1789]|7E)/g, decodeURIComponent),
  ];
}

/** Escapes what is beyond ASCII. */
function escapeLetters(text: string, escape: (code: number) => string): string {
  return text.replace(/[^ -~]/g, (unit) => escape(unit.charCodeAt(0)));
}

/** Makes ASCII letters small: the digits of escapes may be written in either case. */
export function foldCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
