import type { Issue } from "./errors.js";

/**
 * Reads the problems out of an error body: an array of errors, an object with a message, RFC 9457's
 * `title` and `detail`, FastAPI's `detail`, `{ error: { message } }`, or text. `null`, `[]`, `{}` and
 * pages say nothing.
 */
export function readIssues(body: unknown): Issue[] {
  if (Array.isArray(body)) return body.flatMap((entry) => readIssue(entry));
  if (typeof body === "string") {
    if (/^\s*[<{[]/.test(body)) return [];
    // The first paragraph of a text/plain body is a heading that repeats the status.
    const [first, second] = body.split(/\r?\n\r?\n/);
    return readIssue({ message: second ?? first });
  }
  if (!isRecord(body)) return [];
  const { error, errors, detail, message, title } = body;
  if (Array.isArray(detail)) return readIssues(detail);
  if (Array.isArray(errors)) return readIssues(errors);
  if (isRecord(error)) return readIssue(error);
  const text = [message, detail, error, title].find((each) => asText(each) !== undefined);
  return readIssue({ ...body, message: text });
}

/** Reads one entry of an error body. `fallback` stands in for an empty message. */
export function readIssue(entry: unknown, fallback?: string): Issue[] {
  if (typeof entry === "string") return readIssue({ message: entry });
  if (!isRecord(entry)) return [];
  const { message, msg, detail, title, loc, field, entity, exception } = entry;
  const texts = [message, msg, detail, fallback, title, exception];
  const text = texts.map(firstParagraph).find((each) => each !== undefined);
  if (text === undefined) return [];
  // FastAPI names the place as a list.
  const place = Array.isArray(loc) ? loc.join("/") : field;
  return [
    {
      message: text,
      ...(typeof place === "string" && { field: place }),
      ...(isEntity(entity) && { entity }),
      ...(typeof exception === "string" && { exception }),
    },
  ];
}

function firstParagraph(value: unknown): string | undefined {
  return asText(value)
    ?.trim()
    .split(/\n\s*\n/)[0];
}

function asText(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isEntity(value: unknown): value is NonNullable<Issue["entity"]> {
  return isRecord(value) && typeof value["uuid"] === "string";
}
