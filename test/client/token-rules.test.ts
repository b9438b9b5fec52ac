import {
  createClient,
  TooManyRequestsError,
  UnauthorizedError,
  type ClientOptions,
  type DataMetaClient,
} from "datameta-client";
import { afterEach, describe, expect, it, vi } from "vitest";
import { fetchThen, startWithExpiringKey } from "../support/expiring-key.js";
import { failureOf } from "../support/failure-of.js";

type Fetch = NonNullable<ClientOptions["fetch"]>;

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const times = <T>(count: number, task: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => task(index));

/** Makes calls one after the other and returns their results. */
async function inTurn(count: number, call: (index: number) => Promise<unknown>) {
  const results: unknown[] = [];
  for (let index = 0; index < count; index++) {
    results.push(await call(index).catch((error: unknown) => error));
  }
  return results;
}

/** The response of node-fetch: its body is a stream of Node, without `getReader`. */
function likeNodeFetch(response: Response): Response {
  const text = response.text();
  const { status, statusText, headers, type } = response;
  const body = { pipe: () => undefined };
  return { status, statusText, headers, type, body, bodyUsed: false, text: () => text } as never;
}

/** The response of React Native, which has no body. */
function likeReactNative(response: Response): Response {
  const text = response.text();
  const { status, statusText, headers, type } = response;
  return { status, statusText, headers, type, bodyUsed: false, text: () => text } as never;
}

/** A `fetch` that logs errors, which reads their bodies. */
async function readErrorBody(response: Response): Promise<Response> {
  if (!response.ok) await response.text();
  return response;
}

/** A `fetch` that reads the first chunk of an error body and lets others read the rest. */
async function readFirstChunk(response: Response): Promise<Response> {
  if (response.ok) return response;
  const reader = response.body?.getReader();
  await reader?.read();
  reader?.releaseLock();
  return response;
}

/** A `fetch` that reads an error body in some way. */
const readingBy = (read: (response: Response) => Promise<unknown>) =>
  fetchThen(async (response) => {
    if (!response.ok) await read(response);
    return response;
  });

const brokenBody = () =>
  new ReadableStream({
    pull(controller) {
      controller.error(new TypeError("terminated"));
    },
  });

const page = (status: number, headers: Record<string, string> = {}) =>
  fetchThen((response) =>
    response.status === 401
      ? new Response(status === 204 ? null : "<html><body>Sign in</body></html>", {
          status,
          headers: { "Content-Type": "text/html", ...headers },
        })
      : response,
  );

