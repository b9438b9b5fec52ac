import type { IncomingRequest, ServerContext } from "../operation-request.js";
import { json, type Reply } from "../replies.js";
import { issueResetToken } from "../reset-tokens.js";
import { emailPattern } from "./registration.js";

/** Mails a reset token. The reply is the same for an unknown address. */
export function forgotPassword(context: ServerContext, request: IncomingRequest): Reply {
  const { email } = readJson(request);
  if (typeof email !== "string") return json(200, { success: false, error: "INVALID_REQUEST" });
  const address = email.toLowerCase();
  if (!emailPattern.test(address)) return json(200, { success: false, error: "MALFORMED_EMAIL" });
  const user = context.state.users.find((each) => each.email === address && each.enabled);
  if (user) {
    const token = issueResetToken(context, user);
    context.state.mails.push({ to: user.email, kind: "forgot", token });
  }
  return json(200, { success: true });
}

/** Returns the members of a JSON body, or none if it is not an object. */
export function readJson(request: IncomingRequest): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(request.body));
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
