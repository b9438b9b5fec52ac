import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Auth, BearerToken, Expires } from "../../../src/datameta/auth.js";
import { createAuthorize } from "../../../src/datameta/authorize.js";
import { ConfigurationError, createApiError } from "../../../src/engine/errors.js";
import type { Authorization, AttemptResult, WrittenRequest } from "../../../src/engine/layer.js";
import type { OperationEntry } from "../../../src/engine/operation-entry.js";
import { failureOf } from "../../support/failure-of.js";
import { callOf } from "../engine/support/call.js";

const hour = 60 * 60_000;
let servers = 0;

interface Setup {
  readonly auth?: Auth | null;
  readonly security?: NonNullable<OperationEntry["security"]>;
  readonly bodyCredential?: string;
  readonly url?: string;
  readonly body?: WrittenRequest["body"];
}

/** Returns the URL of a server to which no other test has sent a token. */
function serverOf() {
  const baseUrl = `https://host-${++servers}/api/v1`;
  const authorize = createAuthorize(baseUrl);
  const ask = ({ auth = null, url, body, ...entry }: Setup = {}) => {
    const call = callOf({ entry, options: { auth } });
    const request = { method: "GET", url: url ?? `${baseUrl}/x`, headers: {}, body };
    call.request = request;
    return {
      call,
      again: () => Promise.resolve().then(() => authorize(call, request)),
      now: () => authorize(call, request),
    };
  };
  return { baseUrl, ask, get: (setup: Setup = {}) => ask(setup).again() };
}

