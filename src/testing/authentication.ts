import type { OperationRequest, IncomingRequest, ServerContext } from "./operation-request.js";
import { samePassword } from "./passwords.js";
import { compareDateTimes, localTime, type PythonDateTime } from "../python/datetime.js";
import { exception, Refusal } from "./replies.js";
import { numberSetting } from "./settings.js";
import type { User } from "./state.js";
import { requireStorable } from "./storable.js";

const millisecondsPerHour = 3_600_000;

export const sessionCookie = "datameta";

/**
 * Returns the user that the request's credential belongs to.
 *
 * @throws Refusal with 401 if the credential is invalid
 */
export function authenticate({
  context,
  request,
}: Pick<OperationRequest, "context" | "request">): User {
  const user = findUser(context, request);
  if (!user) throw new Refusal(exception(401));
  return user;
}

/** Returns the user that the request's credential belongs to, if any. */
export function findUser(context: ServerContext, request: IncomingRequest): User | undefined {
  const token = bearerToken(request);
  // If there is a bearer token, valid or not, the server ignores the session.
  const user = token === undefined ? userOfSession(context, request) : userOfToken(context, token);
  if (user) signedIn.set(request, user);
  return user;
}

const signedIn = new WeakMap<IncomingRequest, User>();

/**
 * Resets the failed logins of the user after a successful request. If a request fails, the server
 * rolls back the transaction in which it reset them, so the count stays.
 */
export function clearFailedLogins(request: IncomingRequest): void {
  const user = signedIn.get(request);
  if (user) user.failedLogins = [];
}

/**
 * Returns the token of a header that is exactly `Bearer <token>`. `Bearer` is case-sensitive here.
 */
export function bearerToken(request: IncomingRequest): string | undefined {
  const [scheme, token, ...rest] = (request.headers["authorization"] ?? "").split(" ");
  return scheme === "Bearer" && token !== undefined && rest.length === 0 ? token : undefined;
}

/** Returns the value of a cookie. */
export function cookieValue(request: IncomingRequest, name: string): string | undefined {
  const pair = (request.headers["cookie"] ?? "")
    .split(";")
    .map((part) => part.trim())
    .findLast((part) => part.startsWith(`${name}=`));
  return pair?.slice(name.length + 1);
}

/** Returns the user with this e-mail address and password, unless the user is disabled. */
export function findByPassword(
  { state }: ServerContext,
  email: string,
  password: string,
): User | undefined {
  requireStorable(email);
  const user = state.users.find((each) => each.email === email.toLowerCase() && each.enabled);
  return user?.password != null && samePassword(user.password, password) ? user : undefined;
}

/** Counts a failed login. Too many within an hour disable the account. v0 does not count them. */
export function recordFailedLogin(context: ServerContext, user: User): void {
  if (context.api === "v0") return;
  const now = context.now().getTime();
  user.failedLogins.push(now);
  const recent = user.failedLogins.filter((time) => now - time <= millisecondsPerHour);
  if (recent.length >= numberSetting(context.state, "security_max_failed_login_attempts")) {
    user.enabled = false;
  }
}

/** Whether the time has passed. `null` means never. */
export function hasExpired({ now }: ServerContext, expires: PythonDateTime | null): boolean {
  return expires !== null && compareDateTimes(localTime(now()), expires) >= 0;
}

function userOfToken(context: ServerContext, token: string): User | undefined {
  const key = context.state.apiKeys.find((each) => each.token === token && each.user.enabled);
  if (!key) return undefined;
  if (!hasExpired(context, key.expires)) return key.user;
  recordFailedLogin(context, key.user);
  return undefined;
}

function userOfSession({ state }: ServerContext, request: IncomingRequest): User | undefined {
  const session = state.sessions.get(cookieValue(request, sessionCookie) ?? "");
  if (!session) return undefined;
  return session.user.enabled && session.user.group === session.group ? session.user : undefined;
}
