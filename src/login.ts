import type { UserSession } from "../generated/schema.js";
import { createClient, createClientFor, type DataMetaClient } from "./client.js";
import { marking } from "./datameta/errors.js";
import type { ClientOptions } from "./datameta/options.js";
import { checkSession } from "./datameta/session.js";
import { ConfigurationError } from "./engine/errors.js";
import { ownMembers } from "./engine/options.js";

/**
 * The options of {@link login}: the account, the key to create, and the options of `createClient`. The
 * new client gets the same client options, including `signal`.
 */
export interface LoginOptions extends Omit<ClientOptions, "auth"> {
  readonly email: string;
  readonly password: string;
  /** The name of the new API key, at most 200 characters. */
  readonly label: string;
  /**
   * When the key expires, in the server's local time without an offset, like `2030-01-31` or
   * `2030-01-31T12:00:00`. @default the latest time that the server allows
   */
  readonly expires?: string | undefined;
}

/** The result of {@link login}. */
export interface Login {
  /** A client that is signed in with the new key. */
  readonly client: DataMetaClient;
  /** The new key. Its token is shown only once. */
  readonly session: UserSession;
}

/**
 * Creates an API key with an e-mail address and a password, and a client that uses the key.
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
  const session = await createClientFor(clientOptions, "login").createApiKey({ body: key });
  return marking(() => {
    const { token, expires } = checkSession("login", session);
    const auth = { bearer: token, expires };
    return { client: createClient({ ...clientOptions, auth }), session };
  });
}

/** Checks the options, because callers in plain JavaScript can pass anything. */
function checkAccount(options: unknown): LoginOptions {
  if (typeof options !== "object" || options === null) {
    throw new ConfigurationError("login: options must be an object");
  }
  const own = ownMembers(options);
  if ("auth" in own) {
    // The server prefers a token to the password, and would create the key for the token's account.
    throw new ConfigurationError(
      'login: option "auth" is not allowed, because login uses the password',
    );
  }
  for (const name of ["email", "password", "label"]) {
    const value = own[name];
    if (typeof value !== "string" || value === "") {
      throw new ConfigurationError(`login: option "${name}" is empty or not a string`);
    }
  }
  return own as unknown as LoginOptions; // Safe: `createClient` checks the other options.
}
