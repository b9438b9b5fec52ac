import type { UserSession } from "../generated/schema.js";
import { createClient, type DataMetaClient } from "./client.js";
import { readExpiry, secretProblem, type Expires } from "./datameta/auth.js";
import { marking } from "./datameta/errors.js";
import type { ClientOptions } from "./datameta/options.js";
import { ConfigurationError, ResponseFormatError } from "./engine/errors.js";
import { isRecord } from "./engine/issues.js";
import { ownMembers } from "./engine/options.js";

/**
 * What {@link login} takes: the account, the key to create, and what `createClient` takes. The new
 * client keeps all of that, including the `signal`.
 */
export interface LoginOptions extends Omit<ClientOptions, "auth"> {
  readonly email: string;
  readonly password: string;
  /** The name of the new API key, at most 200 characters. */
  readonly label: string;
  /**
   * When the key expires, in the server's local time and without an offset, like `2030-01-31` or
   * `2030-01-31T12:00:00`. @default the longest time that the server allows
   */
  readonly expires?: string | undefined;
}

/** What {@link login} returns. */
export interface Login {
  /** A client that is signed in with the new key, and knows when it expires. */
  readonly client: DataMetaClient;
  /** The new key. Its token is shown only once. */
  readonly session: UserSession;
}

/**
 * Exchanges an e-mail address and a password for an API key, and creates a client that uses it.
 *
 * @throws UnauthorizedError if the password is wrong or the account is disabled
 * @throws ValidationError if `expires` is too late
 * @throws ApiError if the server answers with another error status
 * @throws RequestError if there is no usable response
 * @throws ConfigurationError if an option is wrong
 * @throws the `reason` of your own `signal`, unchanged, if the signal aborts
 *
 * @example
 * ```ts
 * const { client, session } = await login({ baseUrl, email, password, label: "laptop" });
 * // … later, when the key is no longer needed:
 * await client.deleteApiKey({ id: session.id });
 * ```
 */
export async function login(options: LoginOptions): Promise<Login> {
  const { email, password, label, expires, ...clientOptions } = marking(() =>
    checkAccount(options),
  );
  const key = { email, password, label, ...(expires !== undefined && { expires }) };
  const session = await createClient(clientOptions).createApiKey({ body: key });
  return marking(() => {
    const { token, expires } = checkSession(session);
    const auth = { bearer: token, expires };
    return { client: createClient({ ...clientOptions, auth }), session };
  });
}

/** Callers without a compiler may pass anything, like an environment variable that is not set. */
function checkAccount(options: unknown): LoginOptions {
  if (typeof options !== "object" || options === null) {
    throw new ConfigurationError("login: options must be an object");
  }
  const own = ownMembers(options);
  if ("auth" in own) {
    // The server would look at the token first, and create the key for whomever it belongs to.
    throw new ConfigurationError('login: option "auth" is unknown; login uses the password');
  }
  for (const name of ["email", "password", "label"]) {
    const value = own[name];
    if (typeof value !== "string" || value === "") {
      throw new ConfigurationError(`login: option "${name}" is empty or not a string`);
    }
  }
  return own as unknown as LoginOptions; // `createClient` checks the rest.
}

/** A proxy, or a server of another kind, may answer with any JSON. */
function checkSession(session: unknown): { token: string; expires: Expires } {
  const { token, expires } = isRecord(session) ? ownMembers(session) : {};
  if (typeof token === "string" && !secretProblem("bearer", token)) {
    // Safe: an expiry that cannot be read counts as one that is not known.
    return { token, expires: readExpiry(expires) && (expires as Expires) };
  }
  throw new ResponseFormatError("login failed: the response has no token. Is baseUrl right?", {
    operationId: "CreateApiKey",
    method: "POST",
    attempts: 1,
    outcome: "unknown",
  });
}
