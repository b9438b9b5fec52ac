import type { Issue } from "./errors.js";

/**
 * Reads a problem that a server reported: an object with a message, or text. `null`, `{}` and pages say
 * nothing.
 *
 * @param fallback - stands in for an empty message
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

/** The first value that is a text, and not a blank one. */
export function firstText(...values: readonly unknown[]): string | undefined {
  return values.find((value): value is string => typeof value === "string" && /\S/.test(value));
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isEntity(value: unknown): value is NonNullable<Issue["entity"]> {
  return isRecord(value) && typeof value["uuid"] === "string";
}