const bearerHeader = (token: string) => ({ authorization: `Bearer ${token}` });
const status = (code: number, body?: unknown): AttemptResult => ({
  ...{ status: code, headers: new Headers() },
  ...(body !== undefined && { body }),
});
const later = "2999-01-01";
const token = (bearer: BearerToken, expires?: Expires): Setup => ({
  auth: { bearer, ...(expires !== undefined && { expires }) },
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("the credential", () => {
  const placeholder = { headers: { authorization: "Bearer anonymous" } };
  const bearer = { headers: bearerHeader("tok"), secrets: ["tok"] };
  const cookie = { headers: { cookie: "datameta=abc" }, secrets: ["abc"] };
  const session = { session: true };

  it.each<[what: string, auth: Auth | null, wanted: object, any: object]>([
    ["nothing", null, {}, placeholder],
    ["a token", { bearer: "tok" }, bearer, placeholder],
    ["a function", { bearer: () => "tok" }, { ...bearer, isRenewable: true }, placeholder],
    ["a promise", { bearer: () => Promise.resolve("tok") }, bearer, placeholder],
    ["a pair", { bearer: () => ({ token: "tok" }) }, bearer, placeholder],
    ["a cookie", { cookie: "abc" }, cookie, placeholder],
    ["a function for it", { cookie: () => Promise.resolve("abc") }, cookie, placeholder],
    ["the browser's session", { session: "browser" }, session, placeholder],
  ])("with %s depends on the operation's security", async (_, auth, wanted, any) => {
    const { get } = serverOf();

    for (const security of ["required", "optional"] as const) {
      const setup = security === "required" ? { auth } : { auth, security };
      expect(await get(setup)).toMatchObject(wanted);
    }
    expect(await get({ auth, security: "none" })).toEqual({});
    expect(await get({ auth, security: "any" })).toEqual(any);
  });

  it("is resolved synchronously unless it comes from a function", () => {
    const { ask } = serverOf();

    expect(ask(token("tok")).now()).not.toBeInstanceOf(Promise);
    expect(ask({ auth: { cookie: "abc" } }).now()).not.toBeInstanceOf(Promise);
    expect(ask(token(() => "tok")).now()).toBeInstanceOf(Promise);
  });

  it("is sent only to the client's server", async () => {
    const { baseUrl, get } = serverOf();

    for (const url of [`${baseUrl}evil/x`, "https://other/api/v1/x", baseUrl]) {
      for (const security of ["optional", "any"] as const) {
        expect(await get({ ...token("tok"), security, url })).toEqual({});
      }
    }
  });

  it("is not resolved if the operation accepts none", async () => {
    const asked = vi.fn(() => "tok");

    await serverOf().get({ ...token(asked), security: "none" });

    expect(asked).not.toHaveBeenCalled();
  });

  it.each<[body: WrittenRequest["body"], isAnonymous: boolean]>([
    ['{"password":"p"}', true],
    ['{"password":""}', true],
    ['{"password":null}', false],
    ['{"other":"p"}', false],
    ["null", false],
    ["password", false],
    [undefined, false],
  ])("is not sent if the body contains one: %j", async (body, isAnonymous) => {
    const setup = { ...token("tok"), bodyCredential: "password", body };

    expect(await serverOf().get(setup)).toMatchObject(
      isAnonymous ? {} : { headers: bearerHeader("tok") },
    );
    expect((await serverOf().get(setup)).headers === undefined).toBe(isAnonymous);
  });

  it("is sent if the operation has no credential in its body", async () => {
    expect(await serverOf().get({ ...token("tok"), body: '{"undefined":"p"}' })).toMatchObject({
      headers: bearerHeader("tok"),
    });
  });

  it.each<[auth: Auth, problem: string]>([
    [{ bearer: "" }, "auth.bearer is empty. Is the environment variable set?"],
    [{ bearer: () => "" }, "auth.bearer is empty. Is the environment variable set?"],
    [{ bearer: () => ({ token: "" }) }, "auth.bearer is empty. Is the environment variable set?"],
    [{ bearer: () => null as never }, "auth.bearer is empty. Is the environment variable set?"],
    [{ bearer: "tok", expires: "soon" }, "auth.expires must be a Date or an ISO time"],
    [
      { bearer: () => ({ token: "tok", expires: "soon" }) },
      "auth.expires must be a Date or an ISO time",
    ],
    [{ cookie: "" }, "auth.cookie is empty. Is the environment variable set?"],
    [{ cookie: () => "" }, "auth.cookie is empty. Is the environment variable set?"],
  ])("that cannot be sent throws an error about the call: %j", async (auth, problem) => {
    const { call, again } = serverOf().ask({ auth });
    call.attempts = 1;
    call.outcome = "unknown";

    const failure = await failureOf(again());

    expect(failure).toBeInstanceOf(ConfigurationError);
    expect(failure).toMatchObject({ message: problem, attempts: 1, outcome: "unknown" });
  });

  it.each<Auth>([
    { bearer: () => Promise.reject(new Error("no token today")) },
    { cookie: () => Promise.reject(new Error("no token today")) },
  ])("cannot be resolved if the function fails: %j", async (auth) => {
    expect(await failureOf(serverOf().get({ auth }))).toEqual(new Error("no token today"));
  });
});

describe("a token without a known expiry", () => {
  it("is sent three times at once, and waits for results before it is sent again", async () => {
    const { get, ask } = serverOf();
    const first = await get(token("tok"));
    await get(token("tok"));
    await get(token("tok"));
    const fourth = ask(token("tok")).now();
    expect(fourth).toBeInstanceOf(Promise);

    first.release?.(status(404, null));

    expect(first.needsStatus).toBe(true);
    expect(await fourth).toMatchObject({ headers: bearerHeader("tok"), isRenewable: false });
  });

  it("is shared by all clients of a server, and by no others", async () => {
    const { baseUrl, get } = serverOf();
    for (let sent = 0; sent < 3; sent++) await get(token("tok"));
    const call = callOf({ options: { auth: { bearer: "tok" } } });
    const askAt = (base: string) =>
      createAuthorize(base)(call, { method: "GET", url: `${base}/x`, headers: {} });

    expect(askAt(baseUrl)).toBeInstanceOf(Promise);
    expect(askAt("https://another/api/v1")).not.toBeInstanceOf(Promise);
  });

  it.each<[result: AttemptResult, isOpen: boolean]>([
    ["success", false],
    ["not-sent", false],
    [status(403, [{ message: "no" }]), false],
    [status(502), false],
    [status(404, null), false],
    ["lost", true],
    [status(504), true],
    [status(404, "<html>a proxy"), true],
  ])("may be repeated after %j unless the request is still open: %s", async (result, isOpen) => {
    const authorization = await serverOf().get(token("tok"));
    expect(authorization.isRepeatable?.()).toBe(false);
    authorization.release?.(result);

    expect(authorization.isRepeatable?.()).toBe(!isOpen);
  });

  it.each<[security: Setup["security"], result: AttemptResult, confirms: boolean]>([
    [undefined, "success", true],
    [undefined, status(403, [{ message: "no" }]), true],
    [undefined, status(404, null), false],
    ["optional", "success", false],
    ["optional", status(403, [{ message: "no" }]), false],
  ])("is confirmed by an operation with %s and %j: %s", async (security, result, confirms) => {
    const { get } = serverOf();
    const before = await get(token("tok"));
    before.release?.("lost");
    const authorization = await get({ ...token("tok"), ...(security && { security }) });
    authorization.release?.(result);

    expect(before.isRepeatable?.()).toBe(confirms);
  });

  it("is settled by its first result", async () => {
    const authorization = await serverOf().get(token("tok"));
    authorization.release?.("lost");
    authorization.release?.("success");

    expect(authorization.isRepeatable?.()).toBe(false);
  });

  it("is not sent if three results are lost, and the error contains the time to wait", async () => {
    const { get, ask } = serverOf();
    for (let sent = 0; sent < 3; sent++) (await get(token("tok"))).release?.("lost");
    vi.advanceTimersByTime(60_000);
    const { call, again } = ask(token("tok"));

    const failure = await failureOf(again());

    expect(failure).toMatchObject({
      name: "TooManyRequestsError",
      message:
        "getIt failed: this token was not sent. Three requests with it got no response, " +
        "and another one could lock the account. Retry after 59 min.",
      ...{ status: 429, retryable: true, retryAfter: 59 * 60_000, outcome: "not-sent" },
    });
    call.outcome = "unknown";
    expect(await failureOf(again())).toHaveProperty("outcome", "unknown");
  });

  it("is not blocked by an aborted call that was waiting", async () => {
    const { get, ask } = serverOf();
    const first = await get(token("tok"));
    await get(token("tok"));
    await get(token("tok"));
    const leaving = ask(token("tok"));
    const left = leaving.again().catch(() => undefined);
    await Promise.resolve();
    await Promise.resolve();
    const staying = get(token("tok"));
    leaving.call.hasEnded = true;
    leaving.call.leave?.("enough");
    first.release?.("success");

    await left;
    expect(await staying).toMatchObject({ headers: bearerHeader("tok") });
  });
});

describe("a rejected token", () => {
  const rejected =
    "getIt failed: this token was rejected earlier (401). It was not resent because that could lock " +
    "the account. Use a new token.";
  const hidden = status(500, [{ message: "Unknown response http status: 401" }]);

  it.each([
    ["a 401", status(401)],
    ["a 401 behind a 500", hidden],
  ])("is not sent again after %s", async (_, result) => {
    const { get } = serverOf();
    (await get(token("tok"))).release?.(result);

    expect(await failureOf(get(token("tok")))).toMatchObject({
      ...{ name: "UnauthorizedError", message: rejected, status: 401, attempts: 0 },
      ...{ operationId: "GetIt", outcome: "not-sent", retryable: false },
    });
    expect(await failureOf(get(token("tok", later)))).toHaveProperty("message", rejected);
    expect(await get(token("other"))).toMatchObject({ headers: bearerHeader("other") });
  });

  it("is remembered even if the result was settled before", async () => {
    const { get } = serverOf();
    const authorization = await get(token("tok"));
    authorization.release?.(status(500));
    authorization.release?.(hidden);

    expect(await failureOf(get(token("tok")))).toHaveProperty("message", rejected);
  });

  it("keeps the uncertain outcome of an earlier attempt", async () => {
    const { get, ask } = serverOf();
    (await get(token("tok"))).release?.(status(401));
    const { call, again } = ask(token("tok"));
    call.outcome = "unknown";

    expect(await failureOf(again())).toHaveProperty("outcome", "unknown");
  });

  it("is left out of operations that do not need one", async () => {
    const { get } = serverOf();
    (await get(token("tok"))).release?.(status(401));

    expect(await get({ ...token("tok"), security: "optional" })).toEqual({});
  });

  it("is not left out of the call that got the 401", async () => {
    const { get, ask } = serverOf();
    (await get(token("tok"))).release?.(status(401));
    const { call, again } = ask({ ...token("tok"), security: "optional" });
    call.rejection = createApiError("no", { status: 401 });

    expect(await failureOf(again())).toHaveProperty("message", rejected);
  });

  const threeOpen = async (get: (setup: Setup) => Promise<Authorization>, bearer: BearerToken) => {
    const [first] = [await get(token(bearer)), await get(token(bearer)), await get(token(bearer))];
    return first;
  };

  it("rejects the waiting calls", async () => {
    const { get } = serverOf();
    const first = await threeOpen(get, "tok");
    const waiting = failureOf(get(token("tok")));
    await vi.advanceTimersByTimeAsync(1);
    first.release?.(status(401));

    expect(await waiting).toHaveProperty("message", rejected);
  });

  it("is replaced in waiting calls if a function returns a new one", async () => {
    const { get } = serverOf();
    let current = "tok";
    const first = await threeOpen(get, () => current);
    const waiting = get(token(() => current));
    await vi.advanceTimersByTimeAsync(1);
    current = "new";
    first.release?.(status(401));

    expect(await waiting).toMatchObject({ headers: bearerHeader("new"), isRenewable: true });
  });

  it("rejects waiting calls if the function returns the same token", async () => {
    const { get } = serverOf();
    const first = await threeOpen(get, () => "tok");
    const waiting = failureOf(get(token(() => "tok")));
    await vi.advanceTimersByTimeAsync(1);
    first.release?.(status(401));

    expect(await waiting).toHaveProperty("message", rejected);
  });

  it("is not replaced in an aborted call", async () => {
    const { get, ask } = serverOf();
    const bearer = vi.fn(() => "tok");
    await threeOpen(get, "tok");
    const { call, again } = ask(token(bearer));
    const waiting = failureOf(again());
    await vi.advanceTimersByTimeAsync(1);
    call.hasEnded = true;
    call.leave?.("enough");

    await waiting;
    expect(bearer).toHaveBeenCalledTimes(1);
  });
});

describe("a token with a known expiry", () => {
  it("is sent without a limit until 15 minutes before its expiry", async () => {
    const { get } = serverOf();
    const expires = new Date(Date.now() + 15 * 60_000 + 1);

    for (let sent = 0; sent < 9; sent++) {
      const authorization = await get(token("tok", expires));
      const { headers, needsStatus } = authorization;
      expect(headers).toEqual(bearerHeader("tok"));
      expect([needsStatus, authorization.isRepeatable?.()]).toEqual([false, true]);
    }
    vi.advanceTimersByTime(1);
    expect(await get(token("tok", expires))).toMatchObject({ needsStatus: true });
  });

  it("may come from a function", async () => {
    const { get } = serverOf();
    const bearer = () => Promise.resolve({ token: "tok", expires: later });

    for (let sent = 0; sent < 9; sent++) {
      expect(await get(token(bearer))).toMatchObject({
        ...{ headers: bearerHeader("tok"), secrets: ["tok"], isRenewable: true },
      });
    }
  });

  it("is rejected only after a 401", async () => {
    const { get } = serverOf();
    for (const result of ["success", "lost", status(403)] as const) {
      (await get(token("tok", later))).release?.(result);
    }
    (await get(token("tok", later))).release?.(status(401));

    expect(await failureOf(get(token("tok", later)))).toHaveProperty("status", 401);
  });

  it("is not sent once it has expired", async () => {
    const { get } = serverOf();
    const expires = new Date(Date.now() + 1);
    expect(await get(token("tok", expires))).toMatchObject({ headers: bearerHeader("tok") });
    vi.advanceTimersByTime(1);

    expect(await failureOf(get(token("tok", expires)))).toMatchObject({
      name: "UnauthorizedError",
      message:
        "getIt failed: this token has expired. It was not sent because that could lock the account. " +
        "Use a new token.",
    });
    expect(await get({ ...token("tok", expires), security: "optional" })).toEqual({});
  });

  it("in the server's local time uses the gate while it may have expired in some time zone", async () => {
    const { get } = serverOf();
    vi.setSystemTime("2030-01-31T00:00:00Z");

    // UTC+14 has that time already, UTC-12 has it in 12 hours.
    expect(await get(token("tok", "2030-01-31T00:00:00"))).toMatchObject({ needsStatus: true });
    vi.setSystemTime(Date.now() + 12 * hour);
    expect(await failureOf(get(token("tok", "2030-01-31T00:00:00")))).toHaveProperty("status", 401);
  });
});
