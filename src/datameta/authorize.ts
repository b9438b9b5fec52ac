import type { Call, Layer } from "../engine/call.js";
import { ConfigurationError, TooManyRequestsError, UnauthorizedError } from "../engine/errors.js";
import type { Authorization, WrittenRequest } from "../engine/layer.js";
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
  lose,
  type Refusal,
  type TokenGate,
} from "./token-gate.js";

const anonymous: Authorization = {};

/** Some operations want a credential and do not check it. The server refuses requests without one. */
const placeholder: Authorization = { headers: { authorization: "Bearer anonymous" } };

const browserSession: Authorization = { session: true };

/** In milliseconds: a request sent before a token expires may arrive after it. */
const expiryMargin = 60_000;

/** Chooses the credential of an attempt, and takes a bearer token through the gate of its server. */
export function createAuthorize(baseUrl: string): Layer["authorize"] {
  const gate = gateOf(baseUrl);
  return (call, request) => {
    const { security } = call.operation;
    // Middleware and `http` may have led the request elsewhere: the credential stays here.
    if (security === "none" || !request.url.startsWith(`${baseUrl}/`)) return anonymous;
    if (security === "any") return placeholder;
    const auth = call.options.auth as Auth | null; // `checkAuth` has seen it.
    // An expired token next to a good password would count as a failed login, unnoticed.
    if (!auth || signsInByBody(call, request)) return anonymous;
    if (auth.session) return browserSession;
    if (auth.cookie !== undefined) return authorizeByCookie(call, auth.cookie);
    const { bearer, expires } = auth;
    if (typeof bearer === "function") return authorizeByFunction(gate, call, bearer);
    return authorizeByToken(gate, call, bearer, expires);
  };
}

/** What is wrong with a credential is an error about this call: an earlier attempt may have had an effect. */
function check(call: Call, problem: string | undefined): void {
  if (problem) throw new ConfigurationError(problem, call.details());
}

function signsInByBody({ operation }: Call, { body }: WrittenRequest): boolean {
  const { bodyCredential = "" } = operation.entry;
  if (!bodyCredential || typeof body !== "string" || !body.includes(bodyCredential)) return false;
  try {
    // Safe: what is not an object has no such member, or throws.
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
    return { headers: { cookie: `datameta=${value}` }, secrets: [value] };
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
  const given = await bearer();
  const { token, expires } = (
    typeof given === "object" && given ? given : { token: given }
  ) as Partial<ExpiringToken>; // Both are checked by the callee.
  const renew = () => authorizeByFunction(gate, call, bearer);
  return authorizeByToken(gate, call, token, expires, renew);
}

/** @param renew - asks for the token again after it died while the call waited for it */
function authorizeByToken(
  gate: TokenGate,
  call: Call,
  given: unknown,
  expires: Expires,
  renew?: () => Promise<Authorization>,
): Authorization | Promise<Authorization> {
  const expiry = readExpiry(expires);
  check(call, secretProblem("bearer", given) ?? (expiry ? undefined : notADate));
  const token = String(given);
  const [earliest, latest] = expiry ?? [-Infinity, Infinity];
  const time = Date.now();
  if (time >= latest) return refuse(call, "expired");
  const isRenewable = renew !== undefined;
  if (time < earliest - expiryMargin) {
    return useToken(gate, call, token, isRenewable, gate.isDead(token) ? "dead" : "valid");
  }
  const admission = gate.acquire(token, call.request?.method === "GET", (leave) => {
    call.leave = leave;
  });
  if (!(admission instanceof Promise)) return useToken(gate, call, token, isRenewable, admission);
  return admission.then((later) =>
    later === "dead" && renew && !call.isOver()
      ? renew()
      : useToken(gate, call, token, isRenewable, later),
  );
}

/** @param lease - there is none for a token that surely works */
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
    secrets: [token],
    isRenewable,
    needsStatus: !isValid,
    isRepeatable: () => isValid || !isOpen(lease),
    release(result) {
      if (isRejection(result)) gate.kill(token);
      if (isValid || isReleased) return;
      isReleased = true;
      if (call.operation.security === "required" && showsAcceptance(result)) confirm(lease);
      else if (isUncounted(result)) close(lease);
      else lose(lease);
    },
  };
}

/** Goes without the token if the operation allows it; throws otherwise. */
function refuse(call: Call, refusal: Refusal | "expired"): Authorization {
  if (typeof refusal === "object") {
    const { retryAfter } = refusal;
    throw call.failure(
      TooManyRequestsError,
      "three requests with this token got no response. They may count as failed logins. " +
        `It was not sent because that could lock the account. Retry after ${Math.ceil(retryAfter / 60_000)} min.`,
      { status: 429, retryable: true, retryAfter },
    );
  }
  // Without the token, the call that drew the 401 would be another one.
  if (call.operation.security !== "required" && !call.rejection) return anonymous;
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
