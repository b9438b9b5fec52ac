import type { components } from "../generated/schema.js";
import { createClient, type DataMetaClient } from "./client.js";
import { ConfigurationError } from "./errors.js";
import type { ClientOptions } from "./options.js";

/**
 * What {@link login} takes: the account, the key to make, and what the client takes. The new client
 * keeps all of that, the `signal` included.
 */
export interface LoginOptions extends Omit<ClientOptions, "auth"> {
  readonly email: string;
  readonly password: string;
  /** The name of the new API key, at most 200 characters. */
  readonly label: string;
  /**
   * When the key is to expire, in the server's local time and without an offset, like `2030-01-31` or
   * `2030-01-31T12:00:00`. @default the longest time that the server allows
   */
  readonly expires?: string | undefined;
}

/** What {@link login} gives. */
export interface Login {
  /** A client that is signed in with the new key. */
  readonly client: DataMetaClient;
  /** The new key, with the token that the server shows this once. */
  readonly session: components["schemas"]["UserSession"];
}

/**
 * Exchanges an e-mail address and a password for an API key, and makes a client that uses it.
 *
 * @throws UnauthorizedError where the password is wrong or the account disabled
 * @throws ValidationError where `expires` is too late
 * @throws ApiError where the server answers with another error status
 * @throws RequestError where there is no usable answer
 * @throws ConfigurationError where an option is wrong
 * @throws the `reason` of your own `signal`, as it is, where that aborts
 *
 * @example
 * ```ts
 * const { client, session } = await login({ baseUrl, email, password, label: "laptop" });
 * // … later, when the key is no longer needed:
 * await client.deleteApiKey({ id: session.id.uuid });
 * ```
 */
export async function login(options: LoginOptions): Promise<Login> {
  checkAccount(options);
  const { email, password, label, expires, ...clientOptions } = options;
  const key = { email, password, label, ...(expires !== undefined && { expires }) };
  const session = await createClient(clientOptions).createApiKey({ body: key });
  const client = createClient({ ...clientOptions, auth: { bearer: session.token } });
  return { client, session };
}

/** Callers without a compiler may pass anything, like an environment variable that is not set. */
function checkAccount(options: LoginOptions): void {
  const given: unknown = options;
  if (typeof given !== "object" || given === null) {
    throw new ConfigurationError("login: options must be an object");
  }
  if ("auth" in given) {
    // The server would ask the token first, and make the key for whomever it stands for.
    throw new ConfigurationError('login: option "auth" is unknown; it signs in by password');
  }
  for (const name of ["email", "password", "label"] as const) {
    if (typeof options[name] !== "string" || options[name] === "") {
      throw new ConfigurationError(`login: option "${name}" must be a text that is not empty`);
    }
  }
}
