/** Names of members that hold a secret. */
export const secretName = /password|credential|token|secret|otp/i;

/** Shorter texts are no secret, and occur in the words of every message. */
const shortest = 3;

/** What stands where a secret stood. */
const mask = "***";

/**
 * The values that must not show in an error about this request: the credential and, of a JSON body,
 * each member whose name tells of a secret. The server's messages quote what they object to.
 */
export function secretsOf(credential: string | undefined, body: unknown): string[] {
  const secrets = credential === undefined ? [] : [credential];
  if (typeof body !== "string" || !secretName.test(body)) return secrets;
  try {
    JSON.parse(body, (name, value: unknown) => {
      if (secretName.test(name)) secrets.push(...textsIn(value));
      return value;
    });
    return secrets;
  } catch {
    // What is no JSON has no members to tell apart: all of it is kept out.
    return [...secrets, body];
  }
}

/** A text, or those within: callers without a compiler may wrap a secret, and the server quotes it. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return value.length < shortest ? [] : [value];
  return Object.values(value ?? {}).flatMap(textsIn);
}

/**
 * Each secret in every form in which an answer may quote it: as text and JSON have it, and as pages
 * and URLs quote these. The longest first: a secret may be a part of another one, whose rest would
 * stay.
 */
export function inAllForms(secrets: readonly string[]): string[] {
  return [...new Set(secrets.flatMap(formsOf))].sort((one, other) => other.length - one.length);
}

function formsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  return [secret, json, escapeNonAscii(json)].flatMap((text) => {
    const html = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    const query = new URLSearchParams([["", text]]).toString().slice(1);
    return [
      text,
      html,
      // There is no one way to write quotation marks.
      html.replaceAll('"', "&quot;").replaceAll("'", "&#x27;"),
      html.replaceAll('"', "&#34;").replaceAll("'", "&#39;"),
      query,
      query.replaceAll("+", "%20"),
    ];
  });
}

/** JSON as the server prints it. */
function escapeNonAscii(json: string): string {
  return json.replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Replaces every secret in a text; here and below, they are given in all forms. */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets.reduce((redacted, secret) => redacted.replaceAll(secret, mask), text);
}

/** Takes from the end of a text that was cut what a secret begins with: it would not be found. */
export function redactEnd(text: string, secrets: readonly string[]): string {
  const begun = Math.max(0, ...secrets.map((secret) => overlap(text, secret)));
  return begun === 0 ? text : text.slice(0, -begun) + mask;
}

/** How many characters of the text's end are the beginning of another one. */
function overlap(text: string, next: string): number {
  let length = Math.min(text.length, next.length);
  while (!text.endsWith(next.slice(0, length))) length--;
  return length;
}

/**
 * Reads an error's body, JSON or text, without secrets. They go after parsing: what quotes JSON
 * within JSON has its quotation marks escaped twice.
 */
export function parseRedacted(text: string, secrets: readonly string[]): unknown {
  try {
    return JSON.parse(text, (_, value: unknown) => {
      if (typeof value === "string") return redact(value, secrets);
      if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
      return Object.fromEntries(
        Object.entries(value).map(([name, member]) => [redact(name, secrets), member]),
      );
    });
  } catch {
    return redact(text, secrets);
  }
}

/** A cause with more parts than this is not searched to its end. */
const mostParts = 10_000;

/**
 * Keeps a cause only where nothing that a logger would print of it quotes a secret: libraries that
 * stand in for `fetch` hang the request, with its headers, on their errors.
 */
export function safeCause(cause: unknown, secrets: readonly string[]): unknown {
  // A Set: what refers to itself is looked at once. It grows while it is walked through.
  const parts = new Set<unknown>([cause]);
  for (const part of parts) {
    const quotes = typeof part === "string" && redact(part, secrets) !== part;
    if (quotes || parts.size > mostParts) return undefined;
    for (const inner of partsOf(part)) parts.add(inner);
  }
  return cause;
}

function partsOf(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  if (value instanceof Headers || value instanceof Map) return [...value].flat();
  if (value instanceof Request) return [value.headers];
  const own = Object.values(Object.getOwnPropertyDescriptors(value)).map(
    (property): unknown => property.value,
  );
  return value instanceof Error ? [value.message, value.stack, ...own] : own;
}

/** A URL as an error may show it: neither query nor fragment. */
export function redactUrl(url: string): string {
  return url.replace(/[?#].*/s, "");
}

/** The headers of an answer as an error may keep them: without cookies, locations and secrets. */
export function redactHeaders(headers: Headers, secrets: readonly string[]): Headers {
  const kept = new Headers(headers);
  for (const name of ["set-cookie", "location", "content-location"]) kept.delete(name);
  for (const [name, value] of [...kept]) kept.set(name, redact(value, secrets));
  return kept;
}
