import type { Call, Layer } from "../engine/call.js";
import { ConfigurationError, TooManyRequestsError, UnauthorizedError } from "../engine/errors.js";
import { ownMembers } from "../engine/options.js";
import { noCredential, type Authorization, type WrittenRequest } from "../engine/layer.js";
import {
  notADate,
  readExpiry,
  secretProblem,
  type Auth,
  type Expires,
  type ExpiringToken,
} from "./auth.js";
import { verdictOf } from "./response-form.js";
import {
  gateOf,
  isLease,
  isOpen,
  settle,
  type Lease,
  type Refusal,
  type TokenGate,
} from "./token-gate.js";

/** A credential for operations that require one but do not check it. */
const placeholder: Authorization = {
  ...noCredential,
  headers: { authorization: "Bearer anonymous" },
};

const browserSession: Authorization = { ...noCredential, session: true };

/**
 * How long before its expiry a token may already have expired at the server, in milliseconds: the
 * server's clock may be ahead, and the request takes time to reach it.
 */
const expiryMargin = 15 * 60_000;

/** Creates a function that chooses the credential of an attempt. A bearer token needs a lease to be sent. */
export function createAuthorize(baseUrl: string): Layer["authorize"] {
  const gate = gateOf(baseUrl);
  const prefix = `${baseUrl}/`;
  return (call, request) => {
    const { security } = call.operation;
    // Middleware or `http` may have changed the URL. The credential is sent only to the client's server.
    if (security === "none" || !request.url.startsWith(prefix)) return noCredential;
    if (security === "any") return placeholder;
    const auth = call.options.auth as Auth | null; // Safe: `checkAuth` has checked it.
    // An expired token would count as a failed login, even if the password in the body is right.
    if (!auth || signsInByBody(call, request)) return noCredential;
    if (auth.session) return browserSession;
    const secret = auth.cookie ?? auth.bearer;
    const use = (value: unknown, renew?: () => Promise<Authorization>) =>
      auth.cookie === undefined
        ? useToken(gate, call, value, auth.expires, renew)
        : useCookie(call, value);
    if (typeof secret !== "function") return use(secret);
    const ask = async (): Promise<Authorization> => use(await secret(), ask);
    return ask();
  };
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

/** Throws with the details of the call, because an earlier attempt may have had an effect. */
function refuseSecret(call: Call, problem: string): never {
  throw new ConfigurationError(problem, call.details());
}

function useCookie(call: Call, cookie: unknown): Authorization {
  const problem = secretProblem("cookie", cookie);
  if (problem) refuseSecret(call, problem);
  const value = String(cookie);
  return { ...noCredential, headers: { cookie: `datameta=${value}` }, secrets: [value] };
}

/**
 * @param value - the token, or the token with its expiry
 * @param renew - asks for a new token if this one is rejected while the call waits for its lease
 */
function useToken(
  gate: TokenGate,
  call: Call,
  value: unknown,
  expires: Expires,
  renew?: () => Promise<Authorization>,
): Authorization | Promise<Authorization> {
  // Safe: both members are checked below, and the copy only lacks inherited members.
  const pair = (typeof value === "object" && value
    ? ownMembers(value)
    : { token: value, expires }) as unknown as ExpiringToken;
  const { token } = pair;
  const expiry = readExpiry(pair.expires);
  const problem = secretProblem("bearer", token);
  if (problem || !expiry) return refuseSecret(call, problem ?? notADate);
  const time = Date.now();
  if (time >= expiry[1]) return refuse(call, "expired");
  const lend = (lease: Lease | Refusal): Authorization => {
    if (!isLease(lease)) return refuse(call, lease);
    const isChecked = call.operation.security === "required";
    return {
      headers: { authorization: `Bearer ${token}` },
      url: undefined,
      session: undefined,
      secrets: [token],
      isRenewable: renew !== undefined,
      needsStatus: !isValid,
      isRepeatable: () => !isOpen(lease),
      release: (result) => settle(lease, verdictOf(result, isChecked)),
    };
  };
  const isValid = time < expiry[0] - expiryMargin;
  const isRead = call.request?.method === "GET";
  const answer = gate.acquire(token, isValid, isRead, (leave) => (call.leave = leave));
  if (!(answer instanceof Promise)) return lend(answer);
  return answer.then((later) =>
    later === "rejected" && renew && !call.isOver() ? renew() : lend(later),
  );
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
