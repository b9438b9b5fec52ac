import type { PasswordChange, SetPasswordResponse } from "../../../generated/schema.js";
import { authenticate } from "../authentication.js";
import type { OperationRequest, Handlers } from "../operation-request.js";
import { findById } from "../identifiers.js";
import { findPasswordFault, samePassword } from "../passwords.js";
import { compareDateTimes, localTime } from "../../python/datetime.js";
import { exception, invalid, json, noContent, Refusal } from "../replies.js";
import { remove, type ResetToken, type User } from "../state.js";
import { requireEncodable, requireStorable } from "../storable.js";

/** The id that means "the user that the reset token belongs to". */
const resetId = "0";

export const passwordHandlers: Handlers = {
  SetUserPassword(operationRequest) {
    const { context, parameters, body } = operationRequest;
    const { newPassword } = body;
    const reset = parameters.text("id") === resetId ? findResetToken(operationRequest) : undefined;
    const user = reset?.user ?? authenticateOwner(operationRequest);
    const fault = findPasswordFault(context, user, newPassword);
    if (fault !== undefined) return invalid([{ message: fault }]);
    requireStorable(newPassword);
    user.password = newPassword;
    user.usedPasswords.push(newPassword);
    if (reset) remove(context.state.resetTokens, reset);
    const changed: SetPasswordResponse = { tfaToken: "" };
    return context.api === "v0" ? noContent : json(200, changed);
  },
};

function findResetToken({ context, body }: OperationRequest<PasswordChange>): ResetToken {
  requireEncodable(body.passwordChangeCredential);
  const reset = context.state.resetTokens.find(
    ({ token, user }) => token === body.passwordChangeCredential && user.enabled,
  );
  if (!reset) throw new Refusal(exception(404));
  if (compareDateTimes(reset.expires, localTime(context.now())) < 0) {
    throw new Refusal(exception(410));
  }
  return reset;
}

/**
 * An unknown id, another user's id and a wrong old password return the same 403, so that a caller
 * cannot distinguish them.
 */
function authenticateOwner(operationRequest: OperationRequest<PasswordChange>): User {
  const { context, parameters, body } = operationRequest;
  const user = authenticate(operationRequest);
  const isOwner = findById(context.state.users, parameters.text("id")) === user;
  const knowsPassword =
    user.password !== null && samePassword(user.password, body.passwordChangeCredential);
  if (!isOwner || !knowsPassword) throw new Refusal(exception(403));
  return user;
}
