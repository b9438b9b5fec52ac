import { refuseUnknown } from "./values.js";
import { ConfigurationError } from "./errors.js";
import { isRecord } from "./issues.js";
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
  maxResponseSize: 2 ** 24,
});

/** The longest delay that timers support. With a longer delay they fire immediately. */
const longestTimeout = 2 ** 31 - 1;

/**
 * A rule for an option: the end of the message "must be …", a function that checks a value next to
 * the other options, and the rules for the members of an object.
 */
export type Rule = readonly [
  wanted: string,
  holds: (value: unknown, others: Readonly<Record<string, unknown>>) => boolean,
  members?: Readonly<Record<string, Rule>>,
];
export type Rules = Readonly<Record<string, Rule>>;

/** Returns whether a value is a number in a range. */
const isBetween = (least: number, value: unknown, most: number) =>
  typeof value === "number" && value >= least && value <= most;

const isLimit = (value: unknown) => Number.isInteger(value) && isBetween(0, value, Infinity);

const retryRules: Rules = {
  limit: ["an integer, 0 or greater", isLimit],
  methods: [
    "an array of methods in capitals",
    (value) => Array.isArray(value) && value.every((method: string) => /^[A-Z]+$/.test(method)),
  ],
  maxDelay: [`from 0 to ${longestTimeout} ms`, (value) => isBetween(0, value, longestTimeout)],
};

/** The rules for the options of a call, for any API. */
export const callRules: Rules = {
  fetch: ["a function", (value) => typeof value === "function"],
  // A `Headers` object has no own properties, so all its headers would be ignored.
  headers: [
    "an object like { name: value }",
    (value) => isRecord(value) && !(Symbol.iterator in value),
  ],
  timeout: [
    `from 1 to ${longestTimeout} ms, or Infinity`,
    (value) => value === Infinity || (value !== 0 && isBetween(0, value, longestTimeout)),
  ],
  retry: [
    "an integer, 0 or greater, or an object",
    (value) => isLimit(value) || isRecord(value),
    retryRules,
  ],
  // The most common mistake is to pass the AbortController instead of its signal.
  signal: ["an AbortSignal", (value) => isRecord(value) && "throwIfAborted" in value],
  maxResponseSize: ["a number of bytes", (value) => isBetween(0, value, Infinity)],
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
  if (!isRecord(options)) throw mistake(caller, "options", "an object");
  // Safe: `check` has checked each option.
  const own = check(caller, "", options, rules) as Partial<Omit<ResolvedOptions, "retry">> & {
    readonly retry?: number | Partial<ResolvedOptions["retry"]>;
  };
  const { auth = base.auth, headers = {}, retry } = own;
  return {
    ...base,
    ...own,
    auth: auth && ownMembers(auth),
    headers: { ...base.headers, ...checkHeaders(caller, headers) },
    retry: { ...base.retry, ...(typeof retry === "number" ? { limit: retry } : retry) },
  };
}

/**
 * Checks options by their rules. Error messages contain no values, because a value may be a secret.
 *
 * @param parent - the option that these are members of, with a dot
 * @returns a copy of the options that are defined, without a prototype
 * @throws ConfigurationError if an option is unknown or breaks its rule
 */
function check(
  caller: string,
  parent: string,
  options: object,
  rules: Rules,
): Readonly<Record<string, unknown>> {
  refuseUnknown(`${caller}: ${parent.replace(".", " ")}option`, options, Object.keys(rules));
  const values = ownMembers(options);
  const defined: Record<string, unknown> = ownMembers({});
  for (const [name, [wanted, holds, members]] of Object.entries(rules)) {
    let value = values[name];
    if (value === undefined) continue;
    if (members && isRecord(value)) value = check(caller, `${name}.`, value, members);
    if (!holds(value, values)) throw mistake(caller, parent + name, wanted);
    defined[name] = value;
  }
  return defined;
}

function mistake(caller: string, option: string, wanted: string): ConfigurationError {
  return new ConfigurationError(`${caller}: ${option} must be ${wanted}`);
}

/** Copies an object without its prototype, so that a polluted `Object.prototype` sets no options. */
export function ownMembers(input: object | undefined): Readonly<Record<string, unknown>> {
  return { __proto__: null, ...input };
}

/** Checks headers and converts their names to lower case, so that those of client and call merge. */
function checkHeaders(caller: string, headers: HeaderOptions): HeaderOptions {
  const checked: Record<string, string | null> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    const isSendable =
      (value === null || typeof value === "string") &&
      /^[\w!#$%&'*+.^`|~-]+\n[\t -~\x80-\xff]*$/.test(`${name}\n${value}`);
    // A credential in `headers` would bypass redaction and the protection against lockout.
    const isCredential = /^(authorization|cookie)$/i.test(name);
    if (isCredential || !isSendable) {
      throw mistake(
        caller,
        `header ${JSON.stringify(name)}`,
        isCredential
          ? "left out. Use the option auth."
          : "null or a string that a header can carry",
      );
    }
    checked[name.toLowerCase()] = value;
  }
  return checked;
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
