import { ConfigurationError, createClient } from "datameta-client";
import { afterEach, describe, expect, it, vi } from "vitest";
import { json, serve, serveScript, empty } from "../support/loopback.js";

const whoami = json(200, { name: "Ada" });

/** Creates a `fetch` that records the URLs. */
function fakeFetch(name: string) {
  const urls: string[] = [];
  const fetch: typeof globalThis.fetch = (input) => {
    urls.push(input instanceof Request ? input.url : String(input));
    return Promise.resolve(Response.json({ name }));
  };
  return { fetch, urls };
}

describe("fetch", () => {
  afterEach(() => void vi.unstubAllGlobals());

  it("of a call overrides the client's, which overrides the platform's", async () => {
    const [client, call] = [fakeFetch("client"), fakeFetch("call")];
    const datameta = createClient({ baseUrl: "https://host/api/v1", fetch: client.fetch });

    const byClient = await datameta.whoami();
    const byCall = await datameta.whoami({ fetch: call.fetch });
    await datameta.http.GET("/rpc/whoami");

    expect([byClient.name, byCall.name]).toEqual(["client", "call"]);
    expect(client.urls).toEqual(Array(2).fill("https://host/api/v1/rpc/whoami"));
    expect(call.urls).toEqual(["https://host/api/v1/rpc/whoami"]);
  });

  it("of the platform is read at each call, so that test tools can replace it later", async () => {
    const datameta = createClient({ baseUrl: "https://host/api/v1" });
    vi.stubGlobal("fetch", fakeFetch("replaced").fetch);

    expect(await datameta.whoami()).toEqual({ name: "replaced" });
    expect(await datameta.http.GET("/rpc/whoami")).toMatchObject({ data: { name: "replaced" } });
  });

  it("gets the method, headers, body and signal of each attempt", async () => {
    const seen: (RequestInit | undefined)[] = [];
    const answers = [new Response(null, { status: 503 }), Response.json({ label: "x" })];
    const datameta = createClient({
      baseUrl: "https://host/api/v1",
      auth: { bearer: "tok" },
      retry: { maxDelay: 0, methods: ["POST"] },
      fetch: (_, init) => {
        seen.push(init);
        return Promise.resolve(answers.shift() ?? Response.error());
      },
    });

    await datameta.createApiKey({ body: { label: "x" } });

    expect(seen).toHaveLength(2);
    for (const init of seen) {
      expect(init).toMatchObject({
        method: "POST",
        body: '{"label":"x"}',
        redirect: "manual",
        credentials: "omit",
      });
      expect(init?.signal).toBeInstanceOf(AbortSignal);
      expect(new Headers(init?.headers).get("Authorization")).toBe("Bearer tok");
    }
  });
});

describe("headers", () => {
  it("of a call are merged with the client's: null removes a header, undefined keeps it", async () => {
    await using server = await serve(whoami);
    const datameta = createClient({
      baseUrl: server.url,
      headers: { "X-Kept": "1", "X-Removed": "2", "X-Replaced": "3" },
    });

    await datameta.whoami({
      headers: {
        "x-kept": undefined,
        "x-removed": null,
        "x-replaced": "4",
        Accept: "application/vnd.x+json",
      },
    });
    await datameta.whoami();

    const [call, next] = server.requests.map(({ headers }) => headers);
    expect(call).toMatchObject({ "x-kept": "1", "x-replaced": "4" });
    expect(call?.accept).toBe("application/vnd.x+json");
    expect(call).not.toHaveProperty("x-removed");
    expect(next).toMatchObject({ "x-kept": "1", "x-removed": "2", "x-replaced": "3" });
    expect(next?.accept).toBe("application/json");
  });

  it("of the client are also sent by http", async () => {
    await using server = await serve(whoami);
    const { http } = createClient({ baseUrl: server.url, headers: { "X-Trace": "7" } });

    await http.GET("/rpc/whoami");

    expect(server.requests[0]?.headers["x-trace"]).toBe("7");
  });
});

it("a call's retry option overrides the client's for that call", async () => {
  await using server = await serveScript(empty(503), whoami, empty(503), whoami);
  const datameta = createClient({ baseUrl: server.url, retry: { maxDelay: 0 } });

  const once = datameta.whoami({ retry: 0 });
  await expect(once).rejects.toMatchObject({ status: 503, attempts: 1 });
  expect(await datameta.whoami()).toEqual({ name: "Ada" });
  expect(await datameta.whoami()).toEqual({ name: "Ada" });
  expect(server.requests).toHaveLength(4);
});

describe("an invalid option", () => {
  it.each(["canary", "Bearer canary", "https://host/api/v1?token=canary", "https://canary@host/"])(
    "is not quoted if it may be a token: baseUrl %j",
    (baseUrl) => {
      const create = () => createClient({ baseUrl });

      expect(create).toThrow(/^baseUrl /);
      expect(create).not.toThrow("canary");
    },
  );

  it("is rejected when the client is created", () => {
    // @ts-expect-error -- misspelt
    const create = () => createClient({ baseUrl: "https://host/api/v1", retries: 3 });

    expect(create).toThrow(ConfigurationError);
  });

  it("of a call rejects its promise before any request", async () => {
    await using server = await serve(whoami);
    const datameta = createClient({ baseUrl: server.url });

    // @ts-expect-error -- misspelt
    const call = datameta.whoami({ timeuot: 5 });

    await expect(call).rejects.toMatchObject({
      name: "ConfigurationError",
      message: expect.stringMatching(
        /^whoami: option "timeuot" is unknown. Valid names: /,
      ) as string,
      outcome: "not-sent",
      attempts: 0,
    });
    expect(server.requests).toHaveLength(0);
  });
});
