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
    const parsed: unknown = JSON.parse(body, (name, value: unknown) => {
      if (secretName.test(name)) secrets.push(...textsIn(value));
      return value;
    });
    // A body that was stringified twice is a text of JSON.
    return [...secrets, ...secretsOf(undefined, parsed)];
  } catch {
    // What is no JSON has no members to tell apart: all of it is kept out.
    return [...secrets, body];
  }
}

/**
 * A text or number, or those within: callers without a compiler may give any of them for a secret,
 * and the server quotes it.
 */
function textsIn(value: unknown): string[] {
  if (typeof value === "string" || typeof value === "number") {
    const text = String(value);
    return text.length < shortest ? [] : [text];
  }
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
  return [secret, json, escapeNonAscii(json)].flatMap((text) => [
    text,
    // As Python prints a text within single quotation marks.
    text.replaceAll("'", "\\'"),
    ...htmlForms(text),
    ...urlForms(text),
  ]);
}

/** There is no one way to write quotation marks. */
function htmlForms(text: string): string[] {
  const html = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const quoted = html.replaceAll('"', "&quot;");
  return [
    html,
    ...["&#x27;", "&#39;", "&#039;", "&apos;"].map((mark) => quoted.replaceAll("'", mark)),
    html.replaceAll('"', "&#34;").replaceAll("'", "&#39;"),
  ];
}

/** Nor is there one of what a URL has to encode: that of forms, JavaScript's and Python's. */
function urlForms(text: string): string[] {
  const form = new URLSearchParams([["", text]]).toString().slice(1);
  const strict = form.replaceAll("+", "%20");
  const forms = [form, strict, strict.replaceAll("%7E", "~")];
  forms.push(strict.replace(/%(21|27|28|29|7E)/g, decodeURIComponent));
  return [...forms, ...forms.map((each) => each.replace(/%../g, (code) => code.toLowerCase()))];
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

/** What tells of a failed connection, and is none of what libraries hang on their errors. */
const telling = ["code", "errno", "syscall", "hostname", "address", "port"];

/** Of a chain of causes that goes on, or round in a circle, no more than so many are kept. */
const mostCauses = 20;

/**
 * A copy of a cause, with what tells what happened and nothing else. The platform's own errors carry
 * what they read, like an answer with a token, and those of libraries that stand in for `fetch` the
 * request with its headers: a logger would print all of it.
 */
export function safeCause(
  cause: unknown,
  secrets: readonly string[],
  seen = new Set<unknown>(),
): Error | string | undefined {
  if (typeof cause === "string") return redact(cause, secrets);
  if (seen.has(cause) || seen.size === mostCauses) return undefined;
  seen.add(cause);
  try {
    return isErrorLike(cause) ? copyOf(cause, secrets, seen) : undefined;
  } catch {
    // What reads a member may throw.
    return undefined;
  }
}

/** An error of another realm is no instance of this one's. */
function isErrorLike(value: unknown): value is Readonly<Record<string, unknown>> {
  return "message" in Object(value) && "name" in Object(value);
}

function copyOf(
  error: Readonly<Record<string, unknown>>,
  secrets: readonly string[],
  seen: Set<unknown>,
): Error {
  const clean = (value: unknown) => redact(String(value), secrets);
  const message = clean(error["message"]);
  const inner = safeCause(error["cause"], secrets, seen);
  const options = inner === undefined ? {} : { cause: inner };
  const { errors } = error;
  const copy = Array.isArray(errors)
    ? new AggregateError(
        errors.map((each) => safeCause(each, secrets, seen)),
        message,
        options,
      )
    : error["name"] === "TypeError"
      ? // What `fetch` throws, by the standard.
        new TypeError(message, options)
      : new Error(message, options);
  const name = clean(error["name"]);
  if (copy.name !== name) copy.name = name;
  copy.stack = clean(error["stack"]);
  for (const name of telling) {
    const value = error[name];
    if (typeof value === "string") Object.assign(copy, { [name]: clean(value) });
    else if (typeof value === "number") Object.assign(copy, { [name]: value });
  }
  return copy;
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
