import type { Issue } from "./errors.js";

/**
 * Reads a problem that a server reported: an object with a message, or text.
 *
 * @param fallback - the message to use if the server's message is empty
 * @returns an empty array if there is no problem in it, as in `null`, `{}` and HTML pages
 */
export function readIssue(entry: unknown, fallback?: string): Issue[] {
  if (typeof entry === "string") {
    if (/^\s*[<{[]/.test(entry)) return [];
    // The first paragraph of a text/plain body is a heading that repeats the status.
    const [first, second] = entry.split(/\r?\n\r?\n/);
    return readIssue({ message: second ?? first });
  }
  if (!isRecord(entry)) return [];
  const { message, title, field, entity, exception } = entry;
  const text = firstText(message, fallback, title, exception)
    ?.trim()
    .split(/\n\s*\n/)[0];
  if (text === undefined) return [];
  return [
    {
      message: text,
      ...(typeof field === "string" && { field }),
      ...(isEntity(entity) && { entity }),
      ...(typeof exception === "string" && { exception }),
    },
  ];
}

/** Returns the first value that is a string and not blank. */
export function firstText(...values: readonly unknown[]): string | undefined {
  return values.find((value): value is string => typeof value === "string" && /\S/.test(value));
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isEntity(value: unknown): value is NonNullable<Issue["entity"]> {
  return isRecord(value) && typeof value["uuid"] === "string";
}
