import { ConfigurationError } from "./errors.js";
import type { RetryOptions } from "./retry.js";
import type { Validator } from "./validator.js";

/** Headers by name: `null` removes one that would be sent otherwise, `undefined` keeps it. */
export type HeaderOptions = Readonly<Record<string, string | null | undefined>>;

/** What a single call may set, for any API. Each overrides the client's option of the same name. */
export interface EngineOptions {
  /**
   * Sends the requests instead of `globalThis.fetch`, which is looked up at the call. Always called
   * with a URL and an `init`.
   */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** More headers; those of a call are merged with those of the client. */
  readonly headers?: HeaderOptions | undefined;
  /**
   * The deadline of the whole call in milliseconds: token function, attempts, pauses and body.
   * `Infinity` for none. @default 60000
   */
  readonly timeout?: number | undefined;
  /** When to repeat a failed attempt; a number is a `limit`. @default \{ limit: 2 \} */
  readonly retry?: number | RetryOptions | undefined;
  /** Aborts the call, which then rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
  /** The largest body of a success, in bytes after decompression. @default 16777216 */
  readonly maxResponseSize?: number | undefined;
}

/** The options of one call, complete. */
export interface ResolvedOptions {
  /** How to sign in, as the API's layer takes it. */
  readonly auth: object | null;
  readonly fetch: EngineOptions["fetch"];
  /** By name in lower case. */
  readonly headers: HeaderOptions;
  readonly timeout: number;
  readonly retry: {
    readonly [Name in keyof RetryOptions]-?: Exclude<RetryOptions[Name], undefined>;
  };
  readonly signal: AbortSignal | undefined;
  readonly validate: Validator | null;
  readonly maxResponseSize: number;
}

export const defaults: ResolvedOptions = Object.freeze({
  auth: null,
  fetch: undefined,
  headers: Object.freeze({ accept: "application/json" }),
  timeout: 60_000,
  retry: Object.freeze({
    limit: 2,
    methods: Object.freeze(["GET", "HEAD", "PUT", "DELETE", "OPTIONS"]),
    maxDelay: 30_000,
  }),
  signal: undefined,
  validate: null,
  maxResponseSize: 16 * 1024 * 1024,
});

/** The longest delay that timers keep: with a longer one they fire at once. */
const longestTimeout = 2 ** 31 - 1;

/** What an option must be, in words that follow "must be", and whether a value is that. */
export type Rule = readonly [wanted: string, holds: (value: unknown) => boolean];
export type Rules = Readonly<Record<string, Rule>>;

const isObject = (value: unknown) => typeof value === "object" && value !== null;

/** False if the value is not a number. */
const isBetween = (least: number, value: unknown, most: number) =>
  typeof value === "number" && value >= least && value <= most;

/** What a call of any API may set. */
export const callRules: Rules = {
  fetch: ["a function", (value) => typeof value === "function"],
  // The entries of a Headers are not its members, and would be ignored.
  headers: [
    "an object of values by name",
    (value) => isObject(value) && !(Symbol.iterator in Object(value)),
  ],
  timeout: [
    `from 1 to ${longestTimeout} ms, or Infinity`,
    (value) => value === Infinity || isBetween(Number.MIN_VALUE, value, longestTimeout),
  ],
  retry: ["a number or an object", (value) => typeof value === "number" || isObject(value)],
  // The likeliest mistakes are to pass the controller itself, and `createValidator` itself.
  signal: ["an AbortSignal", (value) => isObject(value) && "throwIfAborted" in Object(value)],
  maxResponseSize: ["a number of bytes", (value) => isBetween(0, value, Infinity)],
};

const retryRules: Rules = {
  limit: ["a whole number from 0", (value) => Number.isInteger(value) && Number(value) >= 0],
  methods: [
    "an array of HTTP methods in capitals",
    (value) => Array.isArray(value) && value.every((method) => /^[A-Z]+$/.test(String(method))),
  ],
  maxDelay: [`from 0 to ${longestTimeout} ms`, (value) => isBetween(0, value, longestTimeout)],
};