describe("an expired key never locks its account", () => {
  it.each<[string, Fetch]>([
    ["reads error bodies", fetchThen(readErrorBody)],
    ["reads a clone of error bodies", readingBy((response) => response.clone().text())],
    ["reads error bodies as JSON", readingBy((response) => response.json())],
    ["reads error bodies as bytes", readingBy((response) => response.arrayBuffer())],
    ["reads a part of error bodies", fetchThen(readFirstChunk)],
    ["cancels error bodies", readingBy(async ({ body }) => body?.cancel())],
    ["locks error bodies", readingBy(({ body }) => Promise.resolve(body?.getReader()))],
    [
      "breaks error bodies",
      fetchThen(({ ok, status }) =>
        ok ? Response.json({}) : new Response(brokenBody(), { status }),
      ),
    ],
    ["is node-fetch", fetchThen(likeNodeFetch)],
    ["is React Native's", fetchThen(likeReactNative)],
  ])("when the option fetch %s", async (_, fetch) => {
    await using key = await startWithExpiringKey();
    key.expire();
    const { whoami } = key.connect({ fetch });

    const errors = await inTurn(6, () => whoami());

    for (const error of errors) expect(error).toBeInstanceOf(UnauthorizedError);
    expect(key.countFailedLogins()).toBe(1);
    expect(await key.isAccountEnabled()).toBe(true);
  });

  it("when the head of a 401 is followed by silence, and callers abort", async () => {
    await using key = await startWithExpiringKey();
    key.expire();
    const silent = fetchThen(({ status, headers }) => {
      return new Response(new ReadableStream(), { status, headers });
    });
    const { whoami } = key.connect({ fetch: silent });

    await inTurn(6, () => whoami({ signal: AbortSignal.timeout(300) }));

    expect(key.countFailedLogins()).toBe(1);
    expect(await key.isAccountEnabled()).toBe(true);
  });

  it("when concurrent calls time out before the server responds", async () => {
    await using key = await startWithExpiringKey();
    key.expire();
    key.server.setFaults({ whoami: { delay: 600 } });
    const { whoami } = key.connect({ timeout: 200 });

    const errors = await Promise.all(times(10, () => failureOf(whoami())));
    await vi.waitFor(() => expect(key.countFailedLogins()).toBeGreaterThan(2), 5000);
    await inTurn(3, () => whoami());

    expect(key.countFailedLogins()).toBeLessThanOrEqual(4);
    expect(await key.isAccountEnabled()).toBe(true);
    const outcomes = errors.map((error) => (error as { outcome?: string }).outcome);
    expect(outcomes.filter((outcome) => outcome === "not-sent")).toHaveLength(7);
  });

  it("when several calls start together just after a confirmed key expired", async () => {
    await using key = await startWithExpiringKey();
    const { whoami } = key.connect();
    await whoami();
    key.expire();

    const errors = await Promise.all(times(6, () => failureOf(whoami())));

    for (const error of errors) expect(error).toBeInstanceOf(UnauthorizedError);
    expect(key.countFailedLogins()).toBeLessThanOrEqual(3);
    expect(await key.isAccountEnabled()).toBe(true);
  });

  it.each<[string, number, number]>([
    ["at once", 0, 0],
    ["in order", 0, 40],
    ["in another order", 60, 10],
  ])("when ten workers loop through the expiry, and requests arrive %s", async (_, up, down) => {
    await using key = await startWithExpiringKey();
    const fetch: Fetch = async (url, init) => {
      await pause(Math.random() * up);
      const response = await globalThis.fetch(url, init);
      await pause(Math.random() * down);
      return response;
    };
    const { whoami } = key.connect({ fetch });
    let calls = 0;
    const work = async () => {
      for (;;) {
        await whoami();
        calls++;
      }
    };

    const workers = times(10, () => failureOf(work()));
    await vi.waitFor(() => expect(calls).toBeGreaterThan(40), 20_000);
    key.expire();
    const errors = await Promise.all(workers);

    for (const error of errors) expect(error).toBeInstanceOf(UnauthorizedError);
    expect(key.countFailedLogins()).toBeLessThanOrEqual(4);
    expect(await key.isAccountEnabled()).toBe(true);
  });

  it("when slow requests arrive after the expiry and after later requests", async () => {
    await using key = await startWithExpiringKey();
    let requests = 0;
    let letArrive: () => void = () => undefined;
    const expired = new Promise<void>((resolve) => (letArrive = resolve));
    const fetch: Fetch = async (url, init) => {
      if (++requests % 3 > 0) await expired;
      return globalThis.fetch(url, init);
    };
    const { whoami } = key.connect({ fetch });

    const calls = times(9, () => whoami().catch((error: unknown) => error));
    await vi.waitFor(() => expect(key.server.requests.length).toBeGreaterThan(0));
    await pause(200);
    key.expire();
    letArrive();
    await Promise.all(calls);

    expect(key.countFailedLogins()).toBeLessThanOrEqual(4);
    expect(await key.isAccountEnabled()).toBe(true);
  });

  it("when connections break after the request arrived", async () => {
    await using key = await startWithExpiringKey();
    key.expire();
    const breaking = fetchThen(() => {
      throw new TypeError("fetch failed", {
        cause: Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }),
      });
    });
    const { whoami } = key.connect({ fetch: breaking, retry: { limit: 2, maxDelay: 1 } });

    const errors = await inTurn(6, () => whoami());

    expect(key.countFailedLogins()).toBe(3);
    expect(await key.isAccountEnabled()).toBe(true);
    expect(errors.map((error) => (error as Error).name)).toEqual([
      ...times(3, () => "ConnectionError"),
      ...times(3, () => "TooManyRequestsError"),
    ]);
  });

  it("when each call is aborted by the next", async () => {
    await using key = await startWithExpiringKey();
    key.expire();
    key.server.setFaults({ whoami: { delay: 100 } });
    const { whoami } = key.connect();
    let controller = new AbortController();
    const calls: Promise<unknown>[] = [];

    for (let letter = 0; letter < 12; letter++) {
      controller.abort();
      controller = new AbortController();
      calls.push(whoami({ signal: controller.signal }).catch((error: unknown) => error));
      await pause(20);
    }
    await Promise.all(calls);

    expect(key.countFailedLogins()).toBeLessThanOrEqual(4);
    expect(await key.isAccountEnabled()).toBe(true);
  });

  it("when a thousand other tokens were rejected in between", async () => {
    await using key = await startWithExpiringKey();
    key.expire();
    const { whoami } = key.connect();
    const fetch: Fetch = () => Promise.resolve(new Response(null, { status: 401 }));

    await failureOf(whoami());
    await Promise.all(
      times(1000, (index) => failureOf(whoami({ auth: { bearer: `dead-${index}` }, fetch }))),
    );
    await inTurn(6, () => whoami());

    expect(key.countFailedLogins()).toBe(1);
    expect(await key.isAccountEnabled()).toBe(true);
  });

  it.each<[string, Fetch]>([
    ["200 with a page", page(200)],
    ["a redirect to a page", page(302, { Location: "/login" })],
    ["404 with a page", page(404)],
    ["500 with a page", page(500)],
    ["504 with a page", page(504)],
  ])("when a proxy turns each 401 into %s", async (_, fetch) => {
    await using key = await startWithExpiringKey();
    key.expire();
    const { whoami } = key.connect({ fetch, retry: { limit: 2, maxDelay: 1 } });

    const errors = await inTurn(8, () => whoami());

    expect(key.countFailedLogins()).toBe(3);
    expect(await key.isAccountEnabled()).toBe(true);
    for (const error of errors.slice(3)) expect(error).toBeInstanceOf(TooManyRequestsError);
  });

  it("when the server hides its 401 behind a 500", async () => {
    await using key = await startWithExpiringKey();
    key.expire();
    const issue = { exception: "InvalidResponse", message: "Unknown response http status: 401" };
    const hide = fetchThen(() => Response.json([issue], { status: 500 }));
    const { whoami } = key.connect({ fetch: hide });

    const errors = await inTurn(6, () => whoami());

    expect(errors.map((error) => (error as Error).name)).toEqual([
      "ServerError",
      ...times(5, () => "UnauthorizedError"),
    ]);
    expect(key.countFailedLogins()).toBe(1);
    expect(await key.isAccountEnabled()).toBe(true);
  });

  it("when two clients of one process use it", async () => {
    await using key = await startWithExpiringKey();
    key.expire();
    const clients = [key.connect(), key.connect()];

    await Promise.all(clients.flatMap(({ whoami }) => times(5, () => failureOf(whoami()))));

    expect(key.countFailedLogins()).toBeLessThanOrEqual(4);
    expect(await key.isAccountEnabled()).toBe(true);
  });

  it("when methods, http and middleware use it at once", async () => {
    await using key = await startWithExpiringKey();
    key.expire();
    const plain = key.connect();
    const layered = key.connect({ middleware: [{ onRequest: ({ request }) => request }] });

    await Promise.all(
      times(4, () =>
        [plain.whoami(), plain.http.GET("/metadata"), layered.whoami()].map((call) =>
          failureOf(call),
        ),
      ).flat(),
    );

    expect(key.countFailedLogins()).toBeLessThanOrEqual(4);
    expect(await key.isAccountEnabled()).toBe(true);
  });

  it("when its expiry is known, because it is not sent at all", async () => {
    await using key = await startWithExpiringKey();
    key.expire();
    const { whoami } = key.connect({ auth: { bearer: key.token, expires: new Date(0) } });

    const [error] = await inTurn(6, () => whoami());

    expect(error).toMatchObject({
      name: "UnauthorizedError",
      message: expect.stringContaining("this token has expired") as string,
      outcome: "not-sent",
    });
    expect(key.server.requests).toHaveLength(0);
  });

  it("when calls of a path that is not in the document succeed in between", async () => {
    await using key = await startWithExpiringKey();
    key.expire();
    const fetch: Fetch = async (url, init) => {
      if (url.endsWith("/health")) return Response.json({ ok: true });
      await globalThis.fetch(url, init);
      return new Response("<html></html>", { status: 500 });
    };
    const { whoami, http } = key.connect({ fetch });

    await inTurn(6, async () => {
      await failureOf(whoami());
      await http.GET("/health" as never);
    });

    expect(key.countFailedLogins()).toBeLessThanOrEqual(4);
    expect(await key.isAccountEnabled()).toBe(true);
  });
});

