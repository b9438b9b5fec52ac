import type { Middleware } from "openapi-fetch";

import {
  callRules,
  defaults,
  mergeOptions,
  type EngineOptions,
  type ResolvedOptions,
  type Rules,
} from "../engine/options.js";
import type { Validator } from "../engine/validator.js";
import { checkAuth, wantedAuth, type Auth } from "./auth.js";

/** What a single call may set; each overrides the client's option of the same name. */
export interface CallOptions extends EngineOptions {
  /** How to sign in; `null` for a call without a credential. */
  readonly auth?: Auth | null | undefined;
  /**
   * Checks requests before they are sent, and responses when they arrive: `createValidator()` of
   * `datameta-client/validate`; `null` for a call without. @default null
   */
  readonly validate?: Validator | null | undefined;
}

/** What `createClient` takes. */
export interface ClientOptions extends CallOptions {
  /**
   * Where the API is, like `https://datameta.example.org/api/v1`. Absolute, or in a browser from the
   * root of the page's own site, like `/api/v1`. There is no default.
   */
  readonly baseUrl: string;
  /**
   * openapi-fetch's middleware, for every call. Of the `Request` that it returns, the method, URL,
   * headers, body and signal are used.
   */
  readonly middleware?: readonly Middleware[] | undefined;
}

const rules: Rules = {
  ...callRules,
  auth: [wantedAuth, (value) => typeof value === "object"],
  validate: [
    "what createValidator() returns, or null",
    (value) => value === null || "checkRequest" in Object(value),
  ],
};

const clientRules: Rules = {
  ...rules,
  // `resolveBaseUrl` looks at it.
  baseUrl: ["", () => true],
  middleware: ["an array", Array.isArray],
};

/** The client's options over the defaults. */
export function resolveClientOptions(options: ClientOptions): ResolvedOptions {
  return resolve("createClient", defaults, options, clientRules);
}

/** A call's options over the client's. */
export function resolveCallOptions(
  method: string,
  client: ResolvedOptions,
  options: object,
): ResolvedOptions {
  return resolve(method, client, options, rules);
}

function resolve(
  caller: string,
  base: ResolvedOptions,
  options: object,
  known: Rules,
): ResolvedOptions {
  const resolved = mergeOptions(caller, base, options, known);
  if (resolved.auth && resolved.auth !== base.auth) checkAuth(caller, resolved.auth);
  return resolved;
}
