import { foldCase, patternsOf, type Pattern } from "./secret-patterns.js";
import { secretName } from "./secrets.js";

/**
 * Masks the secrets in a text.
 *
 * @param isCut - whether the end of the text is missing. If it ends in what may be a part of
 * a secret, this part is masked, too.
 */
export type Redact = (text: string, isCut?: boolean) => string;

type Span = readonly [start: number, end: number];

/** Stands in the place of a secret. */
const mask = "***";

/** How far the runs of a secret may stand apart: quoting lengthens what is between them. */
const runDistance = 99;

/** How far the parts of one run may stand apart, between which escapes like `&#x3b;&#x26;&#x23;` stand. */
const partDistance = 20;

/** Returns a function that masks these secrets, in whatever form they are quoted. */
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

/** Finds the places where the runs of a secret stand in order, not too far apart. */
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
      // Words before the secret may begin like it: it starts at the nearest ones.
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

/** Finds the next place where the parts of a run stand close together. */
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

/** Returns a URL as an error may show it: without user, query and fragment. */
export function redactUrl(url: string, redact: Redact = String): string {
  return redact(url.replace(/^(\w+:[/\\]*)[^/\\?#]*@|[?#].*/gs, "$1"));
}

/** Returns the headers of a response as an error may keep them: without cookies and locations. */
export function redactHeaders(headers: Headers, redact: Redact): Headers {
  const kept = new Headers(headers);
  for (const [name, value] of headers) {
    if (/^set-cookie$|location$/.test(name)) kept.delete(name);
    else kept.set(name, secretName.test(name) ? mask : redact(value));
  }
  return kept;
}

/**
 * Reads the body of an error, JSON or text, and masks the secrets in it: after parsing, so that JSON
 * stays JSON.
 */
export function parseRedacted(text: string, redact: Redact): unknown {
  try {
    return JSON.parse(text, (_, value: unknown) => {
      if (typeof value === "string") return redact(value);
      if (typeof value === "number") return redact(String(value)) === mask ? mask : value;
      if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
      // Unlike assignment, this keeps a member `__proto__` an ordinary one.
      return Object.fromEntries(
        Object.entries(value).map(([name, member]) => [redact(name), member]),
      );
    });
  } catch {
    return redact(text);
  }
}
