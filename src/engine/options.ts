import { refuseUnknown } from "./values.js";
import { ConfigurationError } from "./errors.js";
import type { RetryOptions } from "./retry.js";
import type { Validator } from "./validator.js";

/** Headers by name. `null` removes a header that would otherwise be sent; `undefined` keeps it. */
export type HeaderOptions = Readonly<Record<string, string | null | undefined>>;

/** Options of a single call, for any API. Each overrides the client's option of the same name. */
export interface EngineOptions {
  /**
   * Sends the requests. The client always calls it with a URL string and an `init` object.
   * @default `globalThis.fetch`, as it is at the time of the request
   */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** Additional headers. The headers of a call are merged with the headers of the client. */
  readonly headers?: HeaderOptions | undefined;
  /**
   * The time limit for the whole call, in milliseconds. It includes the token function, all
   * attempts, the pauses between them, and reading the body. `Infinity` disables it.
   * @default 60000
   */
  readonly timeout?: number | undefined;
  /** When to repeat a failed attempt. A number sets only `limit`. @default `{ limit: 2 }` */
  readonly retry?: number | RetryOptions | undefined;
  /** Aborts the call. The call then rejects with the signal's `reason`. */
  readonly signal?: AbortSignal | undefined;
  /** The maximum size of a successful response body, in bytes after decompression. @default 16777216 */
  readonly maxResponseSize?: number | undefined;
}

/** The options of one call, with all defaults filled in. */
export interface ResolvedOptions {
  /** The credential, in the format of the API's layer. */
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

/** The longest delay that timers support. With a longer delay they fire immediately. */
const longestTimeout = 2 ** 31 - 1;

/** A rule for an option: the end of the message "must be …", and a function that checks a value. */
export type Rule = readonly [wanted: string, holds: (value: unknown) => boolean];
export type Rules = Readonly<Record<string, Rule>>;

const isObject = (value: unknown) => typeof value === "object" && value !== null;

/** Returns whether a value is a number in a range. */
const isBetween = (least: number, value: unknown, most: number) =>
  typeof value === "number" && value >= least && value <= most;

/** The rules for the options of a call, for any API. */
export const callRules: Rules = {
  fetch: ["a function", (value) => typeof value === "function"],
  // A `Headers` object has no own properties, so all its headers would be ignored.
  headers: [
    "an object like { name: value }",
    (value) => isObject(value) && !(Symbol.iterator in Object(value)),
  ],
  timeout: [
    `from 1 to ${longestTimeout} ms, or Infinity`,
    (value) => value === Infinity || isBetween(Number.MIN_VALUE, value, longestTimeout),
  ],
  retry: ["a number or an object", (value) => typeof value === "number" || isObject(value)],
  // The most common mistake is to pass the AbortController instead of its signal.
  signal: ["an AbortSignal", (value) => isObject(value) && "throwIfAborted" in Object(value)],
  maxResponseSize: ["a number of bytes", (value) => isBetween(0, value, Infinity)],
};

const retryRules: Rules = {
  limit: ["an integer, 0 or greater", (value) => Number.isInteger(value) && Number(value) >= 0],
  methods: [
    "an array of HTTP methods in capitals",
    (value) => Array.isArray(value) && value.every((method) => /^[A-Z]+$/.test(String(method))),
  ],
  maxDelay: [`from 0 to ${longestTimeout} ms`, (value) => isBetween(0, value, longestTimeout)],
};

/**
 * Checks options and merges them into `base`, key by key.
 *
 * @param caller - the name of the called function, for error messages
 * @param rules - the rules of all known options
 * @throws ConfigurationError if an option is unknown or breaks its rule
 */
export function mergeOptions(
  caller: string,
  base: ResolvedOptions,
  options: object,
  rules: Rules,
): ResolvedOptions {
  // Callers in plain JavaScript can pass anything.
  if (!isObject(options)) throw new ConfigurationError(`${caller}: options must be an object`);
  // Safe: `check` has checked each option.
  const own = check(caller, "option", "", options, rules) as EngineOptions &
    Partial<Pick<ResolvedOptions, "auth">>;
  const { auth, headers, retry = {} } = own;
  const ownRetry = typeof retry === "number" ? { limit: retry } : retry;
  return {
    ...overlay(base, own),
    auth: auth === undefined ? base.auth : auth && ownMembers(auth),
    headers: headers ? { ...base.headers, ...headersOf(caller, headers) } : base.headers,
    retry: overlay(base.retry, check(caller, "retry option", "retry.", ownRetry, retryRules)),
  };
}

/** Returns a copy of `base` with each member replaced that `own` defines. */
function overlay<T extends object>(base: T, own: Readonly<Partial<Record<keyof T, unknown>>>): T {
  const merged = { ...base };
  for (const name in base) {
    // Safe: `check` has checked the type.
    if (own[name] !== undefined) merged[name] = own[name] as T[typeof name];
  }
  return merged;
}

/**
 * Checks options by their rules. Error messages contain no values except numbers, because a value
 * may be a secret.
 *
 * @returns a copy without a prototype
 * @throws ConfigurationError if an option is unknown or breaks its rule
 */
function check(
  caller: string,
  what: string,
  prefix: string,
  options: object,
  rules: Rules,
): Readonly<Record<string, unknown>> {
  refuseUnknown(`${caller}: ${what}`, options, Object.keys(rules));
  const values = ownMembers(options);
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

/** Copies an object without its prototype, so that a polluted `Object.prototype` sets no options. */
export function ownMembers(input: object): Readonly<Record<string, unknown>> {
  return Object.assign(Object.create(null) as Record<string, unknown>, input);
}

/** Checks headers and converts their names to lower case, so that `base` and call headers merge. */
function headersOf(caller: string, headers: HeaderOptions): HeaderOptions {
  const entries = Object.entries(headers).filter(([, value]) => value !== undefined);
  for (const [name, value] of entries) {
    const shown = name.replace(/[^\x20-\x7e]/g, "?");
    // A credential in `headers` would bypass redaction and the protection against lockout.
    if (/^(authorization|cookie)$/i.test(name)) {
      throw new ConfigurationError(
        `${caller}: headers must not contain ${name}. Use the option auth.`,
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
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value]));
}

/** Returns the headers to send: without `null` and `undefined`. */
export function definedHeaders(headers: HeaderOptions): Record<string, string> {
  const defined: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (value != null) defined[name] = value;
  }
  return defined;
}
