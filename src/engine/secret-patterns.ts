/** A place in a text. If it has several parts, `firstEnd` is the end of the first one. */
export type Span = readonly [start: number, end: number, firstEnd?: number];

/**
 * Finds the next place of a secret, or of a part of it, that starts between two positions of a text.
 *
 * @param cut - the position where the text was cut, or `Infinity`. A place may end there too early.
 */
export type Find = (text: string, cut: number, from: number, until: number) => Span | undefined;

/** The minimum length of a secret. A shorter text would match in every message. */
const shortest = 3;

/** The number of letters and digits that identify a secret, whatever characters are between them. */
const identifying = 8;

/** The maximum number of characters between two runs of a secret: escape sequences can be long. */
const runDistance = 99;

/** The maximum number of characters between two parts of one run, for escapes like `&#x3b;&#x26;&#x23;`. */
const partDistance = 20;

/**
 * Returns functions that find a secret, however it is escaped, in a text that went through
 * {@link foldCase}.
 *
 * Escaping keeps letters and digits. So they look for the runs of two or more letters and digits, in
 * order. If the runs are too short together, they only look for the exact, JSON and URL forms of the
 * secret.
 */
export function patternsOf(secret: string): Find[] {
  const exact = secret.trim();
  if (exact.length < shortest) return [];
  const json = JSON.stringify(exact).slice(1, -1);
  const form = String(new URLSearchParams({ "": exact })).slice(1);
  const percent = form.replaceAll("+", "%20");
  const forms = [
    exact,
    json,
    escapeLetters(json, (code) => `\\u${code.toString(16).padStart(4, "0")}`),
    form,
    percent,
    // `encodeURIComponent` would give the same, but throws on a lone surrogate.
    percent.replace(/%(2[1789]|7E)/g, decodeURIComponent),
  ];
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
  return [...new Set(forms)].map(findText).concat([...new Set(byRuns)].map(findRuns));
}

/** Returns the runs of a secret, joined by `-`, or an empty string if they are too short. */
function joinRuns(secret: string, run: RegExp): string {
  const runs = secret.match(run) ?? [];
  return runs.join("").length < identifying ? "" : runs.join("-");
}

/** Finds runs that are joined by `-`. The parts of a run, between escaped letters, are joined by `%`. */
const findRuns = (runs: string): Find =>
  findInOrder(
    runs.split("-").map((run) => {
      const parts = run.split("%").filter(Boolean);
      return findInOrder(parts.map(findText), partDistance);
    }),
    runDistance,
  );

/** Finds parts one after the other, each at most `distance` characters after the part before it. */
const findInOrder =
  ([first, ...others]: readonly Find[], distance: number): Find =>
  (text, cut, from, until) => {
    for (let head; (head = first?.(text, cut, from, until)); from = head[0] + 1) {
      let last: Span | undefined = head;
      for (const find of others) last &&= find(text, cut, last[1], last[1] + distance);
      if (last) return [head[0], last[1], head[1]];
    }
    return undefined;
  };

/** Finds a text. */
function findText(wanted: string): Find {
  const folded = foldCase(wanted);
  return (text, cut, from, until) => {
    const reach = until + folded.length;
    const window = text.slice(from, reach);
    let at = from + window.indexOf(folded);
    if (at < from) {
      if (reach <= cut) return undefined;
      let begun = folded;
      while (!window.endsWith(begun)) begun = begun.slice(0, -1);
      at = cut - begun.length;
    }
    return [at, at + folded.length];
  };
}

/** Escapes all characters outside ASCII. */
function escapeLetters(text: string, escape: (code: number) => string): string {
  return text.replace(/[^ -~]/g, (unit) => escape(unit.charCodeAt(0)));
}

/**
 * Converts a text to lower case, because the digits of an escape can have either case. The length
 * stays the same: `İ` would become longer. `Σ` would depend on the letters around it.
 */
export function foldCase(text: string): string {
  return text.replace(/[İΣ]/g, "σ").toLowerCase();
}
