import type { Middleware } from "openapi-fetch";

import {
  callRules,
  defaults,
  mergeOptions,
  type EngineOptions,
  type ResolvedOptions,
  type Rules,
} from "../engine/options.js";
import { isRecord } from "../engine/issues.js";
import type { Validator } from "../engine/validator.js";
import { authRule, type Auth } from "./auth.js";

/** Options of a single call. Each overrides the client's option of the same name. */
export interface CallOptions extends EngineOptions {
  /** How to sign in. `null` sends no credential. */
  readonly auth?: Auth | null | undefined;
  /**
   * Checks requests before they are sent, and responses when they arrive. Pass the result of
   * `createValidator()` from `datameta-client/validate`. `null` disables the checks. @default null
   */
  readonly validate?: Validator | null | undefined;
}

/** The options of `createClient`. */
export interface ClientOptions extends CallOptions {
  /**
   * The URL of the API, like `https://datameta.example.org/api/v1`. In a browser it can also be a path
   * on the page's own site, like `/api/v1`.
   */
  readonly baseUrl: string;
  /**
   * openapi-fetch middleware for every call. The client uses the method, URL, headers, body and signal
   * of the `Request` that it returns.
   */
  readonly middleware?: readonly Middleware[] | undefined;
}

const rules: Rules = {
  ...callRules,
  auth: authRule,
  validate: [
    "the result of createValidator(), or null",
    (value) => value === null || "checkRequest" in Object(value),
  ],
};

const clientRules: Rules = {
  ...rules,
  // `resolveBaseUrl` checks it.
  baseUrl: ["", () => true],
  middleware: [
    "an array of objects with onRequest, onResponse or onError",
    (value) =>
      Array.isArray(value) &&
      // openapi-fetch ignores a falsy value, as in `[isDebug && logger]`.
      value.every(
        (each) =>
          !each ||
          (isRecord(each) && ["onRequest", "onResponse", "onError"].some((name) => name in each)),
      ),
  ],
};

/** Checks the options of a client and merges them into the defaults. */
export function resolveClientOptions(caller: string, options: ClientOptions): ResolvedOptions {
  return mergeOptions(caller, defaults, options, clientRules);
}

/** Checks the options of a call and merges them into the client's options. */
export function resolveCallOptions(
  method: string,
  client: ResolvedOptions,
  options: object,
): ResolvedOptions {
  return mergeOptions(method, client, options, rules);
}
