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

const callOptions = ["auth", "fetch", "headers", "timeout", "retry", "signal", "validate"];
const clientOptions = [...callOptions, "baseUrl", "middleware"];

/** The client's options over the defaults. */
export function resolveClientOptions(options: ClientOptions): ResolvedOptions {
  const resolved = merge("createClient", defaults, options, clientOptions);
  if (!Array.isArray(options.middleware ?? [])) {
    throw new ConfigurationError("createClient: middleware must be an array");
  }
  return resolved;
}

/** A call's options over the client's. */
export function resolveCallOptions(
  method: string,
  client: ResolvedOptions,
  options: CallOptions | undefined,
): ResolvedOptions {
  return options === undefined ? client : merge(method, client, options, callOptions);
}

function merge(
  caller: string,
  base: ResolvedOptions,
  options: CallOptions,
  known: readonly string[],
): ResolvedOptions {
  // Callers without a compiler may pass anything.
  const given: unknown = options;
  if (typeof given !== "object" || given === null) {
    throw new ConfigurationError(`${caller}: options must be an object`);
  }
  refuseUnknown(`${caller}: option`, options, known);
  const { auth, fetch, headers, timeout, retry, signal, validate } = options;
  const resolved: ResolvedOptions = {
    auth: auth === undefined ? base.auth : auth,
    fetch: fetch ?? base.fetch,
    headers: headers ? { ...base.headers, ...headersOf(caller, headers) } : base.headers,
    timeout: timeout ?? base.timeout,
    retry: { ...base.retry, ...retryOf(caller, retry) },
    signal: signal ?? base.signal,
    validate: validate === undefined ? base.validate : validate,
  };
  check(caller, resolved);
  // Where it is given, and not again for a call that takes the client's.
  if (auth !== undefined && auth !== null) checkAuth(caller, auth);
  return resolved;
}

/** Throws where an object has a member that nobody would read. */
export function refuseUnknown(what: string, given: object, known: readonly string[]): void {
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) {
      throw new ConfigurationError(
        `${what} "${name}" is unknown; known are: ${known.join(", ") || "none"}`,
      );
    }
  }
}

/** What is given and not undefined. */
function retryOf(caller: string, given: unknown): Partial<ResolvedOptions["retry"]> {
  if (typeof given === "number") return { limit: given };
  if (given === undefined) return {};
  if (typeof given !== "object" || given === null) {
    throw new ConfigurationError(`${caller}: retry must be a number or an object`);
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** By name in lower case, so that one replaces the other however it is spelt. */
function headersOf(caller: string, headers: HeaderOptions): HeaderOptions {
  // The entries of a Headers are none of its members: they would be left out without a word.
  if (typeof headers !== "object" || Symbol.iterator in headers) {
    throw new ConfigurationError(`${caller}: headers must be an object of values by name`);
  }
  const given = Object.entries(headers).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) {
    // A credential given here would pass by the rules that keep it safe.
    if (/^(authorization|cookie)$/i.test(name)) {
      throw new ConfigurationError(
        `${caller}: give ${name} by the option "auth", not in "headers"`,
      );
    }
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || (value && /[^\t\x20-\x7e\x80-\xff]/.test(value))) {
      throw new ConfigurationError(
        `${caller}: header "${name.replace(/[^\x20-\x7e]/g, "?")}" has a character that a header cannot carry`,
      );
    }
  }
  return Object.fromEntries(given.map(([name, value]) => [name.toLowerCase(), value]));
}

function refuseFor(caller: string) {
  return (problem: string): never => {
    throw new ConfigurationError(`${caller}: ${problem}`);
  };
}

function check(caller: string, resolved: ResolvedOptions): void {
  const { timeout, retry, fetch, signal, validate } = resolved;
  const refuse = refuseFor(caller);
  if (!(timeout === Infinity || isBetween(Number.MIN_VALUE, timeout, longestTimeout))) {
    refuse(`timeout must be from 1 to ${longestTimeout} ms, or Infinity; got ${String(timeout)}`);
  }
  if (!(Number.isInteger(retry.limit) && retry.limit >= 0)) {
    refuse(`retry.limit must be a whole number from 0; got ${String(retry.limit)}`);
  }
  if (!isBetween(0, retry.maxDelay, longestTimeout)) {
    refuse(`retry.maxDelay must be from 0 to ${longestTimeout} ms; got ${String(retry.maxDelay)}`);
  }
  const methods: unknown = retry.methods;
  if (!Array.isArray(methods) || !methods.every((method) => /^[A-Z]+$/.test(String(method)))) {
    refuse("retry.methods must be an array of HTTP methods in capitals");
  }
  refuseUnknown(`${caller}: option retry`, retry, ["limit", "methods", "maxDelay"]);
  if (fetch !== undefined && typeof fetch !== "function") refuse("fetch must be a function");
  // The likeliest mistakes are to give the controller itself, and `createValidator` itself.
  if (signal !== undefined && !("aborted" in signal)) refuse("signal must be an AbortSignal");
  if (validate !== null && typeof validate !== "object") {
    refuse("validate must be what createValidator() returns, or null");
  }
}

function checkAuth(caller: string, auth: Auth): void {
  const refuse = refuseFor(caller);
  const given = typeof auth === "object" ? Object.keys(auth) : [];
  if (given.length === 0) refuse("auth must be { bearer }, { cookie } or { session }, or null");
  refuseUnknown(`${caller}: option auth`, auth, ["bearer", "cookie", "session"]);
  if ("cookie" in auth && !("bearer" in auth) && !canSendCookies()) {
    refuse('a browser lets no program send cookies; use auth: { session: "browser" }');
  }
}

/** False for what is no number, too. */
function isBetween(least: number, value: unknown, most: number): boolean {
  return typeof value === "number" && value >= least && value <= most;
}

function canSendCookies(): boolean {
  return new Request("http://localhost", { headers: { Cookie: "a=b" } }).headers.has("Cookie");
}
