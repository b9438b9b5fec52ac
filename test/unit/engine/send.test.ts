import { afterEach, describe, expect, it, vi } from "vitest";

import type { Layer } from "../../../src/engine/call.js";
import { withDeadline } from "../../../src/engine/deadline.js";
import {
  ConfigurationError,
  ConnectionError,
  ResponseFormatError,
  UnauthorizedError,
} from "../../../src/engine/errors.js";
import type { Authorization, AttemptResult, WrittenRequest } from "../../../src/engine/layer.js";
import { send } from "../../../src/engine/send.js";
import { failureOf } from "../../support/failure-of.js";
import { callOf, type CallSetup } from "./support/call.js";

type Send = (url: string, init: RequestInit) => Promise<Response>;

interface Setup extends CallSetup {
  /** The results of `fetch`, one for each call. The last one repeats. */
  readonly script: readonly Send[];
  readonly authorization?: Authorization;
  readonly request?: Partial<WrittenRequest>;
}

const noPause = { limit: 2, methods: ["GET", "PUT"], maxDelay: 0 };

/** Sends a call, and records the arguments of `fetch` and the results of the attempts. */
function sending({ script, authorization = {}, request, options, ...setup }: Setup) {
  const results: AttemptResult[] = [];
  const left = [...script];
  const fetch = vi.fn<Send>((url, init) => {
    const next = left.length > 1 ? left.shift() : left[0];
    return next?.(url, init) ?? Promise.reject(new Error("no script"));
  });
  const authorize = vi.fn<Layer["authorize"]>(() => ({
    release: (result: AttemptResult) => void results.push(result),
    ...authorization,
  }));
  const call = callOf({
    ...setup,
    options: { fetch, retry: noPause, ...options },
    layer: { authorize, ...setup.layer },
  });
  const written = { method: call.operation.method, url: "https://host/api/x", headers: {} };
  const sent = () => send(call, { ...written, ...request });
  return { call, fetch, results, authorize, sent, within: () => withDeadline(call, sent) };
}

/** Responds with a status. */
const status =
  (code: number, headers: Record<string, string> = {}): Send =>
  () =>
    Promise.resolve(Response.json({ said: code }, { status: code, headers }));

const failing =
  (error: Error): Send =>
  () =>
    Promise.reject(error);
const broken = failing(new TypeError("fetch failed"));
const refused = failing(Object.assign(new Error("no"), { code: "ECONNREFUSED" }));
const gaveUp = failing(Object.assign(new Error("no"), { code: "UND_ERR_HEADERS_TIMEOUT" }));

const never: Send = () => new Promise<never>(() => undefined);

