import type { Middleware } from "openapi-fetch";
import type { Auth } from "./auth.js";
import { ConfigurationError } from "./errors.js";
import type { RetryOptions } from "./retry.js";
import { longestTimeout } from "./timeout.js";
import type { Validator } from "./validator.js";

/** Headers by name: `null` removes one that would be sent otherwise, `undefined` keeps it. */
export type HeaderOptions = Readonly<Record<string, string | null | undefined>>;

/** What a single call may set; each one overrides the client's option of the same name. */
export interface CallOptions {
  /** How to sign in; `null` for a call without a credential. */
  readonly auth?: Auth | null | undefined;
  /** Sends the requests instead of `globalThis.fetch`, which is looked up at the call. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** More headers; those of a call are merged with those of the client. */
  readonly headers?: HeaderOptions | undefined;
  /**
   * The deadline of the whole call in milliseconds: token function, attempts, pauses and body.
   * `Infinity` for none. @default 60000
   */
  readonly timeout?: number | undefined;
  /** When to repeat a failed attempt; a number is a `limit`. @default \{ limit: 2 \} */
  readonly retry?: number | RetryOptions | undefined;
  /** Aborts the call; it then rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Checks requests before they are sent, and answers when they come: `createValidator()` of
   * `datameta-client/validate`; `null` for a call without. @default null
   */
  readonly validate?: Validator | null | undefined;
}

/** What `createClient` takes. */
export interface ClientOptions extends CallOptions {
  /**
   * Where the API lives, like `https://datameta.example.org/api/v1`. Absolute, or in a browser from
   * the root of the page's own site, like `/api/v1`. There is no default.
   */
  readonly baseUrl: string;
  /** openapi-fetch's middleware, for every call. */
  readonly middleware?: readonly Middleware[] | undefined;
}

/** The options of one call, complete. */
export interface ResolvedOptions {
  readonly auth: Auth | null;
  readonly fetch: typeof globalThis.fetch | undefined;
  readonly headers: HeaderOptions;
  readonly timeout: number;
  readonly retry: {
    readonly [Name in keyof RetryOptions]-?: Exclude<RetryOptions[Name], undefined>;
  };
  readonly signal: AbortSignal | undefined;
  readonly validate: Validator | null;
}

const defaults: ResolvedOptions = Object.freeze({
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
});

/** What an option must be, in words that follow "must be", and whether a value is that. */
type Rule = readonly [wanted: string, holds: (value: unknown) => boolean];
type Rules = Readonly<Record<string, Rule>>;

const isObject = (value: unknown) => typeof value === "object" && value !== null;

/** False for what is no number, too. */
const isBetween = (least: number, value: unknown, most: number) =>
  typeof value === "number" && value >= least && value <= most;

const callRules: Rules = {
  auth: [
    "{ bearer }, { cookie } or { session }, or null",
    (value) => typeof value === "object" && (value === null || Object.keys(value).length > 0),
  ],
  fetch: ["a function", (value) => typeof value === "function"],
  // The entries of a Headers are none of its members: they would be left out without a word.
  headers: [
    "an object of values by name",
    (value) => isObject(value) && !(Symbol.iterator in Object(value)),
  ],
  timeout: [
    `from 1 to ${longestTimeout} ms, or Infinity`,
    (value) => value === Infinity || isBetween(Number.MIN_VALUE, value, longestTimeout),
  ],
  retry: ["a number or an object", (value) => typeof value === "number" || isObject(value)],
  // The likeliest mistakes are to give the controller itself, and `createValidator` itself.
  signal: ["an AbortSignal", (value) => isObject(value) && "throwIfAborted" in Object(value)],
  validate: [
    "what createValidator() returns, or null",
    (value) => value === null || (isObject(value) && "checkRequest" in Object(value)),
  ],
};

const clientRules: Rules = {
  ...callRules,
  // `resolveBaseUrl` looks at it.
  baseUrl: ["", () => true],
  middleware: ["an array", Array.isArray],
};

