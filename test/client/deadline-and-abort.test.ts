import { getEventListeners } from "node:events";
import { createClient, TimeoutError, type CallOptions } from "datameta-client";
import { createOpenApiClient } from "datameta-client/openapi";
import { describe, expect, it, vi } from "vitest";
import { empty, json, serve, stall, type Handler } from "../support/loopback.js";

const whoami = json(200, { name: "Ada" });

/** A response whose body never ends. */
const stallInBody: Handler = (_, response) => {
  response.writeHead(200, { "Content-Type": "application/json" });
  response.write('{"name":');
};

/** The phases in which a call can hang, each with a way to cause it. */
const phases: [string, Handler, CallOptions][] = [
  ["credential", whoami, { auth: { bearer: () => new Promise<string>(() => undefined) } }],
  ["request", stall, {}],
  ["body", stallInBody, {}],
  ["pause", empty(503, { "Retry-After": "1" }), { retry: { limit: 1, maxDelay: 60_000 } }],
];

describe("a call beyond its deadline", () => {
  it.each(phases.slice(0, 3))(
    "ends with a TimeoutError in the phase %s",
    async (phase, answer, options) => {
      await using server = await serve(answer);
      const datameta = createClient({ baseUrl: server.url, ...options, timeout: 200 });

      const error: unknown = await datameta.whoami().catch((thrown: unknown) => thrown);

      expect(error).toBeInstanceOf(TimeoutError);
      expect(error).toMatchObject({
        phase,
        timeout: 200,
        outcome: phase === "credential" ? "not-sent" : "unknown",
        retryable: true,
        message: expect.stringContaining("no response within 200 ms") as string,
      });
    },
  );

  it("was not sent if the token function of a client of another document hangs", async () => {
    const api = {
      operations: { make: { route: "POST /things" } },
      ...{ defaultErrors: [], defaultIdentifiers: {}, defaultSchemes: [["token"]], servers: [] },
      securitySchemes: { token: { type: "bearer" } },
    };
    const { make } = createOpenApiClient<object, never>(api as never, {
      baseUrl: "https://host",
      auth: { token: () => new Promise<string>(() => undefined) },
      timeout: 30,
    }) as unknown as Record<string, (args: object) => Promise<unknown>>;

    await expect(make?.({ body: {} })).rejects.toMatchObject({
      ...{ name: "TimeoutError", phase: "credential", outcome: "not-sent", attempts: 0 },
    });
  });

  it("is not retryable if a second call could repeat its effect", async () => {
    await using server = await serve(stall);
    const datameta = createClient({ baseUrl: server.url, timeout: 30 });

    await expect(datameta.createApiKey({ body: { label: "x" } })).rejects.toMatchObject({
      name: "TimeoutError",
      outcome: "unknown",
      retryable: false,
    });
  });

  it("was rejected if it waits for a credential after the server rejected an attempt", async () => {
    await using server = await serve(empty(429));
    const tokens = [Promise.resolve("token"), new Promise<string>(() => undefined)];
    const bearer = () => tokens.shift() ?? "";
    const { createApiKey } = createClient({
      ...{ baseUrl: server.url, auth: { bearer }, timeout: 200 },
      retry: { methods: ["POST"], maxDelay: 1 },
    });

    await expect(createApiKey({ body: { label: "x" } })).rejects.toMatchObject({
      ...{ name: "TimeoutError", phase: "credential", attempts: 1 },
      ...{ outcome: "rejected", retryable: true },
    });
  });

  it("has one deadline for all attempts", async () => {
    await using server = await serve(async (_, response) => {
      await new Promise((resolve) => setTimeout(resolve, 40));
      response.writeHead(503).end();
    });
    const retry = { limit: 1000, maxDelay: 1 };
    const datameta = createClient({ baseUrl: server.url, timeout: 150, retry });

    await expect(datameta.whoami()).rejects.toMatchObject({
      attempts: expect.any(Number) as number,
    });
    expect(server.requests.length).toBeLessThan(6);
  });
});

