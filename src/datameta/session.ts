import { ResponseFormatError } from "../engine/errors.js";
import { isRecord } from "../engine/issues.js";
import { ownMembers } from "../engine/options.js";
import { readExpiry, secretProblem, type Expires } from "./auth.js";

/**
 * Checks the response to `createApiKey`, because a proxy or another kind of server may send any JSON.
 *
 * @throws ResponseFormatError if it has no usable token
 */
export function checkSession(
  caller: string,
  session: unknown,
): { token: string; expires: Expires } {
  const { token, expires } = isRecord(session) ? ownMembers(session) : {};
  if (typeof token === "string" && !secretProblem("bearer", token)) {
    // Safe: an expiry that cannot be parsed becomes `undefined`.
    return { token, expires: readExpiry(expires) && (expires as Expires) };
  }
  throw new ResponseFormatError(`${caller} failed: the response has no token. Is baseUrl right?`, {
    operationId: "CreateApiKey",
    method: "POST",
    attempts: 1,
    outcome: "unknown",
  });
}
