import type { Issue } from "../engine/errors.js";
import { firstText, isRecord, readIssue } from "../engine/issues.js";

/**
 * Reads the problems out of an error body of any API: an array of errors, an object with a message,
 * RFC 9457's `title` and `detail`, FastAPI's `detail`, `{ error: { message } }`, or text.
 */
export function readIssues(body: unknown): Issue[] {
  if (Array.isArray(body)) return body.flatMap(readEntry);
  if (!isRecord(body)) return readIssue(body);
  const { error, errors, detail, message, title } = body;
  if (Array.isArray(detail)) return readIssues(detail);
  if (Array.isArray(errors)) return readIssues(errors);
  if (isRecord(error)) return readEntry(error);
  return readIssue({ ...body, message: firstText(message, detail, error, title) });
}

function readEntry(entry: unknown): Issue[] {
  if (!isRecord(entry) || Array.isArray(entry)) return readIssue(entry);
  const { message, msg, detail, loc, field } = entry;
  // FastAPI names the place as a list.
  const place: unknown = Array.isArray(loc) ? loc.join("/") : field;
  return readIssue({ ...entry, message: firstText(message, msg, detail), field: place });
}
