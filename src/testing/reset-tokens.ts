import type { ServerContext } from "./exchange.js";
import { newToken } from "./identifiers.js";
import { localTime } from "../python/datetime.js";
import { remove, type User } from "./state.js";

const lifetime = 600_000;

/** Which reset token to make. */
export interface ResetTokenOptions {
  readonly email: string;
  /**
   * Makes one whose ten minutes are over.
   *
   * @default false
   */
  readonly expired?: boolean | undefined;
  /**
   * Makes one that has been used.
   *
   * @default false
   */
  readonly used?: boolean | undefined;
}

/** Makes a token for an account by its e-mail address. */
export function createResetToken(
  context: ServerContext,
  { email, expired = false, used = false }: ResetTokenOptions,
): string {
  const user = context.state.users.find((each) => each.email === email.toLowerCase());
  if (!user) throw new TypeError(`createResetToken: the test server has no account ${email}.`);
  if (used) return newToken();
  return issueResetToken(context, user, expired ? -1 : lifetime);
}

/** Makes a token; an earlier one of the same user is void from now on. */
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
