import { ConfigurationError } from "./errors.js";
import type { Operation } from "./operation.js";

/** A secret, or a function that gives it: asked before every attempt, so that it may rotate. */
export type Secret = string | (() => string | Promise<string>);

/** An API key, sent as `Authorization: Bearer …`. */
export interface BearerAuth {
  readonly bearer: Secret;
}

/** The value of the `datameta` session cookie, where the platform lets a program send cookies. */
export interface CookieAuth {
  readonly cookie: Secret;
}

/** The session that the browser holds for the server's site. */
export interface SessionAuth {
  readonly session: "browser";
}

/**
 * The way to sign in. Where both a bearer token and a cookie are given, the token alone is sent: the
 * server would prefer it, too.
 */
export type Auth = BearerAuth | CookieAuth | SessionAuth;

/** A credential for one attempt. */
export interface Credential {
  readonly header: "Authorization" | "Cookie" | undefined;
  readonly value: string;
  /** What must not show in an error. */
  readonly secret: string | undefined;
  /** Whether the browser is to add its cookies. */
  readonly session: boolean;
}

/** No credential at all. */
export const anonymous: Credential = {
  header: undefined,
  value: "",
  secret: undefined,
  session: false,
};

/**
 * Some operations want a credential and check none: the server refuses a request without, and lets
 * any value through.
 */
const placeholder: Credential = {
  ...anonymous,
  header: "Authorization",
  value: "Bearer anonymous",
};

const browserSession: Credential = { ...anonymous, session: true };

/**
 * Chooses the credential for an attempt of an operation.
 *
 * @throws ConfigurationError where the secret cannot stand in a header; it is not quoted
 */
export async function chooseCredential(
  auth: Auth | null | undefined,
  operation: Pick<Operation, "security">,
): Promise<Credential> {
  if (operation.security === "none") return anonymous;
  if (auth && "bearer" in auth) {
    const secret = await ask("bearer", auth.bearer);
    return { header: "Authorization", value: `Bearer ${secret}`, secret, session: false };
  }
  if (auth && "cookie" in auth) {
    const secret = await ask("cookie", auth.cookie);
    return { header: "Cookie", value: `datameta=${secret}`, secret, session: false };
  }
  if (operation.security === "any") return placeholder;
  return auth ? browserSession : anonymous;
}

/** Answers without a promise for a plain string: a call has one turn of the event loop less. */
function ask(scheme: "bearer" | "cookie", secret: Secret): string | Promise<string> {
  return typeof secret === "function"
    ? Promise.resolve(secret()).then((value) => checkSecret(scheme, value))
    : checkSecret(scheme, secret);
}

function checkSecret(scheme: "bearer" | "cookie", secret: unknown): string {
  // The server splits the header at its spaces, and cookies at `;`.
  if (typeof secret === "string" && /^[\x21-\x7e]+$/.test(secret)) {
    if (scheme === "bearer" || !/[;,"\\]/.test(secret)) return secret;
  }
  throw new ConfigurationError(
    `auth.${scheme} must be a non-empty string without spaces, control and non-ASCII characters` +
      `${scheme === "cookie" ? ', and without ; , " and \\' : ""}; it is ${describe(secret)}`,
  );
}

function describe(secret: unknown): string {
  return typeof secret === "string"
    ? `one of ${secret.length} characters (not shown)`
    : `a value of type ${typeof secret}`;
}
