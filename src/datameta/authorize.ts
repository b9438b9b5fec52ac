import type { Call, Layer } from "../engine/call.js";
import { ConfigurationError, TooManyRequestsError, UnauthorizedError } from "../engine/errors.js";
import type { Authorization, Fate, WrittenRequest } from "../engine/layer.js";
import { checkSecret, readExpiry, type Auth, type Expires, type Secret } from "./auth.js";
import { isRejection, isUncounted, showsAcceptance } from "./response-form.js";
import { gateOf, Lease, type Refusal, type TokenGate } from "./token-gate.js";

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
    return authorizeByToken(gate, call, bearer, expires, undefined);
  };
}

/** What is wrong with a credential is an error about this call: an earlier attempt may have had an effect. */
function checking<T>(call: Call, check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw new ConfigurationError((error as Error).message, call.details()); // It throws nothing else.
  }
}

function signsInByBody({ operation }: Call, { body }: WrittenRequest): boolean {
  const { bodyCredential } = operation.entry;
  if (bodyCredential === undefined || typeof body !== "string") return false;
  if (!body.includes(bodyCredential)) return false;
  try {
    const members: unknown = JSON.parse(body);
    // Safe: what is not an object has no such member, or throws.
    return typeof (members as Record<string, unknown>)[bodyCredential] === "string";
  } catch {
    return false;
  }
}

function authorizeByCookie(call: Call, cookie: Secret): Authorization | Promise<Authorization> {
  const authorization = (secret: unknown): Authorization => {
    const value = checking(call, () => checkSecret("cookie", secret));
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
  const given: unknown = await bearer();
  const { token, expires } =
    typeof given === "object" && given !== null
      ? // Safe: both are checked below.
        (given as { token?: unknown; expires?: Expires })
      : { token: given };
  return authorizeByToken(gate, call, token, expires, () =>
    authorizeByFunction(gate, call, bearer),
  );
}

/** @param renew - asks for the token again after it died while the call waited for it */
function authorizeByToken(
  gate: TokenGate,
  call: Call,
  given: unknown,
  expires: Expires,
  renew: (() => Promise<Authorization>) | undefined,
): Authorization | Promise<Authorization> {
  const [token, [earliest, latest]] = checking(
    call,
    () => [checkSecret("bearer", given), readExpiry(expires)] as const,
  );
  if (Date.now() >= latest) return refuse(call, "expired");
  const isRenewable = renew !== undefined;
  if (Date.now() < earliest - expiryMargin) {
    return gate.isDead(token)
      ? refuse(call, "dead")
      : new TokenAuthorization(gate, call, token, isRenewable);
  }
  const enter = (admission: Lease | Refusal) =>
    admission instanceof Lease
      ? new TokenAuthorization(gate, call, token, isRenewable, admission)
      : refuse(call, admission);
  const isRead = call.request?.method === "GET";
  const admission = gate.enter(token, isRead);
  if (admission !== undefined) return enter(admission);
  return new Promise<Lease | Refusal>((resolve) => {
    const stopWaiting = gate.wait(token, { isRead, enter: resolve });
    call.leave = () => {
      stopWaiting();
      resolve("dead"); // Nobody hears the refusal.
    };
  }).then((later) => (later === "dead" && renew && !call.isOver() ? renew() : enter(later)));
}

/** A bearer token. It tells the gate what became of the attempt. */
class TokenAuthorization implements Authorization {
  readonly headers: { readonly authorization: string };
  readonly secrets: readonly string[];
  #isSettled = false;

  constructor(
    readonly gate: TokenGate,
    readonly call: Call,
    readonly token: string,
    readonly isRenewable: boolean,
    /** There is none for a token that surely works. */
    readonly lease?: Lease,
  ) {
    this.headers = { authorization: `Bearer ${token}` };
    this.secrets = [token];
  }

  get needsStatus(): boolean {
    return this.lease !== undefined;
  }

  isRepeatable(): boolean {
    return !this.lease || !this.gate.isOpen(this.lease);
  }

  settle(fate: Fate): void {
    const { gate, lease, token } = this;
    if (isRejection(fate)) gate.kill(token);
    if (!lease || this.#isSettled) return;
    this.#isSettled = true;
    const { security } = this.call.operation;
    if (security === "required" && showsAcceptance(fate)) gate.confirm(lease);
    else if (isUncounted(fate)) gate.close(lease);
    else gate.lose(lease);
  }
}

/** Goes without the token if the operation allows it; throws otherwise. */
function refuse(call: Call, refusal: Refusal | "expired"): Authorization {
  const { operation } = call;
  const details = {
    ...call.details(),
    outcome: call.isUncertain ? "unknown" : "not-sent",
  } as const;
  if (typeof refusal === "object") {
    const minutes = Math.ceil(refusal.retryAfter / 60_000);
    throw new TooManyRequestsError(
      `${operation.name} failed: three requests with this token got no response, and the server may ` +
        `have counted them as failed logins. Not sent, to keep the account unlocked. Retry after ${minutes} min.`,
      { ...details, status: 429, retryable: true, retryAfter: refusal.retryAfter },
    );
  }
  // Without the token, the call that drew the 401 would be another one.
  if (operation.security !== "required" && !call.rejection) return anonymous;
  throw new UnauthorizedError(
    `${operation.name} failed: ` +
      (refusal === "expired"
        ? "this token has expired. It was not sent because that could lock the account. "
        : "this token was rejected earlier (401). It was not resent because that could lock the account. ") +
      "Use a new token.",
    { ...details, status: 401 },
  );
}
