import { inspect } from "node:util";

import { createClient, ResponseFormatError, type ClientOptions } from "datameta-client";
import { describe, expect, it, vi } from "vitest";

import { failureOf } from "../../support/failure-of.js";
import { empty, json, serve, serveScript } from "../../support/loopback.js";

type Send = NonNullable<ClientOptions["fetch"]>;

const through: ClientOptions["middleware"] = [{ onRequest: () => undefined }];
const baseUrl = "https://host/api/v1";

/** Functions of JavaScript callers, who may pass any value. */
type Anything = Record<string, (...args: unknown[]) => unknown>;

/** Creates a client whose `fetch` records its arguments. */
function clientOf(options: Partial<ClientOptions> = {}, answer = () => Response.json({})) {
  const fetch = vi.fn<Send>(() => Promise.resolve(answer()));
  const datameta = createClient({ baseUrl, fetch, retry: 0, ...options });
  const sent = () => {
    const [url, init] = fetch.mock.calls[0] ?? expect.fail("nothing was sent");
    return { url, ...init, headers: Object.fromEntries(new Headers(init.headers)) };
  };
  return { ...datameta, fetch, sent };
}

describe.each([
  ["by a plain request", undefined],
  ["through middleware", through],
])("%s", (_, middleware) => {
  it("no redirect is followed", async () => {
    await using elsewhere = await serve(json(200, {}));
    await using server = await serve(empty(307, { Location: `${elsewhere.url}/rpc/whoami` }));
    const datameta = createClient({ baseUrl: server.url, middleware });

    const failure = await failureOf(datameta.whoami());

    expect(failure).toBeInstanceOf(ResponseFormatError);
    expect(elsewhere.requests).toEqual([]);
  });

  it("an abort ends the request", async () => {
    const controller = new AbortController();
    let closed: Promise<unknown> | undefined;
    await using server = await serve((_request, response) => {
      closed = new Promise((resolve) => response.once("close", resolve));
      controller.abort("enough");
    });
    const datameta = createClient({ baseUrl: server.url, middleware });

    expect(await failureOf(datameta.whoami({ signal: controller.signal }))).toBe("enough");
    await closed;
  });

  it("a call without a credential has no header for one", async () => {
    const { whoami, sent } = clientOf({ middleware });

    await whoami();

    expect(sent().headers).toEqual({ accept: "application/json" });
  });

  it("fetch receives a URL and an init object", async () => {
    const { createApiKey, fetch, sent } = clientOf({ middleware, headers: { "X-A": "1" } });

    await createApiKey({ body: { label: "x" } });

    expect(fetch).toHaveBeenCalledTimes(1);
    expect(sent()).toMatchObject({
      ...{ url: `${baseUrl}/keys`, method: "POST", body: '{"label":"x"}', redirect: "manual" },
      headers: { accept: "application/json", "content-type": "application/json", "x-a": "1" },
    });
  });

  it("a response that quotes the token of an earlier attempt does not show it", async () => {
    const tokens = ["canary-1", "canary-2"];
    await using server = await serveScript(json(503, {}), json(404, [{ message: "not canary-1" }]));
    const bearer = () => tokens.shift() ?? "";
    const datameta = createClient({
      ...{ baseUrl: server.url, auth: { bearer }, retry: { maxDelay: 0 }, middleware },
    });

    expect(await failureOf(datameta.whoami())).toHaveProperty(
      "message",
      "whoami failed: 404 Not Found: not ***",
    );
  });
});

it("a response that quotes a secret of middleware does not show it", async () => {
  const { whoami } = clientOf(
    {
      middleware: [
        {
          onRequest: ({ request }) => {
            request.headers.set("Authorization", "Bearer canary-1");
            request.headers.set("Cookie", "a=1; b=canary-secret-2");
          },
        },
      ],
    },
    () => Response.json([{ message: "Bearer canary-1, b is canary-secret-2" }], { status: 403 }),
  );

  expect(await failureOf(whoami())).toHaveProperty(
    "message",
    "whoami failed: 403 Forbidden: ***, b is ***",
  );
});

it("a reason phrase is returned with question marks for characters that `Response` rejects", async () => {
  const { http } = clientOf({}, () =>
    Object.defineProperty(Response.json({ name: "Ada" }), "statusText", { value: "\u20acuro" }),
  );

  const { data, response } = await http.GET("/rpc/whoami");

  expect(data).toEqual({ name: "Ada" });
  expect(response.statusText).toBe("?uro");
});