const retryRules: Rules = {
  limit: ["a whole number from 0", (value) => Number.isInteger(value) && Number(value) >= 0],
  methods: [
    "an array of HTTP methods in capitals",
    (value) => Array.isArray(value) && value.every((method) => /^[A-Z]+$/.test(String(method))),
  ],
  maxDelay: [`from 0 to ${longestTimeout} ms`, (value) => isBetween(0, value, longestTimeout)],
};

/** The client's options over the defaults. */
export function resolveClientOptions(
  options: ClientOptions,
  caller = "createClient",
): ResolvedOptions {
  return merge(caller, defaults, options, clientRules);
}

/** A call's options over the client's. */
export function resolveCallOptions(
  method: string,
  client: ResolvedOptions,
  options: CallOptions | undefined,
): ResolvedOptions {
  return options === undefined ? client : merge(method, client, options, callRules);
}

function merge(
  caller: string,
  base: ResolvedOptions,
  options: CallOptions,
  rules: Rules,
): ResolvedOptions {
  // Callers without a compiler may pass anything.
  if (!isObject(options)) throw new ConfigurationError(`${caller}: options must be an object`);
  check(caller, "option", "", options, rules);
  const { auth, fetch, headers, timeout, retry, signal, validate } = options;
  const ownRetry = typeof retry === "number" ? { limit: retry } : { ...retry };
  check(caller, "option retry", "retry.", ownRetry, retryRules);
  if (auth) checkAuth(caller, auth);
  return {
    auth: auth === undefined ? base.auth : auth,
    fetch: fetch ?? base.fetch,
    headers: headers ? { ...base.headers, ...headersOf(caller, headers) } : base.headers,
    timeout: timeout ?? base.timeout,
    retry: {
      limit: ownRetry.limit ?? base.retry.limit,
      methods: ownRetry.methods ?? base.retry.methods,
      maxDelay: ownRetry.maxDelay ?? base.retry.maxDelay,
    },
    signal: signal ?? base.signal,
    validate: validate === undefined ? base.validate : validate,
  };
}

/** Throws at the first option that is unknown or not what it must be; only numbers are quoted. */
function check(caller: string, what: string, prefix: string, given: object, rules: Rules): void {
  refuseUnknown(`${caller}: ${what}`, given, Object.keys(rules));
  const values: Readonly<Record<string, unknown>> = { ...given };
  for (const [name, [wanted, holds]] of Object.entries(rules)) {
    const value = values[name];
    if (value === undefined || holds(value)) continue;
    throw new ConfigurationError(
      `${caller}: ${prefix}${name} must be ${wanted}` +
        (typeof value === "number" ? `; got ${value}` : ""),
    );
  }
}

/** Throws where an object has a member that nobody would read. */
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
    // A credential given here would pass by the rules that keep it safe.
    if (/^(authorization|cookie)$/i.test(name)) {
      throw new ConfigurationError(
        `${caller}: give ${name} by the option "auth", not in "headers"`,
      );
    }
    if (value !== null && typeof value !== "string") {
      throw new ConfigurationError(
        `${caller}: header "${shown}" must be a text or null; got ${typeof value}`,
      );
    }
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || (value && /[^\t\x20-\x7e\x80-\xff]/.test(value))) {
      throw new ConfigurationError(
        `${caller}: header "${shown}" has a character that a header cannot carry`,
      );
    }
  }
  return Object.fromEntries(given.map(([name, value]) => [name.toLowerCase(), value]));
}

/** Callers without a compiler may pass anything. */
function checkAuth(caller: string, auth: Auth): void {
  refuseUnknown(`${caller}: option auth`, auth, ["bearer", "cookie", "session"]);
  if ("session" in auth && (auth.session as unknown) !== "browser") {
    throw new ConfigurationError(`${caller}: auth.session must be "browser"`);
  }
  if ("cookie" in auth && !("bearer" in auth) && !canSendCookies()) {
    throw new ConfigurationError(
      `${caller}: a browser lets no program send cookies; use auth: { session: "browser" }`,
    );
  }
}

function canSendCookies(): boolean {
  return new Request("http://localhost", { headers: { Cookie: "a=b" } }).headers.has("Cookie");
}
