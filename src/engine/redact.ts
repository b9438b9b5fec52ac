import { foldCase, patternsOf, type Span } from "./secret-patterns.js";
import { secretName } from "./secrets.js";

/**
 * Masks the secrets in a text.
 *
 * @param isCut - whether the end of the text is missing. A possible first part of a secret at the end
 * is then masked, too.
 */
export type Redact = (text: string, isCut?: boolean) => string;

/** The replacement for a secret. */
const mask = "***";

/** Returns a function that masks these secrets, however they are escaped. */
export function createRedactor(secrets: readonly string[]): Redact {
  const patterns = [...new Set(secrets)].flatMap(patternsOf);
  return (text, isCut = false) => {
    const folded = foldCase(text);
    const cut = isCut ? text.length : Infinity;
    const spans: Span[] = [];
    for (const find of patterns) {
      let span = find(folded, cut, 0, Infinity);
      while (span && span[0] < text.length) {
        const [start, end, firstEnd = end] = span;
        const next = find(folded, cut, isCut || firstEnd === end ? end : start + 1, Infinity);
        // If the first run occurs several times before the others, the secret starts at the last one.
        if (isCut || next?.[1] !== end) spans.push(span);
        span = next;
      }
    }
    let masked = "";
    let last = 0;
    for (const [start, end] of spans.sort(([one], [other]) => one - other)) {
      if (start >= last) masked += text.slice(last, start) + mask;
      last = Math.max(last, end);
    }
    return masked + text.slice(last);
  };
}

/** Removes the user, the query and the fragment from a URL, for an error message. */
export function redactUrl(url: string, redact: Redact = String): string {
  return redact(url.replace(/^(\w+:[/\\]*)[^/\\?#]*@|[?#].*/gs, "$1"));
}

/** Copies the headers of a response for an error, without cookies, locations and secrets. */
export function redactHeaders(headers: Headers, redact: Redact): Headers {
  const kept = new Headers();
  // The headers of some libraries have either an iterator or the method `entries`.
  const entries = Reflect.has(headers, Symbol.iterator) ? headers : headers.entries();
  for (const [name, value] of entries) {
    if (!/^set-cookie$|location$/.test(name))
      kept.set(name, secretName.test(name) ? mask : redact(value));
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
