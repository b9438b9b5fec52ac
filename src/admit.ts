import { anonymous, chooseCredential, type Credential } from "./auth.js";
import type { Call } from "./call.js";
import { ConfigurationError, UnauthorizedError } from "./errors.js";
import { bodyText, type Outgoing } from "./request.js";
import type { Pass, TokenGate } from "./token-gate.js";

/** Where credentials may go, and which tokens are known to be bad. */
export interface Connection {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly gate: TokenGate;
}

/** An attempt's credential, and what the gate wants to hear about it. */
export interface Admission {
  readonly credential: Credential;
  readonly pass?: Pass;
}

/**
 * Chooses the credential of an attempt and takes it through the gate.
 *
 * @throws UnauthorizedError where the token is known to be bad
 */
export async function admit(
  call: Call,
  request: Outgoing,
  connection: Connection,
): Promise<Admission> {
  // Middleware and `http` may have led the request elsewhere: no credential goes along.
  if (!request.url.startsWith(`${connection.baseUrl}/`)) return { credential: anonymous };
  const { bodyCredential } = call.operation;
  // An expired token beside a good password would count as a failed login, and nobody be told.
  if (bodyCredential !== undefined && (await hasText(request, bodyCredential))) {
    return { credential: anonymous };
  }
  const credential = await chooseCredential(call.options.auth, call.operation).catch(
    (error: unknown) => {
      if (!(error instanceof ConfigurationError)) throw error;
      // An attempt before this one may have had its effect.
      throw new ConfigurationError(error.message, call.details());
    },
  );
  if (credential.header !== "Authorization" || credential.secret === undefined)
    return { credential };
  const pass = await connection.gate.enter(credential.secret);
  if (!(pass instanceof UnauthorizedError)) return { credential, pass };
  if (call.operation.security !== "required") {
    return { credential: await chooseCredential(null, call.operation) };
  }
  throw new UnauthorizedError(
    `${call.operation.operationId} refused: this token drew a 401 before, and is not sent again ` +
      "lest it lock the account; give another one",
    {
      ...call.details(),
      status: pass.status,
      issues: pass.issues,
      headers: pass.headers,
      body: pass.body,
    },
  );
}

async function hasText(request: Outgoing, member: string): Promise<boolean> {
  try {
    const body: unknown = JSON.parse((await bodyText(request)) ?? "");
    // Safe: what is no object has no such member, or throws.
    return typeof (body as Record<string, unknown>)[member] === "string";
  } catch {
    return false;
  }
}
