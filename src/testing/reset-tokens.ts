import type { ServerContext } from "./operation-request.js";
import { newToken } from "./identifiers.js";
import { localTime } from "../python/datetime.js";
import { remove, type User } from "./state.js";

const lifetime = 600_000;

/** Options for a reset token. */
export interface ResetTokenOptions {
  readonly email: string;
  /**
   * Creates a token that has already expired.
   *
   * @default false
   */
  readonly expired?: boolean | undefined;
  /**
   * Creates a token that was already used.
   *
   * @default false
   */
  readonly used?: boolean | undefined;
}

/** Creates a reset token for the account with an e-mail address. */
export function createResetToken(
  context: ServerContext,
  { email, expired = false, used = false }: ResetTokenOptions,
): string {
  const user = context.state.users.find((each) => each.email === email.toLowerCase());
  if (!user)
    throw new TypeError(`createResetToken: there is no account with the e-mail address ${email}.`);
  if (used) return newToken();
  return issueResetToken(context, user, expired ? -1 : lifetime);
}

/** Creates a token and deletes an earlier token of the same user. */
export function issueResetToken(
  context: ServerContext,
  user: User,
  milliseconds = lifetime,
): string {
  const { resetTokens } = context.state;
  const previous = resetTokens.find((each) => each.user === user);
  if (previous) remove(resetTokens, previous);
  const token = newToken();
  const expires = localTime(new Date(context.now().getTime() + milliseconds));
  resetTokens.push({ token, user, expires });
  return token;
}
