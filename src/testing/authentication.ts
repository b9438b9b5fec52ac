import type { Exchange, IncomingRequest, ServerContext } from "./exchange.js";
import { samePassword } from "./passwords.js";
import { compareDateTimes, localTime, type PythonDateTime } from "../python/datetime.js";
import { exception, Refusal } from "./replies.js";
import { numberSetting } from "./settings.js";
import type { User } from "./state.js";
import { requireStorable } from "./storable.js";

const millisecondsPerHour = 3_600_000;

/** The name of the session cookie. */
export const sessionCookie = "datameta";

/**
 * The user whom the request's credential stands for.
 *
 * @throws Refusal with 401
 */
export function authenticate({ context, request }: Pick<Exchange, "context" | "request">): User {
  const user = findUser(context, request);
  if (!user) throw new Refusal(exception(401));
  return user;
}

/** The user whom the request's credential stands for, if any. */
export function findUser(context: ServerContext, request: IncomingRequest): User | undefined {
  const token = bearerToken(request);
  // Once there is a bearer token, the session is not looked at, good or bad.
  const user = token === undefined ? userOfSession(context, request) : userOfToken(context, token);
  if (user) signedIn.set(request, user);
  return user;
}

const signedIn = new WeakMap<IncomingRequest, User>();

/**
 * Forgets the failed logins of the user who sent a request that succeeded. After any other request
 * they stay: the server clears them in the same transaction that it then rolls back.
 */
export function clearFailedLogins(request: IncomingRequest): void {
  const user = signedIn.get(request);
  if (user) user.failedLogins = [];
}

/** The token of exactly `Bearer <token>`; the word is case-sensitive here. */
export function bearerToken(request: IncomingRequest): string | undefined {
  const [scheme, token, ...rest] = (request.headers["authorization"] ?? "").split(" ");
  return scheme === "Bearer" && token !== undefined && rest.length === 0 ? token : undefined;
}

/** The value of a cookie. */
export function cookieValue(request: IncomingRequest, name: string): string | undefined {
  const pair = (request.headers["cookie"] ?? "")
    .split(";")
    .map((part) => part.trim())
    .findLast((part) => part.startsWith(`${name}=`));
  return pair?.slice(name.length + 1);
}

/** The user with this e-mail address and password, unless disabled. */
export function findByPassword(
  { state }: ServerContext,
  email: string,
  password: string,
): User | undefined {
  requireStorable(email);
  const user = state.users.find((each) => each.email === email.toLowerCase() && each.enabled);
  return user?.password != null && samePassword(user.password, password) ? user : undefined;
}

/** Counts a failed login; too many within an hour disable the account. v0 counts none. */
export function recordFailedLogin(context: ServerContext, user: User): void {
  if (context.api === "v0") return;
  const now = context.now().getTime();
  user.failedLogins.push(now);
  const recent = user.failedLogins.filter((time) => now - time <= millisecondsPerHour);
  if (recent.length >= numberSetting(context.state, "security_max_failed_login_attempts")) {
    user.enabled = false;
  }
}

/** Whether the moment has come; `null` never does. */
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
