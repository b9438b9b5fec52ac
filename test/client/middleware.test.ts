import { createClient, ServerError, type ClientOptions } from "datameta-client";
import { describe, expect, it } from "vitest";
import { failureOf } from "../support/failure-of.js";
import { empty, json, serve, stall, type Handler } from "../support/loopback.js";

type Middleware = NonNullable<ClientOptions["middleware"]>[number];

const whoami = json(200, { name: "Ada" });

async function callThrough(middleware: Middleware, answer = whoami) {
  await using server = await serve(answer);
  const datameta = createClient({ baseUrl: server.url, middleware: [middleware], retry: 0 });
  const result = await datameta.whoami().catch((error: unknown) => error);
  return { result, requests: server.requests };
}

describe("middleware", () => {
  it("receives a Request, and may send another one", async () => {
    const { result, requests } = await callThrough({
      onRequest: ({ request }) => {
        expect(request).toBeInstanceOf(Request);
        request.headers.set("X-Trace", "7");
        return request;
      },
    });

    expect(result).toEqual({ name: "Ada" });
    expect(requests[0]?.headers["x-trace"]).toBe("7");
  });

  it("that does not change the response has it checked once and returned unchanged", async () => {
    const headers = { "Content-Type": "application/json", "X-Trace": "7" };
    await using server = await serve((_, response) => {
      response.writeHead(203, "Told by another", headers).end('{"name":"Ada"}');
    });
    const checked: unknown[] = [];
    const datameta = createClient({
      baseUrl: server.url,
      middleware: [{ onResponse: () => undefined }],
      validate: {
        checkRequest: () => undefined,
        checkResponse: (_, status, data) => void checked.push([status, data]),
      },
    });

    const { response } = await datameta.whoami.withResponse();

    expect(checked).toEqual([[203, { name: "Ada" }]]);
    expect(response).toMatchObject({ status: 203, statusText: "Told by another" });
    expect(response.headers.get("X-Trace")).toBe("7");
  });

  it("may read and replace the response", async () => {
    const { result } = await callThrough({
      onResponse: async ({ response }) => {
        const { name } = (await response.clone().json()) as { name: string };
        return Response.json({ name: `${name} Lovelace` });
      },
    });

    expect(result).toEqual({ name: "Ada Lovelace" });
  });

  it("may respond instead of the server", async () => {
    const { result, requests } = await callThrough({
      onRequest: () => Response.json({ name: "cached" }),
    });

    expect(result).toEqual({ name: "cached" });
    expect(requests).toHaveLength(0);
  });

  it("that returns an error status makes the call throw", async () => {
    const { result } = await callThrough({
      onResponse: () => Response.json([{ message: "worn out" }], { status: 503 }),
    });

    expect(result).toBeInstanceOf(ServerError);
    expect(result).toMatchObject({ status: 503, issues: [{ message: "worn out" }] });
  });

  it.each<[what: string, body: string | null, read: unknown, said: string]>([
    ["text", "worn out", "worn out", ": worn out"],
    ["a text that looks like JSON", '"5"', "5", ": 5"],
    ["JSON that says nothing", "null", "", ""],
    ["nothing", null, "", ""],
  ])(
    "that returns an error status with %s makes the call throw, too",
    async (_, body, read, said) => {
      const headers = body === null ? { "Content-Length": "0" } : {};
      const { result } = await callThrough({
        onResponse: () => new Response(body, { status: 502, headers }),
      });

      expect(result).toMatchObject({
        message: `whoami failed: 502 Bad Gateway${said}`,
        body: read,
      });
    },
  );

  it("that reads the request's body makes the call throw before it is sent", async () => {
    await using server = await serve(whoami);
    const onRequest: Middleware["onRequest"] = async ({ request }) => {
      await request.text();
    };
    const datameta = createClient({ baseUrl: server.url, middleware: [{ onRequest }] });
    const body = { label: "x" };
    const calls = [datameta.createApiKey({ body }), datameta.http.POST("/keys", { body })];

    for (const failure of await Promise.all(calls.map((call) => failureOf(call)))) {
      expect(failure).toMatchObject({
        ...{ name: "ConfigurationError", outcome: "not-sent" },
        message:
          "createApiKey: middleware has read the body of the request. Read a clone() instead.",
      });
    }
    expect(server.requests).toEqual([]);
  });

  it("that reads a clone of the request's body does not change it", async () => {
    await using server = await serve(whoami);
    const onRequest: Middleware["onRequest"] = async ({ request }) => {
      await request.clone().text();
    };
    const datameta = createClient({ baseUrl: server.url, middleware: [{ onRequest }] });

    await datameta.createApiKey({ body: { label: "x" } });

    expect(server.requests).toMatchObject([{ body: '{"label":"x"}' }]);
  });

  it("that returns an error response whose body it has read makes the call throw its status", async () => {
    const { result } = await callThrough({
      onResponse: async () => {
        const response = Response.json([{ message: "worn out" }], { status: 503 });
        await response.text();
        return response;
      },
    });

    expect(result).toBeInstanceOf(ServerError);
    expect(result).toMatchObject({
      status: 503,
      body: "[the body was already read by the option fetch or by middleware]",
    });
  });

  it("that reads the response makes a call with parseAs throw", async () => {
    await using server = await serve(whoami);
    const onResponse: Middleware["onResponse"] = async ({ response }) => {
      await response.text();
    };
    const { http } = createClient({ baseUrl: server.url, middleware: [{ onResponse }] });

    for (const parseAs of ["json", "text"] as const) {
      expect(await failureOf(http.GET("/rpc/whoami", { parseAs }))).toMatchObject({
        name: "ResponseFormatError",
        message: `whoami failed: 200, the body cannot be read as ${parseAs}. If middleware reads it, it must read a clone().`,
      });
    }
  });

  it("that returns no JSON makes a call with parseAs json throw, without quoting the body", async () => {
    await using server = await serve(whoami);
    const onResponse = () => new Response("canary");
    const { http } = createClient({ baseUrl: server.url, middleware: [{ onResponse }] });

    const failure = await failureOf(http.GET("/rpc/whoami", { parseAs: "json" }));

    expect(failure).not.toHaveProperty("cause");
    expect(failure).toMatchObject({
      name: "ResponseFormatError",
      message:
        "whoami failed: 200, the body cannot be read as json. If middleware reads it, it must read a clone().",
    });
  });

  it("receives the client's error after a failure", async () => {
    const seen: unknown[] = [];
    const { result } = await callThrough(
      { onError: ({ error }) => void seen.push(error) },
      empty(500),
    );

    expect(result).toBeInstanceOf(ServerError);
    expect(seen).toEqual([result]);
  });

  it("that is registered twice works until it is ejected twice", async () => {
    const sent: unknown[] = [];
    const fetch = (_: string, { headers }: RequestInit) => {
      sent.push(new Headers(headers).get("X-Seen") ?? "unseen");
      return Promise.resolve(Response.json({ name: "Ada" }));
    };
    const datameta = createClient({ baseUrl: "https://host/api/v1", fetch });
    const middleware: Middleware = {
      onRequest: ({ request }) => request.headers.append("X-Seen", "seen"),
    };
    const other: Middleware = { onError: () => undefined };

    datameta.http.use(middleware, middleware);
    datameta.http.eject(middleware);
    datameta.http.eject(other);
    await datameta.whoami();
    datameta.http.eject(middleware);
    await datameta.whoami();

    expect(sent).toEqual(["seen", "unseen"]);
  });

  const forever = () => new Promise<never>(() => undefined);
  it.each<[what: string, middleware: Middleware, phase: string, outcome: string]>([
    ["never returns from onRequest", { onRequest: forever }, "middleware", "not-sent"],
    ["never returns from onResponse", { onResponse: forever }, "middleware", "unknown"],
    [
      "returns a body that stalls",
      { onResponse: () => new Response(new ReadableStream()) },
      "body",
      "unknown",
    ],
  ])(
    "that %s ends at the deadline and at the caller's abort",
    async (_, middleware, phase, outcome) => {
      await using server = await serve(whoami);
      const datameta = createClient({ baseUrl: server.url, middleware: [middleware] });

      expect(await failureOf(datameta.whoami({ timeout: 200 }))).toMatchObject({
        ...{ name: "TimeoutError", url: `${server.url}/rpc/whoami` },
        ...{ phase, outcome, retryable: true },
      });
      const signal = AbortSignal.timeout(50);
      expect(await failureOf(datameta.whoami({ signal }))).toBe(signal.reason);
      expect(await failureOf(datameta.http.GET("/rpc/whoami", { signal }))).toBe(signal.reason);
      const { http } = createClient({
        baseUrl: server.url,
        middleware: [middleware],
        timeout: 200,
      });
      expect(await failureOf(http.GET("/rpc/whoami"))).toMatchObject({
        name: "TimeoutError",
        phase,
      });
    },
  );

  it.each<[what: string, answer: Handler, options: object, outcome: string]>([
    ["was never sent", whoami, { auth: { bearer: () => "" } }, "not-sent"],
    ["was rejected", json(400, []), {}, "rejected"],
    ["failed on the server", empty(500), {}, "unknown"],
  ])(
    "that never returns from onError after a POST that %s",
    async (_, answer, options, outcome) => {
      await using server = await serve(answer);
      const datameta = createClient({
        ...{ baseUrl: server.url, middleware: [{ onError: forever }], timeout: 200, ...options },
      });

      const body = { label: "x" };
      const calls = [datameta.createApiKey({ body }), datameta.http.POST("/keys", { body })];

      for (const failure of await Promise.all(calls.map((call) => failureOf(call)))) {
        expect(failure).toMatchObject({ name: "TimeoutError", phase: "middleware", outcome });
        expect(failure).toHaveProperty("retryable", outcome !== "unknown");
      }
    },
  );

  it("may be a class, and falsy values next to it are ignored", async () => {
    class Logger {
      readonly #seen: string[] = [];
      onRequest() {
        this.#seen.push("request");
      }
      seen = () => this.#seen;
    }
    const logger = new Logger();
    await using server = await serve(whoami);
    // JavaScript callers write `condition && middleware`.
    const middleware = [false, undefined, logger] as Middleware[];

    await createClient({ baseUrl: server.url, middleware }).whoami();

    expect(logger.seen()).toEqual(["request"]);
  });

  it("shares one deadline with the request", async () => {
    await using server = await serve(stall);
    const onRequest = () => new Promise<undefined>((resolve) => setTimeout(resolve, 100));
    const datameta = createClient({ baseUrl: server.url, middleware: [{ onRequest }] });

    expect(await failureOf(datameta.whoami({ timeout: 300 }))).toMatchObject({
      ...{ name: "TimeoutError", timeout: 300, phase: "request", attempts: 1 },
    });
  });

  it("that http registers also runs for methods, until it is ejected", async () => {
    await using server = await serve(whoami);
    const datameta = createClient({ baseUrl: server.url });
    const middleware: Middleware = { onResponse: () => Response.json({ name: "Eve" }) };

    datameta.http.use(middleware);
    const during = await datameta.whoami();
    datameta.http.eject(middleware);
    const after = await datameta.whoami();

    expect([during.name, after.name]).toEqual(["Eve", "Ada"]);
  });
});