let hosts = 0;

/** Creates a client whose `fetch` replaces the server. */
function connectTo(fetch: Fetch, options: Partial<ClientOptions> = {}): DataMetaClient {
  const baseUrl = `https://host-${++hosts}.example/api/v1`;
  return createClient({ baseUrl, auth: { bearer: "good" }, fetch, ...options });
}

const ada = () => Response.json({ name: "Ada" });

/** Waits until the signal of `fetch` aborts. */
function aborted({ signal }: RequestInit): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason as Error));
  });
}

describe("a valid token is not delayed", () => {
  afterEach(() => void vi.useRealTimers());

  it("when a page aborts its first call at once", async () => {
    await using key = await startWithExpiringKey();
    const { whoami } = key.connect();
    const controller = new AbortController();

    const first = failureOf(whoami({ signal: controller.signal }));
    controller.abort("unmounted");
    const second = whoami();

    expect(await first).toBe("unmounted");
    await expect(second).resolves.toMatchObject({ name: "ada" });
  });

  it.each<[string, boolean, () => Response]>([
    ["that was never confirmed", false, ada],
    ["that is confirmed", true, ada],
    ["and the server does not find each letter", false, () => Response.json(null, { status: 404 })],
    [
      "and the server rejects each letter",
      true,
      () => Response.json([{ message: "no" }], { status: 400 }),
    ],
  ])("when a search is aborted at each letter, with a token %s", async (_, isConfirmed, answer) => {
    vi.useFakeTimers();
    let isSearch = false;
    const { whoami } = connectTo(async () => {
      await pause(300);
      return isSearch ? answer() : ada();
    });
    if (isConfirmed) {
      const first = whoami();
      await vi.advanceTimersByTimeAsync(300);
      await first;
    }
    isSearch = true;
    const letters: Promise<unknown>[] = [];
    for (let letter = 0; letter < 10; letter++) {
      const controller = new AbortController();
      letters.push(whoami({ signal: controller.signal }).catch((error: unknown) => error));
      await vi.advanceTimersByTimeAsync(120);
      controller.abort("next letter");
    }
    isSearch = false;

    const last = whoami();
    last.catch(() => undefined);
    await vi.advanceTimersByTimeAsync(3000);

    await expect(last).resolves.toEqual({ name: "Ada" });
    expect(await Promise.all(letters)).toEqual(times(10, () => "next letter"));
  });

  it("when one call gets three 502 responses", async () => {
    let requests = 0;
    const { whoami } = connectTo(
      () => Promise.resolve(++requests > 3 ? ada() : new Response(null, { status: 502 })),
      { retry: { limit: 2, maxDelay: 1 } },
    );

    expect(await failureOf(whoami())).toMatchObject({ status: 502, attempts: 3 });
    await expect(whoami()).resolves.toEqual({ name: "Ada" });
  });

  it("when four calls take minutes: another call waits two seconds at most", async () => {
    vi.useFakeTimers();
    const { updateFile, whoami } = connectTo(
      async (url) => {
        await pause(url.includes("/files/") ? 180_000 : 50);
        return ada();
      },
      { timeout: 600_000 },
    );
    const began = performance.now();
    const ended: number[] = [];
    const completions = times(4, () =>
      updateFile({ id: "DMF-1", body: { contentUploaded: true } }).then(() =>
        ended.push(performance.now() - began),
      ),
    );
    await vi.advanceTimersByTimeAsync(500);

    const next = whoami().then(() => performance.now() - began);
    await vi.advanceTimersByTimeAsync(600_000);

    await Promise.all(completions);
    expect(await next).toBeLessThan(3000);
    expect(Math.max(...ended)).toBeLessThan(190_000);
  });

  it("when thirty calls start at once: all succeed, three at a time", async () => {
    let running = 0;
    let most = 0;
    const { whoami } = connectTo(async () => {
      most = Math.max(most, ++running);
      await pause(5);
      running--;
      return ada();
    });

    const all = await Promise.all(times(30, () => whoami()));

    expect(all).toEqual(times(30, () => ({ name: "Ada" })));
    expect(most).toBe(3);
  });

  it("when a function returns the same token: it is called once for each request", async () => {
    let asked = 0;
    const bearer = () => {
      asked++;
      return "good";
    };
    const { whoami } = connectTo(() => pause(5).then(ada), { auth: { bearer } });

    await Promise.all(times(8, () => whoami()));

    expect(asked).toBe(8);
  });

  it("when a function returns another token each time", async () => {
    let running = 0;
    let most = 0;
    let asked = 0;
    const { whoami } = connectTo(
      async () => {
        most = Math.max(most, ++running);
        await pause(20);
        running--;
        return ada();
      },
      { auth: { bearer: () => `token-${++asked}` } },
    );

    await Promise.all(times(30, () => whoami()));

    expect(most).toBe(30);
  });

  it.each([
    ["a token", { bearer: "good", expires: "2999-01-01T00:00:00" }],
    ["a function", { bearer: () => ({ token: "good", expires: new Date("2999-01-01") }) }],
  ])("when its expiry is known from %s: all calls run at once", async (_, auth) => {
    let running = 0;
    let most = 0;
    const { whoami } = connectTo(
      async () => {
        most = Math.max(most, ++running);
        await pause(20);
        running--;
        return ada();
      },
      { auth },
    );

    await Promise.all(times(30, () => whoami()));

    expect(most).toBe(30);
  });

  it("longer than an hour by lost results", async () => {
    vi.useFakeTimers();
    let isDown = true;
    const { whoami } = connectTo(() =>
      Promise.resolve(isDown ? new Response(null, { status: 504 }) : ada()),
    );
    await inTurn(3, () => whoami());

    const refusal = await failureOf(whoami());
    isDown = false;
    await vi.advanceTimersByTimeAsync(59 * 60_000);
    const tooEarly = await failureOf(whoami());
    await vi.advanceTimersByTimeAsync(60_000);

    expect(refusal).toMatchObject({
      ...{ name: "TooManyRequestsError", status: 429, outcome: "not-sent", retryable: true },
      retryAfter: 60 * 60_000,
    });
    expect(tooEarly).toMatchObject({ name: "TooManyRequestsError", retryAfter: 60_000 });
    await expect(whoami()).resolves.toEqual({ name: "Ada" });
  });

  it("by lost results once a later call succeeds", async () => {
    const answers = [504, 504, 200, 504, 504, 200];
    const { whoami } = connectTo(() => {
      const status = answers.shift();
      return Promise.resolve(status === 504 ? new Response(null, { status }) : ada());
    });

    const results = await inTurn(6, () => whoami());

    expect(results[5]).toEqual({ name: "Ada" });
  });

  it("by aborted calls while the server does not respond for half a minute", async () => {
    vi.useFakeTimers();
    let isStalled = true;
    const { whoami } = connectTo((_, init) => (isStalled ? aborted(init) : Promise.resolve(ada())));
    for (const signal of times(2, () => AbortSignal.abort())) void failureOf(whoami({ signal }));
    const controller = new AbortController();
    const first = failureOf(whoami({ signal: controller.signal }));
    controller.abort("left");

    await vi.advanceTimersByTimeAsync(40_000);
    isStalled = false;

    expect(await first).toBe("left");
    expect(vi.getTimerCount()).toBe(0);
    await expect(whoami()).resolves.toEqual({ name: "Ada" });
  });
});