/** A body that never ends. */
const stalling =
  (code: number): Send =>
  () =>
    Promise.resolve(new Response(new ReadableStream(), { status: code }));

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe("a request", () => {
  const argumentsOf = async (setup: Partial<Setup>) => {
    const { fetch, sent } = sending({ script: [status(200)], ...setup });
    await sent();
    const [url, init] = fetch.mock.calls[0] ?? expect.fail("nothing was sent");
    return { url, ...init };
  };

  it("is passed to fetch as a URL and an init object", async () => {
    const { call, fetch, sent } = sending({
      script: [status(200)],
      request: { method: "PUT", headers: { a: "1" }, body: "text" },
    });

    const { data } = await sent();

    expect(data).toEqual({ said: 200 });
    expect(fetch).toHaveBeenCalledExactlyOnceWith("https://host/api/x", {
      ...{ method: "PUT", headers: { a: "1" }, body: "text" },
      ...{ signal: call.controller.signal, redirect: "manual", credentials: "omit" },
    });
    expect(call.request).toMatchObject({ method: "PUT", body: "text" });
  });

  it.each([undefined, null])("has no body if that is %s", async (body) => {
    const request = { body } as Partial<WrittenRequest>;

    expect(await argumentsOf({ request })).not.toHaveProperty("body");
  });

  it("has an empty body if the body is an empty string", async () => {
    expect(await argumentsOf({ request: { body: "" } })).toHaveProperty("body", "");
  });

  it("has the headers and the URL of its credential", async () => {
    const sent = await argumentsOf({
      request: { url: "https://host/x?a=1", headers: { a: "1", authorization: "mine" } },
      authorization: { headers: { authorization: "Bearer t" }, url: "https://host/x?a=1&key=k" },
    });

    expect(sent).toMatchObject({
      url: "https://host/x?a=1&key=k",
      headers: { a: "1", authorization: "Bearer t" },
    });
  });

  it.each<[own: string | undefined, credential: string | undefined, cookie: string | undefined]>([
    ["a=1", "b=2", "a=1; b=2"],
    [undefined, "b=2", "b=2"],
    ["a=1", undefined, "a=1"],
    ["", "b=2", "b=2"],
    [undefined, undefined, undefined],
  ])("with the cookie %s and the credential %s has %s", async (own, credential, cookie) => {
    const { headers } = await argumentsOf({
      request: { headers: own === undefined ? {} : { cookie: own } },
      authorization: { headers: credential === undefined ? {} : { cookie: credential } },
    });

    expect(headers).toEqual(cookie === undefined ? {} : { cookie });
  });

  it("includes the browser's cookies only if the credential requires it", async () => {
    expect(await argumentsOf({ authorization: { session: true } })).toMatchObject({
      credentials: "include",
    });
  });

  it("does not set credentials if the platform does not support it", async () => {
    vi.stubGlobal(
      "Request",
      Object.assign(() => undefined, { prototype: {} }),
    );

    expect(await argumentsOf({})).not.toHaveProperty("credentials");
  });

  it("uses the platform's fetch of the time of the call", async () => {
    const { sent } = sending({ script: [], options: { fetch: undefined, retry: noPause } });
    vi.stubGlobal("fetch", status(201));

    expect((await sent()).response.status).toBe(201);
  });

  it("is validated once, before the credential is resolved", async () => {
    const order: string[] = [];
    const validate = { checkRequest: vi.fn(() => order.push("check")), checkResponse: vi.fn() };
    const { sent } = sending({
      script: [status(503), status(200)],
      request: { body: "text" },
      options: { retry: noPause, validate },
      layer: {
        authorize: () => {
          order.push("authorize");
          return {};
        },
      },
    });

    await sent();

    expect(order).toEqual(["check", "authorize", "authorize"]);
    expect(validate.checkRequest).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ operationId: "GetIt", attempts: 0 }),
      "https://host/api/x",
      "text",
    );
  });

  it("is validated without its body if that is not a text", async () => {
    const validate = { checkRequest: vi.fn(), checkResponse: vi.fn() };
    const { sent } = sending({
      script: [status(200)],
      request: { body: new FormData() },
      options: { validate },
    });

    await sent();

    expect(validate.checkRequest.mock.calls[0]?.[2]).toBeUndefined();
  });
});

