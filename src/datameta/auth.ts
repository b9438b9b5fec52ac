import { ConfigurationError } from "../engine/errors.js";
import { refuseUnknown, typeOf } from "../engine/values.js";

/**
 * When a token expires: a point in time, or the server's local time without an offset, as in
 * `session.expires`. `null` or `undefined` if it is not known.
 */
export type Expires = string | Date | null | undefined;

/** A token and the time when it expires. */
export interface ExpiringToken {
  readonly token: string;
  readonly expires?: Expires;
}

/** A secret, or a function that returns it. The function is called before every attempt. */
export type Secret = string | (() => string | Promise<string>);

/** An API key, or a function that returns it. The function is called before every attempt. */
export type BearerToken = string | (() => string | ExpiringToken | Promise<string | ExpiringToken>);

/** An API key, sent as `Authorization: Bearer …`. */
export interface BearerAuth {
  readonly bearer: BearerToken;
  /**
   * When the token expires. Until then, more than three requests can run at the same time. Use it only
   * with a token that is a string. A function returns `{ token, expires }` instead.
   */
  readonly expires?: Expires;
  readonly cookie?: never;
  readonly session?: never;
}

/** The value of the `datameta` session cookie, for platforms that let programs send cookies. */
export interface CookieAuth {
  readonly cookie: Secret;
  readonly bearer?: never;
  readonly session?: never;
}

/** The session cookie that the browser has for the server's site. */
export interface SessionAuth {
  readonly session: "browser";
  readonly bearer?: never;
  readonly cookie?: never;
}

/** How to sign in: with exactly one kind of credential. */
export type Auth = BearerAuth | CookieAuth | SessionAuth;

/** The error message for an expiry that cannot be parsed. */
export const notADate =
  "auth.expires is not a date. Pass a Date, or a time like 2030-01-31T12:00:00.";

/** The valid values of `auth`: the end of the message "auth must be …". */
export const wantedAuth = "{ bearer }, { cookie }, { session } or null";

/**
 * Checks the option `auth`, because callers in plain JavaScript can pass anything.
 *
 * @throws ConfigurationError if it is not exactly one usable credential
 */
export function checkAuth(caller: string, auth: object): void {
  refuseUnknown(`${caller}: auth option`, auth, ["bearer", "expires", "cookie", "session"]);
  const problem = authProblem(auth);
  if (problem) throw new ConfigurationError(`${caller}: ${problem}`);
}

function authProblem(auth: Partial<Record<keyof (BearerAuth & CookieAuth), unknown>>) {
  const { bearer, cookie, session, expires } = auth;
  const credentials = [bearer, cookie, session].filter((each) => each !== undefined);
  if (credentials.length > 1) {
    return "auth has more than one credential. Choose bearer, cookie or session.";
  }
  if (credentials.length === 0) {
    const unset = ["bearer", "cookie"].find((name) => Object.hasOwn(auth, name));
    if (unset) return `auth.${unset} is undefined. Is the environment variable set?`;
    return `auth has no credential. It must be ${wantedAuth}.`;
  }
  if (cookie !== undefined && !canSendCookies()) {
    return 'auth.cookie does not work in browsers. Use auth: { session: "browser" }.';
  }
  if (session !== undefined && session !== "browser") return 'auth.session must be "browser".';
  if (typeof bearer === "function" && expires !== undefined) {
    return "auth.expires cannot be used with a function. Return { token, expires } from the function.";
  }
  return readExpiry(expires) ? undefined : notADate;
}

function canSendCookies(): boolean {
  return new Request("http://localhost", { headers: { Cookie: "a=b" } }).headers.has("Cookie");
}

/**
 * Checks whether a header can carry a secret.
 *
 * @returns the problem, without quoting the secret, or `undefined` if there is none
 */
export function secretProblem(scheme: "bearer" | "cookie", secret: unknown): string | undefined {
  if (typeof secret !== "string") {
    return `auth.${scheme} must be a string, or a function that returns one; got ${typeOf(secret)}.`;
  }
  if (!secret) return `auth.${scheme} is empty. Is the environment variable set?`;
  // The server splits the header Authorization at spaces and the header Cookie at `;`.
  if (!/^[\x21-\x7e]+$/.test(secret) || (scheme === "cookie" && /[;,"\\]/.test(secret))) {
    return `auth.${scheme} contains a space, a line break or another character that a ${scheme === "cookie" ? scheme : "header"} cannot carry.`;
  }
  return undefined;
}

/** In milliseconds. */
const hour = 60 * 60_000;

/**
 * Parses the time when a token expires. The server's time zone is not known, so a local time becomes
 * a range.
 *
 * @returns milliseconds since the epoch: the token is valid before `earliest` and expired after
 * `latest`; `undefined` if `expires` is not a date
 */
export function readExpiry(
  expires: unknown,
): readonly [earliest: number, latest: number] | undefined {
  if (expires === null || expires === undefined) return [-Infinity, Infinity];
  const text = typeof expires === "string" ? expires : "";
  const isLocal = /^[\d-]{10}([T ][\d:.]+)?$/.test(text);
  const hasTime = isLocal && text.length > 10;
  const time =
    expires instanceof Date
      ? expires.getTime()
      : Date.parse(hasTime ? `${text.slice(0, 23).replace(" ", "T")}Z` : text);
  if (Number.isNaN(time)) return undefined;
  // The offsets of time zones range from UTC-12 to UTC+14.
  return isLocal ? [time - 14 * hour, time + 12 * hour] : [time, time];
}
