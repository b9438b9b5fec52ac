import { isRecord } from "../engine/issues.js";
import type { Rule } from "../engine/options.js";

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
   * When the token expires. Until 15 minutes before, more than three requests can run at the same
   * time. Use it only with a token that is a string. A function returns `{ token, expires }` instead.
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

const wantedExpiry = "a Date or an ISO time";

/** The error message for an expiry that cannot be parsed. */
export const notADate = `auth.expires must be ${wantedExpiry}`;

/** The rule for the option `auth`, because callers in plain JavaScript can pass anything. */
export const authRule: Rule = [
  "null or an object with exactly one of bearer, cookie and session. Is the environment variable set?",
  (auth) =>
    auth === null ||
    (isRecord(auth) && Object.keys(auth).filter((name) => name !== "expires").length === 1),
  {
    // `secretProblem` checks the token when it is sent, because it may come from a function.
    bearer: ["", () => true],
    expires: [
      `${wantedExpiry}. A function returns { token, expires } instead.`,
      (expires, { bearer }) => typeof bearer === "string" && readExpiry(expires) !== undefined,
    ],
    cookie: ['left out in browsers. Use { session: "browser" }.', canSendCookies],
    session: ['"browser"', (session) => session === "browser"],
  },
];

function canSendCookies(): boolean {
  return new Request("http://a", { headers: { cookie: "a" } }).headers.has("cookie");
}

/**
 * Checks whether a header can carry a secret.
 *
 * @returns the problem, without quoting the secret, or `undefined` if there is none
 */
export function secretProblem(scheme: "bearer" | "cookie", secret: unknown): string | undefined {
  if (!secret) return `auth.${scheme} is empty. Is the environment variable set?`;
  // The server splits the header Authorization at spaces and the header Cookie at `;`.
  return typeof secret !== "string" ||
    /[^!-~]/.test(secret) ||
    (scheme === "cookie" && /[;,"\\]/.test(secret))
    ? `auth.${scheme} must be a string that a header can carry, without spaces and separators`
    : undefined;
}

/** In milliseconds. */
const hour = 3_600_000;

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
  // JavaScript reads a date without a time as UTC, but a time without an offset as a local time.
  const utc = text.replace(/^([\d-]{10})[T ]([\d:.]+)$/, "$1T$2Z");
  const isLocal = utc !== text || text.length === 10;
  const time = expires instanceof Date ? expires.getTime() : Date.parse(utc);
  if (Number.isNaN(time)) return undefined;
  // The offsets of time zones range from UTC-12 to UTC+14.
  return isLocal ? [time - 14 * hour, time + 12 * hour] : [time, time];
}