describe("an attempt", () => {
  it("is counted, and has the phase of its request, then of its body", async () => {
    const phases: string[] = [];
    const { call, sent } = sending({
      script: [
        () => {
          phases.push(call.phase);
          const pull = (stream: ReadableStreamDefaultController) => {
            phases.push(call.phase);
            stream.enqueue(new TextEncoder().encode("1"));
            stream.close();
          };
          const headers = { "Content-Type": "application/json" };
          // By default, a stream calls `pull` immediately.
          const body = new ReadableStream({ pull }, { highWaterMark: 0 });
          return Promise.resolve(new Response(body, { headers }));
        },
      ],
      layer: {
        authorize: (asking) => {
          phases.push(asking.phase);
          return Promise.resolve({});
        },
      },
    });
    call.phase = "middleware";

    await sent();

    expect(phases).toEqual(["credential", "request", "body"]);
    expect(call.attempts).toBe(1);
  });

  it.each<[script: Send, result: AttemptResult | object]>([
    [status(200), "success"],
    [status(403), { status: 403, body: { said: 403 } }],
    [broken, "lost"],
    [refused, "not-sent"],
    [
      () => Promise.resolve(new Response("<p>", { headers: { "Content-Type": "text/html" } })),
      { status: 200, headers: expect.any(Headers) as unknown },
    ],
  ])("reports its result to the layer: %#", async (script, result) => {
    const { results, sent } = sending({
      script: [script],
      options: { retry: { ...noPause, limit: 0 } },
    });

    await sent().catch(() => undefined);

    expect(results).toEqual([
      typeof result === "object" ? expect.objectContaining(result) : result,
    ]);
  });

  it("reports that the body of a status without a body was not read", async () => {
    const { results, sent } = sending({
      script: [() => Promise.resolve(new Response("<p>"))],
    });

    await failureOf(sent());

    expect(results).toEqual([expect.not.objectContaining({ body: expect.anything() as unknown })]);
  });

  it("settles a 401 at its status, before its body", async () => {
    const { results, within } = sending({ script: [stalling(401)], options: { timeout: 60_000 } });
    void within().catch(() => undefined);
    await vi.waitFor(() => expect(results).toEqual([expect.objectContaining({ status: 401 })]));
  });

  it("does not settle another status before its body", async () => {
    const { call, results, within } = sending({ script: [stalling(403)] });
    void within().catch(() => undefined);
    await vi.waitFor(() => expect(call.phase).toBe("body"));

    expect(results).toEqual([]);
  });

  it("masks the credentials of every attempt", async () => {
    const tokens = ["canary-1", "canary-2"];
    const { sent } = sending({
      script: [
        status(503),
        () => Promise.resolve(Response.json(["canary-1 canary-2"], { status: 404 })),
      ],
      layer: { authorize: () => ({ secrets: [tokens.shift() ?? ""] }) },
    });

    expect(await failureOf(sent())).toHaveProperty("body", ["*** ***"]);
  });
});

