import { createClient, login, rotatingKey } from "datameta-client";
import { createOpenApiClient } from "datameta-client/openapi";
import { afterEach, describe, expect, it } from "vitest";
import { failureOf } from "../support/failure-of.js";

const baseUrl = "https://host/api/v1";
const added: string[] = [];

/** Adds a member to every object, as an attack through a vulnerable library does. */
function pollute(members: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(members)) {
    added.push(name);
    Object.defineProperty(Object.prototype, name, {
      value,
      configurable: true,
      writable: true,
      enumerable: true,
    });
  }
}

afterEach(() => {
  for (const name of added.splice(0)) Reflect.deleteProperty(Object.prototype, name);
});

/** Records the requests. */
function witness() {
  const sent: [string, RequestInit][] = [];
  const fetch = (url: string, init: RequestInit) => {
    sent.push([url, init]);
    return Promise.resolve(Response.json({ name: "Ada", token: "new" }));
  };
  const headers = () => new Headers(sent[0]?.[1].headers);
  return { sent, fetch, headers };
}

describe("a member of a polluted Object.prototype is not read as an option", () => {
  it.each<[string, object]>([
    ["auth", { bearer: "evil" }],
    ["cookie", "evil"],
    ["session", "browser"],
    ["expires", "2000-01-01T00:00:00"],
    ["middleware", [{ onRequest: () => Response.json({ name: "evil" }) }]],
    ["headers", { "X-Evil": "1" }],
    ["timeout", 1],
    ["retry", 99],
    [
      "validate",
      {
        checkRequest: () => {
          throw new Error("evil");
        },
      },
    ],
    ["maxResponseSize", 1],
    ["signal", AbortSignal.abort("evil")],
    ["parseAs", "text"],
    ["fetch", () => Promise.resolve(Response.json({ name: "evil" }))],
  ] as [string, object][])("%s", async (name, value) => {
    const { fetch, headers, sent } = witness();
    pollute({ [name]: value });

    const { whoami, http } = createClient({ baseUrl, auth: { bearer: "mine" }, fetch });
    const data = await whoami();
    // openapi-fetch itself reads inherited members, except those that the client sets.
    const byPath = name === "middleware" ? { data } : await http.GET("/rpc/whoami");

    expect([data.name, byPath.data.name]).toEqual(["Ada", "Ada"]);
    expect(sent).toHaveLength(name === "middleware" ? 1 : 2);
    expect(headers().get("Authorization")).toBe("Bearer mine");
    expect(headers().get("X-Evil")).toBeNull();
  });

  it.each<[string, unknown]>([
    ["security", "none"],
    ["query", ["x"]],
    ["success", { 200: "text" }],
    ["bodyCredential", "label"],
    ["server", "https://evil"],
    ["contentType", "text/plain"],
    ["headers", { "x-evil": "1" }],
    ["content-type", "text/plain"],
    ["read", () => "text"],
    ["decoder", () => ({ decode: () => "evil" })],
    ["deliver", () => Promise.resolve({ data: "evil" })],
  ])("%s of an operation", async (name, value) => {
    const api = {
      operations: { make: { route: "POST /things" } },
      ...{ defaultErrors: [], defaultIdentifiers: {}, defaultSchemes: [], securitySchemes: {} },
      servers: [],
    };
    const { fetch, sent } = witness();
    pollute({ [name]: value });

    const { createApiKey, getFile } = createClient({ baseUrl, auth: { bearer: "mine" }, fetch });
    const results: unknown[] = [await createApiKey({ body: { label: "x" } })];
    results.push(await getFile({ id: "x" }));
    const pets = createOpenApiClient<object, never>(api as never, { baseUrl, fetch });
    const { make } = pets as Record<string, (args: object) => Promise<unknown>>;
    results.push(await make?.({ body: {} }));

    const ada = { name: "Ada", token: "new" };
    expect(results).toEqual([ada, ada, ada]);

    const accept = "application/json";
    const authorization = "Bearer mine";
    const requests = sent.map(([url, { method, headers, body }]) => [method, url, headers, body]);
    expect(requests).toEqual([
      [
        "POST",
        `${baseUrl}/keys`,
        { accept, authorization, "content-type": accept },
        '{"label":"x"}',
      ],
      ["GET", `${baseUrl}/files/x`, { accept, authorization }, undefined],
      ["POST", `${baseUrl}/things`, { accept, "content-type": accept }, "{}"],
    ]);
  });

  it.each<[string, unknown]>([
    ["argument", "evil"],
    ["style", "spaceDelimited"],
    ["explode", false],
    ["allowReserved", true],
    ["content", "application/json"],
    ["contentType", "application/json"],
    ["a", { style: "deepObject", contentType: "application/json" }],
  ])("%s of a parameter or a field", async (name, value) => {
    const api = {
      operations: {
        find: { route: "GET /things/{id}", query: ["a"], header: ["X-A"], cookie: ["c"] },
        form: { route: "POST /form", contentType: "application/x-www-form-urlencoded" },
        parts: { route: "POST /parts", contentType: "multipart/form-data" },
      },
      ...{ defaultErrors: [], defaultIdentifiers: {}, defaultSchemes: [], securitySchemes: {} },
      servers: [],
    };
    const { fetch, sent } = witness();
    const a = ["1/", "2"];
    const id = ["x", "y"];
    pollute({ [name]: value });

    const client = createOpenApiClient<object, never>(api as never, { baseUrl, fetch });
    const { find, form, parts } = client as Record<string, (args: object) => Promise<unknown>>;
    await find?.({ id, a, "X-A": a, c: a });
    await form?.({ body: { a } });
    await parts?.({ body: { a } });

    expect(sent[0]?.[0]).toBe(`${baseUrl}/things/x,y?a=1%2F&a=2`);
    expect(sent[0]?.[1].headers).toMatchObject({ "x-a": "1/,2", cookie: "c=1%2F; c=2" });
    expect(sent[1]?.[1].body).toBe("a=1%2F&a=2");
    expect((sent[2]?.[1].body as FormData).getAll("a")).toEqual(a);
  });

  it.each<[string, unknown]>([
    ["query", "evil=1"],
    ["headers", { "x-evil": "1" }],
  ])("%s of a credential", async (name, value) => {
    const api = {
      operations: { find: { route: "GET /things", schemes: [["token", "key"]] } },
      securitySchemes: { token: { type: "bearer" }, key: { type: "query", name: "key" } },
      ...{ defaultErrors: [], defaultIdentifiers: {}, defaultSchemes: [], servers: [] },
    };
    const { fetch, sent } = witness();
    pollute({ [name]: value });

    const auth = { token: "mine", key: "own" };
    const client = createOpenApiClient<object, never>(api as never, { baseUrl, fetch, auth });
    await (client as Record<string, () => Promise<unknown>>)["find"]?.();

    const headers = { accept: "application/json", authorization: "Bearer mine" };
    expect(sent).toEqual([[`${baseUrl}/things?key=own`, expect.objectContaining({ headers })]]);
  });

  it("isTransient, which would repeat a request that the server rejected", async () => {
    let requests = 0;
    const fetch = () => {
      requests++;
      return Promise.resolve(Response.json({}, { status: 418 }));
    };
    pollute({ isTransient: () => true });

    const { whoami } = createClient({ baseUrl, auth: { bearer: "mine" }, fetch });

    expect(await failureOf(whoami())).toMatchObject({ status: 418 });
    expect(requests).toBe(1);
  });

  it("renewBefore of a rotating key", async () => {
    const { fetch, sent } = witness();
    const key = { token: "mine", expires: "2999-01-01T00:00:00" };
    pollute({ renewBefore: 1e15 });

    const bearer = rotatingKey({ baseUrl, key, label: "x", fetch });

    expect((await bearer()).token).toBe("mine");
    expect(sent).toEqual([]);
  });

  it("the base URL of a call by path", async () => {
    const { fetch, sent } = witness();
    pollute({ baseUrl: "https://evil.example", query: { evil: "1" }, header: { "X-Evil": "1" } });

    const { http } = createClient({ baseUrl, fetch });
    await http.GET("/rpc/whoami");

    expect(sent[0]?.[0]).toBe(`${baseUrl}/rpc/whoami`);
    expect(sent[0]?.[1].headers).toEqual({ accept: "application/json" });
  });

  it("the expiry of a token from a function", async () => {
    const { fetch, sent } = witness();
    pollute({ expires: "2999-01-01T00:00:00" });
    const hanging = (url: string, init: RequestInit) => {
      void fetch(url, init);
      return new Promise<never>(() => undefined);
    };
    const bearer = () => ({ token: "polluted-expiry" });
    const { whoami } = createClient({ baseUrl, auth: { bearer }, fetch: hanging, timeout: 20 });

    await Promise.allSettled(Array.from({ length: 5 }, () => whoami()));

    expect(sent).toHaveLength(3);
  });

  it("baseUrl", () => {
    pollute({ baseUrl: "https://evil.example" });

    expect(() => createClient({} as never)).toThrow(/^baseUrl must be a URL/);
    expect(() =>
      createOpenApiClient({ operations: {}, securitySchemes: {} } as never, {} as never),
    ).toThrow(/^baseUrl/);
  });

  it("an account of login", async () => {
    const { fetch } = witness();
    pollute({ password: "evil", expires: "2000-01-01", email: "e@v.il" });

    expect(await failureOf(login({ baseUrl, label: "x", fetch } as never))).toMatchObject({
      name: "ConfigurationError",
    });
  });

  it("an expiry of login", async () => {
    const { fetch, sent } = witness();
    pollute({ expires: "2000-01-01T00:00:00" });

    const { client } = await login({ baseUrl, email: "a", password: "b", label: "x", fetch });
    await client.whoami();

    expect(sent[0]?.[1].body).toBe('{"email":"a","password":"b","label":"x"}');
  });
});