/**
 * Lays options over others, key by key.
 *
 * @param caller - what an error names
 * @param rules - the options that there are
 * @throws ConfigurationError if one is unknown or not what it must be
 */
export function mergeOptions(
  caller: string,
  base: ResolvedOptions,
  options: object,
  rules: Rules,
): ResolvedOptions {
  // Callers without a compiler may pass anything.
  if (!isObject(options)) throw new ConfigurationError(`${caller}: options must be an object`);
  // Safe: each is checked by its rule.
  const own = check(caller, "option", "", options, rules) as EngineOptions &
    Partial<Pick<ResolvedOptions, "auth">>;
  const { auth, headers, retry = {} } = own;
  const ownRetry = typeof retry === "number" ? { limit: retry } : retry;
  return {
    ...overlay(base, own),
    auth: auth === undefined ? base.auth : auth && ownMembers(auth),
    headers: headers ? { ...base.headers, ...headersOf(caller, headers) } : base.headers,
    retry: overlay(base.retry, check(caller, "option retry", "retry.", ownRetry, retryRules)),
  };
}

/** A copy of the base with its members replaced by those that are defined in the other object. */
function overlay<T extends object>(base: T, own: Readonly<Partial<Record<keyof T, unknown>>>): T {
  const merged = { ...base };
  for (const name in base) {
    // Safe: `check` has seen it.
    if (own[name] !== undefined) merged[name] = own[name] as T[typeof name];
  }
  return merged;
}

/**
 * Throws at the first option that is unknown or not what it must be. Only numbers are quoted.
 *
 * @returns a copy that inherits nothing
 */
function check(
  caller: string,
  what: string,
  prefix: string,
  given: object,
  rules: Rules,
): Readonly<Record<string, unknown>> {
  refuseUnknown(`${caller}: ${what}`, given, Object.keys(rules));
  const values = ownMembers(given);
  for (const [name, [wanted, holds]] of Object.entries(rules)) {
    const value = values[name];
    if (value === undefined || holds(value)) continue;
    throw new ConfigurationError(
      `${caller}: ${prefix}${name} must be ${wanted}` +
        (typeof value === "number" ? `; got ${value}` : ""),
    );
  }
  return values;
}

/** A copy that inherits nothing: what a polluted `Object.prototype` holds is not an option. */
export function ownMembers(given: object): Readonly<Record<string, unknown>> {
  return Object.assign(Object.create(null) as Record<string, unknown>, given);
}

/** Throws if an object has a member that would be ignored. */
export function refuseUnknown(what: string, given: object, known: readonly string[]): void {
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new ConfigurationError(
    `${what} "${unknown}" is unknown; known are: ${known.join(", ") || "none"}`,
  );
}

/** By name in lower case, so that one replaces the other however it is spelt. */
function headersOf(caller: string, headers: HeaderOptions): HeaderOptions {
  const given = Object.entries(headers).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) {
    const shown = name.replace(/[^\x20-\x7e]/g, "?");
    // A credential passed here would bypass the rules that keep it safe.
    if (/^(authorization|cookie)$/i.test(name)) {
      throw new ConfigurationError(
        `${caller}: pass ${name} by the option "auth", not in "headers"`,
      );
    }
    const isSendable =
      value === null || (typeof value === "string" && !/[^\t\x20-\x7e\x80-\xff]/.test(value));
    if (!isSendable || !/^[\w!#$%&'*+.^`|~-]+$/.test(name)) {
      throw new ConfigurationError(
        `${caller}: header "${shown}" must be null or a string that a header can carry`,
      );
    }
  }
  return Object.fromEntries(given.map(([name, value]) => [name.toLowerCase(), value]));
}

/** The headers that are to be sent. */
export function definedHeaders(headers: HeaderOptions): Record<string, string> {
  const defined: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value != null) defined[name] = value;
  }
  return defined;
}
