import type { Issue } from "./errors.js";

/** The members of a problem. Each can have any type. */
interface ErrorObject extends Readonly<Record<string, unknown>> {
  readonly entity?: { readonly uuid?: unknown } | null;
}

/**
 * Reads a problem that a server reported: an object with a message, or text.
 *
 * @param fallback - the message to use if the server's message is empty
 * @returns an empty array if there is no problem in it, as in `null`, `{}` and HTML pages
 */
export function readIssue(entry: unknown, fallback?: string): Issue[] {
  if (typeof entry === "string") {
    // The first paragraph of a text/plain body is a heading that repeats the status.
    const [first, second] = entry.split(/\r?\n\r?\n/);
    return /^\s*[<{[]/.test(entry) ? [] : readIssue({ message: second ?? first });
  }
  if (!isRecord(entry)) return [];
  const { message, title, field, entity, exception } = entry as ErrorObject;
  const text = firstText(message, fallback, title, exception);
  if (text === undefined) return [];
  return [
    {
      message: text.trim().replace(/\n\s*\n.*/s, ""),
      ...(typeof field === "string" && { field }),
      ...(typeof entity?.uuid === "string" && { entity: entity as NonNullable<Issue["entity"]> }),
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