describe("the caller's abort", () => {
  it.each(phases)(
    "in the phase %s rejects with the signal's own reason",
    async (phase, answer, options) => {
      await using server = await serve(answer);
      const controller = new AbortController();
      const reason = new Error("the user left");
      const datameta = createClient({ baseUrl: server.url, ...options });

      const call = datameta.whoami({ signal: controller.signal }).catch((error: unknown) => error);
      if (phase !== "credential") await vi.waitFor(() => expect(server.requests).toHaveLength(1));
      await new Promise((resolve) => setTimeout(resolve, 20));
      controller.abort(reason);

      expect(await call).toBe(reason);
      expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
      expect(server.requests.length).toBeLessThan(2);
    },
  );

  it.each([null, 0, "", false])("may have the reason %j", async (reason) => {
    await using server = await serve(stall);
    const controller = new AbortController();
    const { signal } = controller;
    const { whoami, http } = createClient({ baseUrl: server.url });
    const middleware = [{ onRequest: () => undefined }];
    const layered = createClient({ baseUrl: server.url, middleware });

    const calls = [
      whoami({ signal }),
      layered.whoami({ signal }),
      http.GET("/rpc/whoami", { signal }),
    ].map((call) =>
      call.then(
        () => "resolved",
        (error: unknown) => ({ rejectedWith: error }),
      ),
    );
    await vi.waitFor(() => expect(server.requests).toHaveLength(3));
    controller.abort(reason);

    expect(await Promise.all(calls)).toEqual(Array(3).fill({ rejectedWith: reason }));
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  it("before the call prevents the request", async () => {
    await using server = await serve(whoami);
    const datameta = createClient({ baseUrl: server.url });

    await expect(datameta.whoami({ signal: AbortSignal.abort("over") })).rejects.toBe("over");
    expect(server.requests).toHaveLength(0);
  });

  it("by AbortSignal.timeout throws the platform's TimeoutError, without a retry", async () => {
    await using server = await serve(stall);
    const send = vi.fn(fetch);
    const datameta = createClient({ baseUrl: server.url, fetch: send });

    await expect(datameta.whoami({ signal: AbortSignal.timeout(30) })).rejects.toBeInstanceOf(
      DOMException,
    );
    expect(send).toHaveBeenCalledOnce();
  });

  it("can come from the client's signal, and works for http", async () => {
    await using server = await serve(stall);
    const { signal, abort } = abortable();
    const datameta = createClient({ baseUrl: server.url, signal });

    const calls = [datameta.whoami(), datameta.http.GET("/rpc/whoami")].map((call) =>
      call.catch((error: unknown) => error),
    );
    abort("over");

    expect(await Promise.all(calls)).toEqual(["over", "over"]);
  });
});

function abortable() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: (reason: unknown) => controller.abort(reason) };
}

it.each([
  ["", []],
  [", nor does the Request that middleware sees", [{ onRequest: () => undefined }]],
])("no call leaves a listener on a signal that many share%s", async (_, middleware) => {
  await using server = await serve((request, response) =>
    (server.requests.length % 2 ? whoami : empty(404))(request, response),
  );
  const { signal } = abortable();
  const datameta = createClient({ baseUrl: server.url, signal, middleware });

  await Promise.allSettled(Array.from({ length: 20 }, () => datameta.whoami()));

  await Promise.allSettled(Array.from({ length: 20 }, () => datameta.http.GET("/rpc/whoami")));
  const own = Array.from({ length: 20 }, () => datameta.http.GET("/rpc/whoami", { signal }));
  await Promise.allSettled(own);

  expect(server.requests).toHaveLength(60);
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});

describe("Node's own limit of 300 s", () => {
  const fetchTimeout = (code: string) =>
    new TypeError("fetch failed", {
      cause: Object.assign(new Error("Headers Timeout Error"), { code }),
    });

  it.each(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"])(
    "does not lead to a retry of a PUT: %s",
    async (code) => {
      let requests = 0;
      const datameta = createClient({
        baseUrl: "https://host/api/v1",
        retry: { maxDelay: 1 },
        fetch: () => {
          requests++;
          return Promise.reject(fetchTimeout(code));
        },
      });

      const call = datameta.updateFile({ id: "DMF-1", body: { contentUploaded: true } });

      await expect(call).rejects.toMatchObject({
        name: "ConnectionError",
        message: expect.stringMatching(
          /fetch stopped waiting before the call's timeout\. Pass a fetch that waits longer/,
        ) as string,
        attempts: 1,
        outcome: "unknown",
        retryable: false,
      });
      expect(requests).toBe(1);
    },
  );
});

it("calls that time out while they wait for a token are not sent", async () => {
  await using server = await serve(stall);
  const auth = { bearer: "token" };
  const { createApiKey } = createClient({ baseUrl: server.url, auth, timeout: 300 });

  const outcomes = await Promise.all(
    Array.from({ length: 8 }, () =>
      createApiKey({ body: { label: "x" } }).then(
        () => "resolved",
        (error: unknown) => (error as TimeoutError).outcome,
      ),
    ),
  );

  expect(outcomes.filter((outcome) => outcome === "not-sent")).toHaveLength(5);
  expect(server.requests).toHaveLength(3);
});

it("a stream of empty chunks does not delay the deadline", async () => {
  const nothing = new Uint8Array(0);
  const body = () =>
    new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(nothing) });
  const statuses = [200, 500];
  const fetch = () => Promise.resolve(new Response(body(), { status: statuses.shift() ?? 200 }));
  const { whoami } = createClient({ baseUrl: "https://host/api/v1", fetch, timeout: 200 });

  await expect(whoami()).rejects.toMatchObject({ name: "TimeoutError", phase: "body" });
  await expect(whoami()).rejects.toMatchObject({ name: "ServerError", status: 500 });
});
