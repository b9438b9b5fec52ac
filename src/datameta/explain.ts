import type { Issue } from "../engine/errors.js";
import type { Explanation } from "../engine/layer.js";
import type { Layer } from "../engine/call.js";
import { isRecord, readIssue } from "../engine/issues.js";
import type { Operation } from "../engine/operation.js";
import { isErrorObject } from "./response-form.js";

/** What a status means, or what to do, if the body gives no reason. */
const advice: Readonly<Record<number, string>> = {
  401: "The credential is missing, wrong or expired, or the account is disabled.",
  403: "This account has no permission.",
  409: "The checksum is wrong, or the resource has changed.",
  410: "Ask for a new reset token.",
};

/** Creates a function that reads DataMeta's error bodies. */
export function createExplain(baseUrl: string): Layer["explain"] {
  return ({ operation }, status, _headers, body): Explanation => {
    const issues = issuesOf(body);
    const isBoilerplate = isErrorObject(body);
    if (issues.length > 0 && !isBoilerplate) return { issues };
    const sentence = status === 404 ? adviceForNotFound(operation, baseUrl, body) : advice[status];
    return { issues, isBoilerplate, advice: sentence };
  };
}

function adviceForNotFound(
  { entry: { since }, errors }: Operation,
  baseUrl: string,
  body: unknown,
): string | undefined {
  const hasVersion = /\/api\/v\d+$/.test(baseUrl);
  if (hasVersion && since) return `Does the server run DataMeta ${since} or newer?`;
  return hasVersion && typeof body !== "string" && errors.includes(404)
    ? undefined
    : 'Does baseUrl end in the right version, like "/api/v1"?';
}

/** Messages for a rejected registration. The server sends a code in `field` and an empty message. */
const registrationCodes: Readonly<Record<string, string>> = {
  name: "is missing",
  email: "is not an e-mail address",
  user_exists: "an account has this e-mail address",
  req_exists: "a pending registration has this e-mail address",
  org_select: "is not a group",
  org_new_name: "is missing",
  check_user_agreement: "must be accepted",
};

/** Reads the problems from an error body of any format that the server uses. */
export function issuesOf(body: unknown): Issue[] {
  if (!Array.isArray(body)) return readIssue(body);
  return body.flatMap((entry: unknown) =>
    readIssue(entry, isRecord(entry) ? registrationCodes[entry["field"] as string] : undefined).map(
      explainHiddenStatus,
    ),
  );
}

/**
 * Replaces a message that hides a status. The server replaces an error status that its document does
 * not declare by a 500, and names the original status in the message.
 */
function explainHiddenStatus(issue: Issue): Issue {
  const status = Number(/^Unknown response http status: (\d+)/.exec(issue.message)?.[1]);
  if (!status) return issue;
  const meaning = advice[status];
  return {
    ...issue,
    message: `the server turned a ${status} into this error${meaning ? `. ${meaning}` : ""}`,
  };
}
