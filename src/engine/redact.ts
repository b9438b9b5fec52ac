import { foldCase, patternsOf, type Pattern } from "./secret-patterns.js";
import { secretName } from "./secrets.js";

/**
 * Masks the secrets in a text.
 *
 * @param isCut - whether the end of the text is missing. A possible first part of a secret at the end
 * is then masked, too.
 */
export type Redact = (text: string, isCut?: boolean) => string;

type Span = readonly [start: number, end: number];

/** The replacement for a secret. */
const mask = "***";

/** The maximum number of characters between two runs of a secret: escape sequences can be long. */
const runDistance = 99;

/** The maximum number of characters between two parts of one run, for escapes like `&#x3b;&#x26;&#x23;`. */
const partDistance = 20;

/** Returns a function that masks these secrets, however they are escaped. */
export function createRedactor(secrets: readonly string[]): Redact {
  const patterns = [...new Set(secrets)].flatMap(patternsOf);
  return (text, isCut = false) => {
    const folded = patterns.length > 0 ? foldCase(text) : "";
    const spans = patterns.flatMap((pattern) => find(folded, pattern, isCut));
    let masked = "";
    let end = 0;
    for (const [from, to] of spans.sort(([one], [other]) => one - other)) {
      if (from >= end) masked += text.slice(end, from) + mask;
      end = Math.max(end, to);
    }
    return masked + text.slice(end);
  };
}

/** Finds the runs of a secret in order and close together. */
function find(text: string, [first = [], ...others]: Pattern, isCut: boolean): Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (;;) {
    const head = findRun(text, first, from, Infinity, isCut);
    if (!head || head[0] === text.length) return spans;
    let [start, end] = head;
    from = start + 1;
    const isComplete = others.every((run, index) => {
      const next = findRun(text, run, end, runDistance, isCut);
      // If the first run occurs several times, the secret starts at the one closest to the second run.
      let near = index === 0 && !isCut ? head : undefined;
      while (next && near && near[1] <= next[0]) {
        start = near[0];
        near = findRun(text, first, start + 1, runDistance, false);
      }
      end = next?.[1] ?? end;
      return next;
    });
    if (isComplete) {
      spans.push([start, end]);
      from = end;
    }
  }
}

/** Finds the next place where the parts of a run are close together. */
function findRun(
  text: string,
  [first = "", ...others]: readonly string[],
  from: number,
  distance: number,
  isCut: boolean,
): Span | undefined {
  const reach = from + distance + first.length;
  const window = text.slice(from, reach);
  for (let at = window.indexOf(first); at >= 0; at = window.indexOf(first, at + 1)) {
    let end = from + at + first.length;
    const isComplete = others.every((part) => {
      const partReach = end + partDistance + part.length;
      const next = text.slice(end, partReach).indexOf(part);
      if (next >= 0) end += next + part.length;
      else if (isCut && partReach > text.length) end = text.length;
      else return false;
      return true;
    });
    if (isComplete) return [from + at, end];
  }
  if (!isCut || reach <= text.length) return undefined;
  let begun = first.length;
  while (!window.endsWith(first.slice(0, begun))) begun--;
  return [text.length - begun, text.length];
}

/** Removes the user, the query and the fragment from a URL, for an error message. */
export function redactUrl(url: string, redact: Redact = String): string {
  return redact(url.replace(/^(\w+:[/\\]*)[^/\\?#]*@|[?#].*/gs, "$1"));
}

/** Copies the headers of a response for an error, without cookies, locations and secrets. */
export function redactHeaders(headers: Headers, redact: Redact): Headers {
  const kept = new Headers(headers);
  for (const [name, value] of headers) {
    if (/^set-cookie$|location$/.test(name)) kept.delete(name);
    else kept.set(name, secretName.test(name) ? mask : redact(value));
  }
  return kept;
}

/**
 * Parses an error body, JSON or text, and masks the secrets in it. JSON is masked after it is parsed,
 * so that it stays valid.
 */
export function parseRedacted(text: string, redact: Redact): unknown {
  try {
    return JSON.parse(text, (_, value: unknown) => {
      if (typeof value === "string") return redact(value);
      if (typeof value === "number") return redact(String(value)) === mask ? mask : value;
      if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
      // `Object.fromEntries` keeps a member named `__proto__`. An assignment would set the prototype.
      return Object.fromEntries(
        Object.entries(value).map(([name, member]) => [redact(name), member]),
      );
    });
  } catch {
    return redact(text);
  }
}
