import { createClient, type ClientOptions } from "datameta-client";
import { createOpenApiClient } from "datameta-client/openapi";
import { describe, expect, it } from "vitest";
import { failureOf } from "../support/failure-of.js";

type Fetch = NonNullable<ClientOptions["fetch"]>;
type Middleware = NonNullable<ClientOptions["middleware"]>[number];

const baseUrl = "https://host/api/v1";
const ada = () => Response.json({ name: "Ada" });

/** Creates a response of a library whose body is not a web stream. */
function withoutWebStream(response: Response, body: unknown): Response {
  const text = response.clone().text();
  const bytes = response.arrayBuffer();
  const { status, statusText, headers, type } = response;
  return {
    ...{ status, statusText, headers, type, body, bodyUsed: false },
    text: () => text,
    arrayBuffer: () => bytes,
  } as never;
}

describe("the option fetch is always called with a URL and an init", () => {
  const through: Middleware = { onRequest: ({ request }) => request };

  it.each<[string, Partial<ClientOptions>, boolean]>([
    ["by methods", {}, false],
    ["by methods with middleware", { middleware: [through] }, false],
    ["by http", {}, true],
  ])("%s", async (_, options, isHttp) => {
    const calls: unknown[][] = [];
    const fetch = (...args: unknown[]) => {
      calls.push(args);
      return Promise.resolve(Response.json({ label: "x" }));
    };
    const { createApiKey, http } = createClient({ baseUrl, fetch, ...options });
    const body = { label: "x" };

    await (isHttp ? http.POST("/keys", { body }) : createApiKey({ body }));

    expect(calls).toEqual([
      [`${baseUrl}/keys`, expect.objectContaining({ method: "POST", body: '{"label":"x"}' })],
    ]);
    const headers = new Headers((calls[0]?.[1] as RequestInit).headers);
    expect(headers.get("Content-Type")).toBe("application/json");
  });
});

describe("the option fetch may return", () => {
  it.each<[string, unknown]>([
    ["node-fetch", { pipe: () => undefined }],
    ["React Native", undefined],
  ])("the response of %s", async (_, body) => {
    const { whoami } = createClient({
      baseUrl,
      fetch: () => Promise.resolve(withoutWebStream(ada(), body)),
    });

    await expect(whoami()).resolves.toEqual({ name: "Ada" });
  });

  it("the response of node-fetch with bytes that are not UTF-8", async () => {
    const bytes = new Uint8Array([0, 255, 128, 10]);
    const headers = { "Content-Type": "application/pdf" };
    const fetch: Fetch = () =>
      Promise.resolve(
        withoutWebStream(new Response(bytes, { headers }), { pipe: () => undefined }),
      );
    const operations = { file: { route: "GET /file", success: { 200: "binary" } } };
    const empty = { defaultErrors: [], defaultIdentifiers: {}, defaultSchemes: [], servers: [] };
    const api = { operations, securitySchemes: {}, ...empty };
    // Safe: the client has a method for each operation, but the compiler does not have its type.
    const client = createOpenApiClient<object, never>(api as never, { baseUrl, fetch });

    const file = await (client as unknown as { file(): Promise<Blob> }).file();

    expect(new Uint8Array(await file.arrayBuffer())).toEqual(bytes);
  });

  it("a response whose body was read: a success throws a ResponseFormatError without a retry", async () => {
    let requests = 0;
    const fetch: Fetch = async () => {
      requests++;
      const response = ada();
      await response.text();
      return response;
    };

    expect(await failureOf(createClient({ baseUrl, fetch }).whoami())).toMatchObject({
      name: "ResponseFormatError",
      message:
        "whoami failed: 200, the body was already read by the option fetch or by middleware. " +
        "Read a clone() instead.",
      attempts: 1,
      outcome: "unknown",
    });
    expect(requests).toBe(1);
  });

  it("a response whose body was read: an error keeps its class", async () => {
    const fetch: Fetch = async () => {
      const response = Response.json([{ message: "no" }], { status: 400 });
      await response.text();
      return response;
    };

    expect(await failureOf(createClient({ baseUrl, fetch }).whoami())).toMatchObject({
      name: "ValidationError",
      status: 400,
      outcome: "rejected",
    });
  });

  it("304, which is not a redirect", async () => {
    const fetch: Fetch = () => Promise.resolve(new Response(null, { status: 304 }));

    expect(await failureOf(createClient({ baseUrl, fetch }).whoami())).toMatchObject({
      name: "ApiError",
      status: 304,
    });
  });
});

describe("middleware", () => {
  it("that changes a GET to a POST disables retries", async () => {
    let requests = 0;
    const fetch: Fetch = () => {
      requests++;
      return Promise.resolve(new Response(null, { status: 503 }));
    };
    const middleware: Middleware[] = [
      { onRequest: ({ request }) => new Request(request, { method: "POST", body: "{}" }) },
    ];
    const { whoami } = createClient({ baseUrl, fetch, middleware, retry: { maxDelay: 1 } });

    expect(await failureOf(whoami())).toMatchObject({ method: "POST", retryable: false });
    expect(requests).toBe(1);
  });

  it.each([
    ["before", 0],
    ["after", 1],
  ])("may give the request another signal, which aborts %s it is sent", async (when, sent) => {
    const controller = new AbortController();
    if (when === "before") controller.abort("enough");
    let requests = 0;
    const fetch: Fetch = () => {
      requests++;
      queueMicrotask(() => controller.abort("enough"));
      return new Promise(() => undefined);
    };
    const middleware: Middleware[] = [
      { onRequest: ({ request }) => new Request(request, { signal: controller.signal }) },
    ];
    const { whoami } = createClient({ baseUrl, fetch, middleware, timeout: 2000 });

    expect(await failureOf(whoami())).toBe("enough");
    expect(requests).toBe(sent);
  });
});
