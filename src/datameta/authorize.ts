import type { Call, Layer } from "../engine/call.js";
import { ConfigurationError, TooManyRequestsError, UnauthorizedError } from "../engine/errors.js";
import { noCredential, type Authorization, type WrittenRequest } from "../engine/layer.js";
import {
  notADate,
  readExpiry,
  secretProblem,
  type Auth,
  type Expires,
  type ExpiringToken,
  type Secret,
} from "./auth.js";
import { isRejection, isUncounted, showsAcceptance } from "./response-form.js";
import {
  close,
  confirm,
  gateOf,
  isOpen,
  Lease,
  markLost,
  type Refusal,
  type TokenGate,
} from "./token-gate.js";

/** A credential for operations that require one but do not check it. */
const placeholder: Authorization = {
  ...noCredential,
  headers: { authorization: "Bearer anonymous" },
};

const browserSession: Authorization = { ...noCredential, session: true };

/** How long a request may take to reach the server, in milliseconds. Its token may expire on the way. */
const expiryMargin = 60_000;

/** Creates a function that chooses the credential of an attempt. A bearer token needs a lease to be sent. */
export function createAuthorize(baseUrl: string): Layer["authorize"] {
  const gate = gateOf(baseUrl);
  return (call, request) => {
    const { security } = call.operation;
    // Middleware or `http` may have changed the URL. The credential is sent only to the client's server.
    if (security === "none" || !request.url.startsWith(`${baseUrl}/`)) return noCredential;
    if (security === "any") return placeholder;
    const auth = call.options.auth as Auth | null; // Safe: `checkAuth` has checked it.
    // An expired token would count as a failed login, even if the password in the body is right.
    if (!auth || signsInByBody(call, request)) return noCredential;
    if (auth.session) return browserSession;
    if (auth.cookie !== undefined) return authorizeByCookie(call, auth.cookie);
    const { bearer, expires } = auth;
    if (typeof bearer === "function") return authorizeByFunction(gate, call, bearer);
    return authorizeByToken(gate, call, bearer, expires);
  };
}

/** Throws with the details of the call, because an earlier attempt may have had an effect. */
function check(call: Call, problem: string | undefined): void {
  if (problem) throw new ConfigurationError(problem, call.details());
}

function signsInByBody({ operation }: Call, { body }: WrittenRequest): boolean {
  const { bodyCredential = "" } = operation.entry;
  if (!bodyCredential || typeof body !== "string" || !body.includes(bodyCredential)) return false;
  try {
    // Safe: reading a member of a string or number returns `undefined`, and of `null` throws.
    const members = JSON.parse(body) as Record<string, unknown>;
    return typeof members[bodyCredential] === "string";
  } catch {
    return false;
  }
}

function authorizeByCookie(call: Call, cookie: Secret): Authorization | Promise<Authorization> {
  const authorization = (secret: unknown): Authorization => {
    check(call, secretProblem("cookie", secret));
    const value = String(secret);
    return { ...noCredential, headers: { cookie: `datameta=${value}` }, secrets: [value] };
  };
  return typeof cookie === "function"
    ? Promise.resolve(cookie()).then(authorization)
    : authorization(cookie);
}

async function authorizeByFunction(
  gate: TokenGate,
  call: Call,
  bearer: () => unknown,
): Promise<Authorization> {
  const result = await bearer();
  const { token, expires } = (
    typeof result === "object" && result ? result : { token: result }
  ) as Partial<ExpiringToken>; // Safe: `authorizeByToken` checks both.
  const renew = () => authorizeByFunction(gate, call, bearer);
  return authorizeByToken(gate, call, token, expires, renew);
}

/** @param renew - asks for a new token if this one is rejected while the call waits for its lease */
function authorizeByToken(
  gate: TokenGate,
  call: Call,
  bearer: unknown,
  expires: Expires,
  renew?: () => Promise<Authorization>,
): Authorization | Promise<Authorization> {
  const expiry = readExpiry(expires);
  check(call, secretProblem("bearer", bearer) ?? (expiry ? undefined : notADate));
  const token = String(bearer);
  const [earliest, latest] = expiry ?? [-Infinity, Infinity];
  const time = Date.now();
  if (time >= latest) return refuse(call, "expired");
  const isRenewable = renew !== undefined;
  if (time < earliest - expiryMargin) {
    return useToken(gate, call, token, isRenewable, gate.isRejected(token) ? "rejected" : "valid");
  }
  const answer = gate.acquire(token, call.request?.method === "GET", (leave) => {
    call.leave = leave;
  });
  if (!(answer instanceof Promise)) return useToken(gate, call, token, isRenewable, answer);
  return answer.then((later) =>
    later === "rejected" && renew && !call.isOver()
      ? renew()
      : useToken(gate, call, token, isRenewable, later),
  );
}

/** @param lease - the lease, the reason why there is none, or `"valid"` if the token needs none */
function useToken(
  gate: TokenGate,
  call: Call,
  token: string,
  isRenewable: boolean,
  lease: Lease | Refusal | "valid",
): Authorization {
  if (lease !== "valid" && !(lease instanceof Lease)) return refuse(call, lease);
  const isValid = lease === "valid";
  let isReleased = isValid;
  return {
    headers: { authorization: `Bearer ${token}` },
    query: undefined,
    session: undefined,
    secrets: [token],
    isRenewable,
    needsStatus: !isValid,
    isRepeatable: () => isValid || !isOpen(lease),
    release(result) {
      if (isRejection(result)) gate.markRejected(token);
      if (isValid || isReleased) return;
      isReleased = true;
      if (call.operation.security === "required" && showsAcceptance(result)) confirm(lease);
      else if (isUncounted(result)) close(lease);
      else markLost(lease);
    },
  };
}

/** Returns no credential if the operation allows that. Otherwise throws. */
function refuse(call: Call, refusal: Refusal | "expired"): Authorization {
  if (typeof refusal === "object") {
    const { retryAfter } = refusal;
    throw call.failure(
      TooManyRequestsError,
      "this token was not sent. Three requests with it got no response, " +
        `and another one could lock the account. Retry after ${Math.ceil(retryAfter / 60_000)} min.`,
      { status: 429, retryable: true, retryAfter },
    );
  }
  // After a 401, the call is not repeated without a token: the result could be a different one.
  if (call.operation.security !== "required" && !call.rejection) return noCredential;
  const problem =
    refusal === "expired"
      ? "has expired. It was not "
      : "was rejected earlier (401). It was not re";
  throw call.failure(
    UnauthorizedError,
    `this token ${problem}sent because that could lock the account. Use a new token.`,
    { status: 401 },
  );
}
