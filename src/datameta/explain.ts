import type { Issue } from "../engine/errors.js";
import type { Explanation } from "../engine/layer.js";
import type { Layer } from "../engine/call.js";
import { isRecord, readIssue } from "../engine/issues.js";
import { isErrorObject } from "./response-form.js";

/** What a status means, or what to do, if the body gives no reason. */
const advice: Readonly<Record<number, string>> = {
  401: "The credential is missing, wrong or expired, or the account is disabled.",
  403: "This account has no permission.",
  409: "The upload does not match the checksum, or the resource has changed.",
  410: "The reset token has expired. Ask for a new one.",
};

/** Creates a function that reads DataMeta's error bodies. */
export function createExplain(baseUrl: string): Layer["explain"] {
  return ({ operation }, status, _headers, body): Explanation => {
    const issues = issuesOf(body);
    const isBoilerplate = isErrorObject(body);
    if (issues.length > 0 && !isBoilerplate) return { issues };
    const sentence =
      status === 404 ? adviceForNotFound(operation.entry.since, baseUrl, body) : advice[status];
    return { issues, isBoilerplate, advice: sentence };
  };
}

function adviceForNotFound(
  since: string | undefined,
  baseUrl: string,
  body: unknown,
): string | undefined {
  if (!/\/api\/v\d+$/.test(baseUrl)) return 'Is baseUrl right? It usually ends in "/api/v1".';
  if (since) return `The operation needs DataMeta ${since}. Is the server older?`;
  return typeof body === "string" ? "Does the server have this version of the API?" : undefined;
}

/** Messages for a rejected registration. The server sends a code in `field` and an empty message. */
const registrationCodes = new Map<unknown, string>([
  ["name", "a name is needed"],
  ["email", "this is not an e-mail address"],
  ["user_exists", "an account with this e-mail address exists"],
  ["req_exists", "a registration with this e-mail address is pending"],
  ["org_select", "there is no such group"],
  ["org_new_name", "the new group needs a name"],
  ["check_user_agreement", "the user agreement must be accepted"],
]);

/** Reads the problems from an error body of any format that the server uses. */
export function issuesOf(body: unknown): Issue[] {
  if (!Array.isArray(body)) return readIssue(body);
  return body.flatMap((entry: unknown) => {
    const message = isRecord(entry) ? registrationCodes.get(entry["field"]) : undefined;
    return readIssue(entry, message).map(explainHiddenStatus);
  });
}

/**
 * Replaces a message that hides a status. The server replaces an error status that its document does
 * not declare by a 500, and names the original status in the message.
 */
function explainHiddenStatus(issue: Issue): Issue {
  const status = /^Unknown response http status: (\d+)/.exec(issue.message)?.[1];
  if (!status) return issue;
  const meaning = { 401: " (no valid credential)", 403: " (not allowed for this account)" }[status];
  return {
    ...issue,
    message: `the server turned a ${status}${meaning ?? ""} into this error`,
  };
}
