import type { Issue } from "./errors.js";

/**
 * Reads what the server objects to out of whichever kind of body it sent: an array of errors, an
 * object with a message, a text; `null`, `[]`, `{}`, HTML pages and JSON that was cut say nothing.
 */
export function issuesOf(body: unknown): Issue[] {
  if (Array.isArray(body)) return body.flatMap(issueOf);
  if (isRecord(body)) return issueOf({ message: body["message"] ?? body["title"] });
  if (typeof body !== "string" || /^\s*[<{[]/.test(body)) return [];
  return issueOf({ message: textMessage(body) });
}

/** The issues in one line, each with its field unless it tells of it. */
export function joinIssues(issues: readonly Issue[]): string {
  return issues
    .map(({ field, message }) =>
      field && !message.includes(field) ? `${field}: ${message}` : message,
    )
    .join("; ");
}

/** A refused registration has a code for a field, and an empty message. */
const registrationCodes = new Map<unknown, string>([
  ["name", "a name is needed"],
  ["email", "this is not an e-mail address"],
  ["user_exists", "there is an account with this e-mail address"],
  ["req_exists", "a registration with this e-mail address is pending"],
  ["org_select", "there is no such group"],
  ["org_new_name", "the new group needs a name"],
  ["check_user_agreement", "the user agreement must be accepted"],
]);

function issueOf(entry: unknown): Issue[] {
  if (!isRecord(entry)) return [];
  const { message, field, entity, exception } = entry;
  const said = meant(firstParagraph(message));
  const sentence = said ?? registrationCodes.get(field) ?? asText(exception);
  if (sentence === undefined) return [];
  return [
    {
      message: sentence,
      ...(typeof field === "string" && { field }),
      ...(isEntity(entity) && { entity }),
      ...(typeof exception === "string" && { exception }),
    },
  ];
}

/** The server's validation hides a status that its own document lacks; it tells in the text. */
function meant(message: string | undefined): string | undefined {
  const status = message && /^Unknown response http status: (\d+)/.exec(message)?.[1];
  if (!status) return message;
  const meaning = { 401: " (no valid credential)", 403: " (not allowed for this account)" }[status];
  return `the server meant ${status}${meaning ?? ""}, which its document does not declare here`;
}

/** Of `500 text/plain` the second paragraph, after a heading that repeats the status. */
function textMessage(text: string): string | undefined {
  const [first, second] = text.split(/\r?\n\r?\n/);
  return second ?? first;
}

function firstParagraph(message: unknown): string | undefined {
  return asText(message)
    ?.trim()
    .split(/\n\s*\n/)[0];
}

function asText(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isEntity(value: unknown): value is NonNullable<Issue["entity"]> {
  return isRecord(value) && typeof value["uuid"] === "string";
}