it("a response loses the headers that describe its encoded body", async () => {
  const headers = { "Content-Length": "99", "Content-Encoding": "br", "X-A": "1" };
  const { http } = clientOf({}, () => Response.json({ name: "Ada" }, { headers }));

  const { response } = await http.GET("/rpc/whoami");

  expect(Object.fromEntries(response.headers)).toEqual({
    ...{ "content-type": "application/json", "x-a": "1" },
  });
  expect(await response.json()).toEqual({ name: "Ada" });
});

describe("http", () => {
  it("uses the client's fetch, signal and headers unless the call has its own", async () => {
    const own = vi.fn<Send>(() => Promise.resolve(Response.json({ name: "own" })));
    const { http, fetch } = clientOf({ signal: AbortSignal.abort("client") });

    expect(await failureOf(http.GET("/rpc/whoami"))).toBe("client");
    const { signal } = new AbortController();
    // In the types of openapi-fetch, `fetch` receives a Request. The client passes a URL.
    const init = { signal, fetch: own as unknown as typeof globalThis.fetch };
    expect((await http.GET("/rpc/whoami", init)).data).toEqual({ name: "own" });
    expect(fetch).not.toHaveBeenCalled();
    expect(own).toHaveBeenCalledExactlyOnceWith(`${baseUrl}/rpc/whoami`, expect.anything());
  });

  it.each<[name: string, values: unknown[], message: string]>([
    ["signal", [false, 0, "", NaN, new AbortController()], "whoami: signal must be an AbortSignal"],
    ["fetch", [false, 5, {}], "whoami: fetch must be a function"],
    [
      "headers",
      [false, 5, "X-A: canary", [Symbol("x")], [["X-A", "1"], 5], new Uint8Array(2)],
      "whoami: headers must be an object like { name: value }",
    ],
  ])("rejects a %s of the wrong type, without a request", async (name, values, message) => {
    const { http, fetch } = clientOf();

    for (const value of values) {
      expect(await failureOf(http.GET("/rpc/whoami", { [name]: value }))).toMatchObject({
        ...{ name: "ConfigurationError", message, outcome: "not-sent" },
      });
    }
    expect(fetch).not.toHaveBeenCalled();
  });

  it.each(["S3cretToken", "https://user:canary@host", "ftp://host", 5, {}])(
    "rejects the baseUrl %j, without a request and without quoting it",
    async (own) => {
      const { http, fetch } = clientOf();

      expect(await failureOf(http.GET("/rpc/whoami", { baseUrl: own as never }))).toMatchObject({
        name: "ConfigurationError",
        message:
          'baseUrl must be a URL like "https://host/api/v1", without user, query and fragment',
      });
      expect(fetch).not.toHaveBeenCalled();
    },
  );

  it("accepts a baseUrl with a trailing slash, and an empty one for the client's", async () => {
    const { http, fetch } = clientOf();

    for (const own of ["https://other/api/", ""]) await http.GET("/rpc/whoami", { baseUrl: own });

    expect(fetch.mock.calls.map(([url]) => url)).toEqual([
      ...["https://other/api/rpc/whoami", `${baseUrl}/rpc/whoami`],
    ]);
  });

  const invalid = "arguments are not a valid request";
  const query =
    "query parameters must be strings, numbers or booleans, or flat arrays or objects of them";
  const circular: Record<string, unknown> = { label: "canary" };
  circular["self"] = circular;
  it.each<[what: string, call: (http: Anything) => unknown, message: string]>([
    [
      "a body of a GET",
      ({ GET }) => GET?.("/rpc/whoami", { body: "canary" }),
      `whoami: ${invalid}`,
    ],
    ["TRACE", ({ TRACE }) => TRACE?.("/x"), `TRACE /x: ${invalid}`],
    ["the method trace", ({ request }) => request?.("trace", "/x"), `TRACE /x: ${invalid}`],
    ["no method", ({ request }) => request?.(null), "http: method and path must be strings"],
    ["no path", ({ GET }) => GET?.(Symbol("x")), "http: method and path must be strings"],
    ["a nested query", ({ GET }) => GET?.("/x", { params: { query: { a: [[1]] } } }), query],
    ["a circular query", ({ GET }) => GET?.("/x", { params: { query: { circular } } }), query],
    ["a symbol", ({ GET }) => GET?.("/x", { params: { query: { a: Symbol("canary") } } }), query],
    [
      "a nested query with a style",
      ({ GET }) => GET?.("/x", { params: { query: { a: [[1]] } }, querySerializer: { array: {} } }),
      `GET /x: ${invalid}`,
    ],
    [
      "a parseAs that does not exist",
      ({ GET }) => GET?.("/x", { parseAs: "junk" }),
      "GET /x: parseAs must be one of json, text, blob, arrayBuffer, stream",
    ],
    [
      "a path serializer that is not a function",
      ({ GET }) => GET?.("/x", { pathSerializer: 5 }),
      `GET /x: ${invalid}`,
    ],
    [
      "a body serializer that is not a function",
      ({ POST }) => POST?.("/keys", { body: {}, bodySerializer: 5 }),
      `createApiKey: ${invalid}`,
    ],
  ])("rejects %s, without a request, also with middleware", async (_, call, message) => {
    for (const middleware of [undefined, through]) {
      const { http, fetch } = clientOf({ middleware });

      const failure = await failureOf(Promise.resolve(call(http as unknown as Anything)));

      expect(failure).toMatchObject({ name: "ConfigurationError", message, outcome: "not-sent" });
      expect(inspect(failure)).not.toContain("canary");
      expect(fetch).not.toHaveBeenCalled();
    }
  });

  it("names the cause of arguments that are not a valid request", async () => {
    const { http } = clientOf();
    const bodySerializer = () => {
      throw new RangeError("too long");
    };

    const failure = await failureOf(http.POST("/keys", { body: { label: "x" }, bodySerializer }));

    expect(failure).toHaveProperty("cause.message", "too long");
  });

  it("accepts null and undefined for an option that is not set", async () => {
    const { http, fetch } = clientOf();

    for (const none of [null, undefined]) {
      const init = { signal: none, fetch: none, headers: none, params: none };
      await http.GET("/rpc/whoami", init as never);
    }
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  const none = Object.create(null) as object;
  it.each<[name: string, value: unknown, message: string]>([
    ["Authorization", "Bearer canary", "must be left out. Use the option auth."],
    ["COOKIE", "canary", "must be left out. Use the option auth."],
    ["bad name", "canary", "must be null or a string that a header can carry"],
    ["X-A", "canary\n", "must be null or a string that a header can carry"],
    ["X-A", Symbol("canary"), "must be null or a string that a header can carry"],
    ["X-A", none, "must be null or a string that a header can carry"],
    ["X-A", ["1", none], "must be null or a string that a header can carry"],
  ])("rejects the header %j with the value %o, without a request", async (name, value, problem) => {
    const { http, fetch } = clientOf();
    const header = { [name]: value };

    for (const init of [{ headers: header }, { params: { header } }]) {
      expect(await failureOf(http.GET("/rpc/whoami", init as never))).toMatchObject({
        ...{ name: "ConfigurationError", outcome: "not-sent" },
        message: `whoami: header "${name}" ${problem}`,
      });
    }
    expect(fetch).not.toHaveBeenCalled();
  });

  it("sends the header parameters, which override the headers", async () => {
    const { http, sent } = clientOf();
    const init = { headers: { "X-A": "1", "X-B": "2" }, params: { header: { "x-a": 3 } } };

    await http.GET("/rpc/whoami", init as never);

    expect(sent().headers).toMatchObject({ "x-a": "3", "x-b": "2" });
  });

  it.each<[form: string, headers: unknown]>([
    ["an object", { "X-A": 1, "x-b": true, "X-C": ["1", 2], "X-D": undefined, "X-E": [] }],
    ["a Headers object", new Headers({ "X-A": "1", "X-B": "true", "X-C": "1, 2" })],
    ["pairs", Object.entries({ "X-A": "1", "X-B": "true", "X-C": ["1", "2"] })],
    [
      "pairs with a repeated name",
      ["X-A,1", "X-B,true", "X-C,1", "X-C,2"].map((s) => s.split(",")),
    ],
  ])("sends headers that are %s", async (_, headers) => {
    const { http, sent } = clientOf({ headers: { "X-Own": "own" } });

    await http.GET("/rpc/whoami", { headers: headers as HeadersInit });

    expect(sent().headers).toEqual({
      ...{ accept: "application/json", "x-own": "own", "x-a": "1", "x-b": "true", "x-c": "1, 2" },
    });
  });

  it("leaves out a header of the client that the call sets to null", async () => {
    const { http, sent } = clientOf({ headers: { "X-Own": "own" } });

    await http.GET("/rpc/whoami", { headers: { "x-own": null } });

    expect(sent().headers).toEqual({ accept: "application/json" });
  });

  it.each(["arrayBuffer", "blob", "text", "stream"] as const)(
    "parses the body as the caller requests: %s",
    async (parseAs) => {
      const { http } = clientOf({}, () => Response.json({ name: "Ada" }));

      const { data } = await http.GET("/rpc/whoami", { parseAs });

      expect(await new Response(data as BodyInit).json()).toEqual({ name: "Ada" });
    },
  );

  it("sends a form and bytes unchanged", async () => {
    const { http, sent } = clientOf();
    const form = new FormData();
    form.append("name", "Ada");

    await http.POST("/keys", { body: form as never });

    const { headers, body } = sent();
    expect(headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
    expect(body).toBeInstanceOf(Uint8Array);
    const type = { "Content-Type": headers["content-type"] ?? "" };
    expect((await new Response(body, { headers: type }).formData()).get("name")).toBe("Ada");
  });

  it("does not send the client's own secrets to another server", async () => {
    const headers = { "X-Api-Key": "canary", "X-Trace": "1" };
    const { http, sent } = clientOf({ headers, auth: { bearer: "canary" } });

    await http.GET("/rpc/whoami", { baseUrl: "https://other/api", headers: { "X-Token": "own" } });

    expect(sent()).toMatchObject({ url: "https://other/api/rpc/whoami" });
    expect(sent().headers).toEqual({
      ...{ accept: "application/json", "x-trace": "1", "x-token": "own" },
    });
  });

  it("sends a secret header of the call if it differs from the client's", async () => {
    const { http, sent } = clientOf({ headers: { "X-Api-Key": "canary" } });

    await http.GET("/rpc/whoami", {
      baseUrl: "https://other/api",
      headers: { "X-Api-Key": "own" },
    });

    expect(sent().headers).toMatchObject({ "x-api-key": "own" });
  });

  it("calls paths that are not in the document", async () => {
    const { http, sent } = clientOf({}, () => new Response(null, { status: 204 }));

    const { data } = await http.request("post", "/nope" as never, { body: null } as never);

    expect(data).toBeUndefined();
    expect(sent()).toMatchObject({ url: `${baseUrl}/nope`, method: "POST", body: "null" });
  });

  it("rejects a body that cannot be written as JSON, without a request", async () => {
    const { http, fetch } = clientOf();

    expect(await failureOf(http.POST("/keys", { body: 1n as never }))).toMatchObject({
      ...{ name: "ConfigurationError", message: "body cannot be written as JSON" },
    });
    expect(fetch).not.toHaveBeenCalled();
  });
});

describe("middleware", () => {
  it("may send bytes without a media type, which stay unchanged", async () => {
    const bytes = new Uint8Array([0, 255, 128, 10]);
    const { whoami, sent } = clientOf({
      middleware: [
        { onRequest: ({ request }) => new Request(request.url, { method: "POST", body: bytes }) },
      ],
    });

    await whoami();

    expect(sent().body).toEqual(bytes);
  });

  it("that aborts its request ends the call", async () => {
    const controller = new AbortController();
    const { whoami } = clientOf({
      fetch: () => {
        controller.abort("by middleware");
        return new Promise<never>(() => undefined);
      },
      middleware: [
        { onRequest: ({ request }) => new Request(request, { signal: controller.signal }) },
      ],
    });

    expect(await failureOf(whoami())).toBe("by middleware");
  });

  it("that was never registered can be ejected without an effect", async () => {
    const seen = vi.fn();
    const registered = { onRequest: seen };
    const { http, whoami } = clientOf({ middleware: [registered] });
    http.eject({ onRequest: () => undefined });

    await whoami();
    expect(seen).toHaveBeenCalledTimes(1);
    http.eject(registered);
    await whoami();
    expect(seen).toHaveBeenCalledTimes(1);
  });
});
