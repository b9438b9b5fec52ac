import type { Issue } from "../engine/errors.js";
import { firstText, isRecord, readIssue } from "../engine/issues.js";

/**
 * Reads the problems from an error body of any API. It can be an array of errors, an object with a
 * message, an object of RFC 9457 with `title` and `detail`, an object of FastAPI with `detail`,
 * `{ error: { message } }`, or text.
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
  // In FastAPI, `loc` is the path to the field as a list.
  const place: unknown = Array.isArray(loc) ? loc.join("/") : field;
  return readIssue({ ...entry, message: firstText(message, msg, detail), field: place });
}