describe("a retry", () => {
  it.each<[script: readonly Send[], attempts: number]>([
    [[status(503), status(200)], 2],
    [[status(408), status(429), status(200)], 3],
    [[status(502), status(504), status(200)], 3],
    [[broken, refused, status(200)], 3],
    [[status(503), status(503), status(503), status(200)], 3],
    [[broken, broken, broken, status(200)], 3],
    [[status(500), status(200)], 1],
    [[status(404), status(200)], 1],
    [[status(401), status(200)], 1],
    [[gaveUp, status(200)], 1],
    [[() => Promise.resolve(new Response("<p>")), status(200)], 1],
  ])("follows a transient failure, up to the limit: %#", async (script, attempts) => {
    const { call, fetch, sent } = sending({ script });

    await sent().catch(() => undefined);

    expect(fetch).toHaveBeenCalledTimes(attempts);
    expect(call.attempts).toBe(attempts);
  });

  it("resolves the credential again", async () => {
    const { authorize, sent } = sending({ script: [status(503), status(200)] });

    await sent();

    expect(authorize).toHaveBeenCalledTimes(2);
  });

  it("happens only for methods that may be repeated", async () => {
    const posted = sending({ script: [status(503)], entry: { route: "POST /x" } });
    await failureOf(posted.sent());
    expect(posted.fetch).toHaveBeenCalledTimes(1);

    const changed = sending({ script: [status(503)], request: { method: "POST" } });
    await failureOf(changed.sent());
    expect(changed.fetch).toHaveBeenCalledTimes(1);
  });

  it("does not happen if the attempt may not be repeated", async () => {
    const { fetch, sent } = sending({
      script: [status(503)],
      authorization: { isRepeatable: () => false },
    });

    expect(await failureOf(sent())).toHaveProperty("status", 503);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it("happens if the attempt may be repeated", async () => {
    const { sent } = sending({
      script: [status(503), status(200)],
      authorization: { isRepeatable: () => true },
    });

    expect((await sent()).data).toEqual({ said: 200 });
  });

  it.each<[script: readonly Send[], outcome: string]>([
    [[broken, status(404)], "unknown"],
    [[status(503), status(404)], "unknown"],
    [[status(429), status(404)], "rejected"],
    [[refused, status(404)], "rejected"],
    [[broken, refused, refused], "unknown"],
    [[broken, status(429), refused], "unknown"],
    [[refused], "not-sent"],
  ])("keeps the outcome of the attempts before it: %#", async (script, outcome) => {
    expect(await failureOf(sending({ script }).sent())).toHaveProperty("outcome", outcome);
  });

  const limited = (maxDelay: number) => ({ retry: { ...noPause, maxDelay } });

  it("waits as long as the server asks", async () => {
    vi.useFakeTimers();
    const { call, fetch, sent } = sending({
      script: [status(503, { "Retry-After": "2" }), status(200)],
      options: limited(2000),
    });
    const done = sent();

    await vi.advanceTimersByTimeAsync(1999);
    expect(call.phase).toBe("pause");
    expect(fetch).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    await done;
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it("waits twice as long after the second attempt", async () => {
    vi.useFakeTimers();
    vi.spyOn(Math, "random").mockReturnValue(1);
    const { fetch, sent } = sending({
      script: [status(503), broken, status(200)],
      options: limited(30_000),
    });
    const done = sent();

    await vi.advanceTimersByTimeAsync(299);
    expect(fetch).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(fetch).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(599);
    expect(fetch).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(1);
    await done;
  });

  it("does not happen if the server asks to wait longer than the limit, or until the deadline", async () => {
    vi.useFakeTimers();
    const script = [status(503, { "Retry-After": "1" })];
    for (const options of [limited(999), { ...limited(5000), timeout: 1000 }]) {
      const { fetch, sent } = sending({ script, options });

      expect(await failureOf(sent())).toHaveProperty("status", 503);
      expect(fetch).toHaveBeenCalledTimes(1);
    }
  });

  it("does not happen if the caller aborts during the pause", async () => {
    const controller = new AbortController();
    const { call, fetch, within } = sending({
      script: [status(503, { "Retry-After": "5" }), status(200)],
      options: { ...limited(30_000), signal: controller.signal },
    });
    const failure = failureOf(within());
    await vi.waitFor(() => expect(call.phase).toBe("pause"));
    controller.abort("enough");

    expect(await failure).toBe("enough");
    await new Promise((resolve) => setImmediate(resolve));
    expect(fetch).toHaveBeenCalledTimes(1);
  });
});

describe("a 401", () => {
  const renewable = (renewed: () => Authorization) => {
    let asked = 0;
    return { authorize: () => (++asked === 1 ? { isRenewable: true } : renewed()) };
  };

  it("is followed by one attempt with another credential, if there may be one", async () => {
    const { call, sent } = sending({
      script: [status(401), status(200)],
      layer: renewable(() => ({ isRenewable: true })),
    });

    expect((await sent()).data).toEqual({ said: 200 });
    expect(call.rejection).toBeInstanceOf(UnauthorizedError);
  });

  it("ends the call the second time", async () => {
    const { fetch, sent } = sending({
      script: [status(401)],
      authorization: { isRenewable: true },
    });

    expect(await failureOf(sent())).toMatchObject({ status: 401, attempts: 2 });
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it("is retried whatever the method and the limit, because the server rejected the request", async () => {
    const { sent } = sending({
      script: [status(401), status(200)],
      request: { method: "POST" },
      authorization: { isRenewable: true },
      options: { retry: { ...noPause, limit: 0 } },
    });

    expect((await sent()).data).toEqual({ said: 200 });
  });

  it("is thrown instead of the error for the unchanged token", async () => {
    const { sent } = sending({
      script: [status(401)],
      layer: renewable(() => {
        throw new ConfigurationError("dead");
      }),
    });

    expect(await failureOf(sent())).toMatchObject({ status: 401, attempts: 1 });
  });

  it("is the only status that leads to another credential", async () => {
    const { fetch, sent } = sending({
      script: [status(403)],
      authorization: { isRenewable: true },
    });

    await failureOf(sent());

    expect(fetch).toHaveBeenCalledTimes(1);
  });
});

describe("a credential", () => {
  it("that cannot be resolved ends the call with the layer's error", async () => {
    const thrown = new Error("no token today");
    const { call, fetch, sent } = sending({
      script: [],
      layer: { authorize: () => Promise.reject(thrown) },
    });

    expect(await failureOf(sent())).toBe(thrown);
    expect(fetch).not.toHaveBeenCalled();
    expect(call.attempts).toBe(0);
  });

  it("that arrives after the caller aborted is not sent", async () => {
    let give: (authorization: Authorization) => void = () => undefined;
    const asked = new Promise<Authorization>((resolve) => (give = resolve));
    const results: AttemptResult[] = [];
    const controller = new AbortController();
    const { call, fetch, within } = sending({
      script: [],
      options: { signal: controller.signal },
      layer: { authorize: () => asked },
    });
    const failure = failureOf(within());
    await vi.waitFor(() => expect(call.phase).toBe("credential"));
    controller.abort("enough");
    expect(await failure).toBe("enough");

    give({ release: (result) => void results.push(result) });
    await vi.waitFor(() => expect(results).toEqual(["not-sent"]));
    expect(fetch).not.toHaveBeenCalled();
  });
});

describe("a caller who aborts", () => {
  /** Aborts once `fetch` was called or the body is read. */
  async function leave(setup: Setup, phase: "request" | "body" = "request") {
    const controller = new AbortController();
    const sent = sending({ ...setup, options: { signal: controller.signal, ...setup.options } });
    const failure = failureOf(sent.within());
    await vi.waitFor(() => expect(sent.call.phase).toBe(phase));
    controller.abort("enough");
    expect(await failure).toBe("enough");
    return sent;
  }

  it("aborts the request", async () => {
    const { call, results } = await leave({ script: [never] });

    expect(call.controller.signal).toMatchObject({ aborted: true, reason: "enough" });
    expect(results).toEqual(["lost"]);
  });

  it("stops the reading of a body whose status is known", async () => {
    const { call, results } = await leave({ script: [stalling(403)] }, "body");

    expect(call.controller.signal).toMatchObject({ aborted: true, reason: "enough" });
    expect(results).toEqual([{ status: 403, headers: expect.any(Headers) as unknown }]);
  });

  it("does not stop a request whose status matters, for at most 30 seconds", async () => {
    vi.useFakeTimers();
    const { call, results } = await leave({
      script: [never],
      authorization: { needsStatus: true },
    });

    await vi.advanceTimersByTimeAsync(29_999);
    expect(call.controller.signal.aborted).toBe(false);
    expect(results).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(call.controller.signal).toMatchObject({ aborted: true, reason: "enough" });
    expect(results).toEqual(["lost"]);
  });

  it("does not keep the process alive for that", async () => {
    const timers = () =>
      process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
    const before = timers();
    await leave({ script: [never], authorization: { needsStatus: true } });

    expect(timers()).toBe(before);
  });

  it("works without unref, which browsers do not have", async () => {
    vi.stubGlobal("setTimeout", () => 1);
    const controller = new AbortController();
    const { within } = sending({
      script: [never],
      authorization: { needsStatus: true },
      options: { signal: controller.signal },
    });
    const failure = failureOf(within());
    controller.abort("enough");

    expect(await failure).toBe("enough");
  });

  it("settles the status of a success that comes later, and does not read the body", async () => {
    let answer: (response: Response) => void = () => undefined;
    const { call, results } = await leave({
      script: [() => new Promise((resolve) => (answer = resolve))],
      authorization: { needsStatus: true },
    });
    answer(new Response("{}", { status: 200 }));

    await vi.waitFor(() => expect(call.controller.signal.aborted).toBe(true));
    expect(results[0]).toEqual({ status: 200, headers: expect.any(Headers) as unknown });
  });

  it("settles an error that comes later with its body, which shows whether it is the server's", async () => {
    let answer: (response: Response) => void = () => undefined;
    const { results } = await leave({
      script: [() => new Promise((resolve) => (answer = resolve))],
      authorization: { needsStatus: true },
    });
    answer(new Response("null", { status: 403 }));

    await vi.waitFor(() => expect(results).toHaveLength(1));
    expect(results[0]).toMatchObject({ status: 403, body: null });
  });

  it("is not asked for another credential after a 401", async () => {
    let answer: (response: Response) => void = () => undefined;
    const { authorize, results } = await leave({
      script: [() => new Promise((resolve) => (answer = resolve))],
      authorization: { needsStatus: true, isRenewable: true },
    });
    answer(new Response("{}", { status: 401 }));
    await vi.waitFor(() => expect(results).not.toEqual([]));
    await new Promise((resolve) => setImmediate(resolve));

    expect(authorize).toHaveBeenCalledTimes(1);
  });

  it("causes no further attempt", async () => {
    let fail: (error: Error) => void = () => undefined;
    const { fetch } = await leave({
      script: [() => new Promise((_, reject) => (fail = reject))],
      authorization: { needsStatus: true, isRenewable: true },
    });
    fail(new TypeError("fetch failed"));
    await new Promise((resolve) => setImmediate(resolve));

    expect(fetch).toHaveBeenCalledTimes(1);
  });
});

it.each<[what: string, value: unknown]>([
  ["nothing", undefined],
  ["null", null],
  ["a text", "<html>"],
  ["an object with a status", { ok: true, status: 200, json: () => Promise.resolve({}) }],
  ["an opaque response", Response.error()],
  ["an object with plain headers", { status: 200, headers: { "content-type": "text/html" } }],
])("if fetch returns %s, the call fails and its request counts as lost", async (_, value) => {
  const { sent, results } = sending({ script: [() => Promise.resolve(value as Response)] });

  expect(await failureOf(sent())).toMatchObject({
    ...{ name: "ResponseFormatError", outcome: "unknown", attempts: 1 },
    message: "getIt failed: the option fetch did not return a readable Response",
  });
  expect(results).toEqual(["lost"]);
});

it("a redirect closes the connection, because its body is not read", async () => {
  const redirect = () =>
    Promise.resolve(
      new Response(new ReadableStream(), { status: 302, headers: { location: "/" } }),
    );
  const { call, sent } = sending({ script: [redirect] });

  expect(await failureOf(sent())).toBeInstanceOf(ResponseFormatError);
  expect(call.controller.signal.aborted).toBe(true);
});

it("an error that fetch throws while the browser goes offline may have reached the server", async () => {
  const goOffline = () => {
    vi.stubGlobal("navigator", { onLine: false });
    return Promise.reject(new TypeError("Failed to fetch"));
  };
  const { sent, results } = sending({ script: [goOffline], entry: { route: "POST /x" } });

  expect(await failureOf(sent())).toMatchObject({ outcome: "unknown", retryable: false });
  expect(results).toEqual(["lost"]);
  expect(await failureOf(sent())).toMatchObject({ outcome: "not-sent", retryable: true });
  expect(results).toEqual(["lost", "not-sent"]);
});

it("an attempt that does not read its body to the end closes only its own connection", async () => {
  const signals: (AbortSignal | null | undefined)[] = [];
  const unavailable: Send = (_, { signal }) => {
    signals.push(signal);
    // Like a response of node-fetch, whose body has no reader.
    const body = { pipe: () => undefined };
    const text = () => Promise.reject(new Error("broken"));
    return Promise.resolve({
      ...{ status: 503, statusText: "", headers: new Headers(), type: "default", body, text },
    } as unknown as Response);
  };
  const { sent } = sending({ script: [unavailable, status(200)] });

  expect(await sent()).toMatchObject({ data: { said: 200 } });
  expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
});

it("an error of fetch becomes a ConnectionError about the call", async () => {
  const { sent } = sending({ script: [refused], entry: { route: "POST /x" } });

  const failure = await failureOf(sent());

  expect(failure).toBeInstanceOf(ConnectionError);
  expect(failure).toMatchObject({ attempts: 1, outcome: "not-sent", operationId: "GetIt" });
});
