import { createClient, login } from "datameta-client";
import { createOpenApiClient } from "datameta-client/openapi";
import { describe, expect, it } from "vitest";
import { failureOf } from "../support/failure-of.js";

const baseUrl = "https://host/api/v1";

const circular: Record<string, unknown> = { label: "canary" };
circular["self"] = circular;

const api = {
  operations: {
    make: { route: "POST /things/{id}", query: ["q"], header: ["X-P"], cookie: ["c"] },
    form: { route: "POST /form", contentType: "application/x-www-form-urlencoded" },
    parts: { route: "POST /parts", contentType: "multipart/form-data" },
  },
  ...{ defaultErrors: [], defaultIdentifiers: {}, defaultSchemes: [], securitySchemes: {} },
  servers: [],
} as const;

const nested: unknown = JSON.parse(`${"[".repeat(20_000)}${"]".repeat(20_000)}`);

/** Counts the requests. There should be none. */
function counting() {
  const sent: string[] = [];
  const fetch = (url: string) => {
    sent.push(url);
    return Promise.resolve(Response.json({}));
  };
  return { sent, fetch };
}

/** JavaScript callers may pass any value. */
type Anything = (...args: unknown[]) => Promise<unknown>;

describe("a value that cannot be sent throws a ConfigurationError, in", () => {
  const half = "\ud800";
  it.each<[string, (call: Record<string, Anything>) => Promise<unknown> | undefined]>([
    ["a method, with a BigInt", ({ createApiKey }) => createApiKey?.({ body: { label: 1n } })],
    ["a method, with a cycle", ({ createApiKey }) => createApiKey?.({ body: circular })],
    ["a method, with a function", ({ createApiKey }) => createApiKey?.({ body: () => 0 })],
    ["a method, with half a character in its path", ({ getFile }) => getFile?.({ id: half })],
    [
      "a method, with half a character in its query",
      ({ getFileUrl }) => getFileUrl?.({ id: "x", expires: half }),
    ],
    ["http, with a BigInt", ({ POST }) => POST?.("/keys", { body: { label: 1n } })],
    ["http, with a cycle", ({ POST }) => POST?.("/keys", { body: circular })],
    [
      "http, with half a character in its path",
      ({ GET }) => GET?.("/files/{id}", { params: { path: { id: half } } }),
    ],
    [
      "http, with half a character in its query",
      ({ GET }) =>
        GET?.("/rpc/get-file-url/{id}", {
          params: { path: { id: "x" }, query: { expires: half } },
        }),
    ],
    [
      "http, with a header that cannot be sent",
      ({ GET }) => GET?.("/rpc/whoami", { headers: { "X-A": "canary\n" } }),
    ],
    ["a generated client, with a BigInt", ({ make }) => make?.({ id: "x", body: { a: 1n } })],
    ["a generated client, with a cycle", ({ make }) => make?.({ id: "x", body: circular })],
    ["a generated client, with half a character", ({ make }) => make?.({ id: half, body: {} })],
    [
      "a generated client, with half a character in its query",
      ({ make }) => make?.({ id: "x", q: half, body: {} }),
    ],
    [
      "a generated client, with half a character in a cookie",
      ({ make }) => make?.({ id: "x", c: half, body: {} }),
    ],
    [
      "a generated client, with a header that cannot be sent",
      ({ make }) => make?.({ id: "x", "X-P": "canary\n", body: {} }),
    ],
    ["a generated client, with a symbol", ({ make }) => make?.({ id: Symbol("x"), body: {} })],
  ])("%s", async (_, call) => {
    const { sent, fetch } = counting();
    const datameta = createClient({ baseUrl, fetch });
    const pets = createOpenApiClient<object, never>(api as never, { baseUrl, fetch });
    const all = { ...datameta, ...datameta.http, ...(pets as object) };

    const error = await failureOf(
      call(all as unknown as Record<string, Anything>) ?? Promise.resolve(),
    );

    expect(error).toMatchObject({ name: "ConfigurationError", outcome: "not-sent" });
    expect(String(error)).not.toMatch(/canary|self/);
    expect(sent).toEqual([]);
  });
});

describe("a body that cannot be sent throws a ConfigurationError that names it, in", () => {
  const half = "\ud800";
  const invalid = new Date(NaN);
  it.each<["form" | "parts", string, unknown]>([
    ["form", "a cycle", circular],
    ["form", "a cycle in a list", { a: [circular] }],
    ["form", "deep nesting", { a: nested }],
    ["form", "an invalid date", { a: invalid }],
    ["form", "a BigInt in an object", { a: { b: 1n } }],
    ["form", "half a character", { a: half }],
    ["form", "half a character in a list", { a: [half] }],
    ["form", "half a character in a name", { [half]: "a" }],
    ["parts", "a cycle", circular],
    ["parts", "deep nesting", { a: nested }],
    ["parts", "an invalid date", { a: invalid }],
    ["parts", "an invalid date in a list", { a: [invalid] }],
    ["parts", "a BigInt in an object", { a: { b: 1n } }],
  ])("%s: %s", async (name, _, body) => {
    const { sent, fetch } = counting();
    const client = createOpenApiClient<object, never>(api as never, { baseUrl, fetch });
    const method = (client as Record<string, Anything>)[name];

    const error = await failureOf(method?.({ body }) ?? Promise.resolve());

    expect(error).toMatchObject({ name: "ConfigurationError", outcome: "not-sent" });
    expect(String(error)).toMatch(`${name}: argument "body" cannot be sent: `);
    expect(String(error)).not.toMatch(/canary|self/);
    expect(sent).toEqual([]);
  });
});

describe("login", () => {
  const account = { email: "a@b.c", password: "secret-password", label: "x" };

  it.each([null, undefined, {}, "text"])("rejects %j as options", async (options) => {
    expect(await failureOf(login(options as never))).toMatchObject({
      name: "ConfigurationError",
      isDataMetaError: true,
      outcome: "not-sent",
    });
  });

  it.each([{}, null, [], { token: "" }, { token: 5 }, { token: "a b" }])(
    "with the response %j throws a ResponseFormatError",
    async (answer) => {
      const fetch = () => Promise.resolve(Response.json(answer));

      expect(await failureOf(login({ baseUrl, ...account, fetch }))).toMatchObject({
        name: "ResponseFormatError",
        isDataMetaError: true,
      });
    },
  );

  it.each([undefined, null, "soon", 5])(
    "with the expiry %j in the response returns a working client",
    async (expires) => {
      const fetch = () => Promise.resolve(Response.json({ name: "Ada", token: "new", expires }));

      const { client } = await login({ baseUrl, ...account, fetch });

      await expect(client.whoami()).resolves.toMatchObject({ name: "Ada" });
    },
  );
});

describe("auth.expires", () => {
  it.each(["soon", "2030-13-45", 1893456000, {}, true])(
    "rejects %j when the client is created",
    (expires) => {
      const auth = { bearer: "token", expires: expires as never };

      expect(() => createClient({ baseUrl, auth })).toThrow(
        "auth.expires must be a Date or an ISO time",
      );
    },
  );

  it("is rejected next to a function, which returns the expiry itself", () => {
    const auth = { bearer: () => "token", expires: "2030-01-31" };

    expect(() => createClient({ baseUrl, auth })).toThrow(
      "A function returns { token, expires } instead.",
    );
  });
});
