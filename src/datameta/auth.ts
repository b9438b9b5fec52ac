import { ConfigurationError } from "../engine/errors.js";
import { typeOf } from "../engine/arguments.js";
import { refuseUnknown } from "../engine/options.js";

/**
 * When a token expires: an instant, or the server's local time without an offset as the server writes
 * it, like `session.expires`. `null` or `undefined` if it is not known.
 */
export type Expires = string | Date | null | undefined;

/** A token together with the time it expires. */
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
   * When the token expires. A known expiry lets more than three requests run at the same time until
   * then. Only for a token that is a string; a function returns `{ token, expires }` instead.
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

/** The session that the browser holds for the server's site. */
export interface SessionAuth {
  readonly session: "browser";
  readonly bearer?: never;
  readonly cookie?: never;
}

/** How to sign in: exactly one of them. */
export type Auth = BearerAuth | CookieAuth | SessionAuth;

/** What is wrong with an expiry that cannot be read. */
export const notADate =
  "auth.expires is not a date. Pass a Date, or a time like 2030-01-31T12:00:00.";

/** What `auth` must be, in words that follow "must be". */
export const wantedAuth = "{ bearer }, { cookie }, { session } or null";

/**
 * Checks the option `auth`: callers without a compiler may pass anything.
 *
 * @throws ConfigurationError
 */
export function checkAuth(caller: string, auth: object): void {
  refuseUnknown(`${caller}: option auth`, auth, ["bearer", "expires", "cookie", "session"]);
  const problem = authProblem(auth);
  if (problem) throw new ConfigurationError(`${caller}: ${problem}`);
}

function authProblem(auth: Partial<Record<keyof (BearerAuth & CookieAuth), unknown>>) {
  const { bearer, cookie, session, expires } = auth;
  const given = [bearer, cookie, session].filter((each) => each !== undefined);
  if (given.length > 1) {
    return "auth has more than one credential. Choose bearer, cookie or session.";
  }
  if (given.length === 0) {
    const unset = ["bearer", "cookie"].find((name) => Object.hasOwn(auth, name));
    if (unset) return `auth.${unset} is undefined. Is the environment variable set?`;
    return `auth has no credential. It must be ${wantedAuth}.`;
  }
  if (cookie !== undefined && !canSendCookies()) {
    return 'a browser does not let programs send cookies. Use auth: { session: "browser" }.';
  }
  if (session !== undefined && session !== "browser") return 'auth.session must be "browser".';
  if (typeof bearer === "function" && expires !== undefined) {
    return "auth.expires is for a token that is a string. Return { token, expires } from the function.";
  }
  return readExpiry(expires) ? undefined : notADate;
}

function canSendCookies(): boolean {
  return new Request("http://localhost", { headers: { Cookie: "a=b" } }).headers.has("Cookie");
}

/**
 * Says what is wrong with a secret that is to be sent in a header. The secret is not quoted.
 *
 * @returns `undefined` if it can be sent
 */
export function secretProblem(scheme: "bearer" | "cookie", secret: unknown): string | undefined {
  if (typeof secret !== "string") {
    return `auth.${scheme} must be a string, or a function that returns one; got ${typeOf(secret)}.`;
  }
  if (!secret) return `auth.${scheme} is empty. Is the environment variable set?`;
  // The server splits the header at its spaces, and cookies at `;`.
  if (!/^[\x21-\x7e]+$/.test(secret) || (scheme === "cookie" && /[;,"\\]/.test(secret))) {
    return `auth.${scheme} contains a space, a line break or another character that a ${scheme === "cookie" ? scheme : "header"} cannot carry.`;
  }
  return undefined;
}

/** In milliseconds: the offsets of time zones go from UTC-12 to UTC+14. */
const hour = 60 * 60_000;

/**
 * Reads when a token expires. The server's time zone is not known, so its local time is a range.
 *
 * @returns milliseconds since the epoch: the token works before the first, and not after the second;
 * `undefined` if it is not a date
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
  return isLocal ? [time - 14 * hour, time + 12 * hour] : [time, time];
}
