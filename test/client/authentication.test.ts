import { inspect } from "node:util";
import { ConfigurationError, createClient, type Auth } from "datameta-client";
import { describe, expect, it, vi } from "vitest";
import { failureOf } from "../support/failure-of.js";
import { empty, json, serve, serveScript } from "../support/loopback.js";

const whoami = json(200, { name: "Ada" });

/** Returns the credential that a server receives. */
async function seenWith(auth: Auth | undefined) {
  await using server = await serve(whoami);
  await createClient({ baseUrl: server.url, auth }).whoami();
  const { authorization, cookie } = server.requests[0]?.headers ?? {};
  return { authorization, cookie };
}

describe("the credential of a request", () => {
  it("is only the bearer token", async () => {
    expect(await seenWith({ bearer: "secret" })).toEqual({
      authorization: "Bearer secret",
      cookie: undefined,
    });
  });

  it("is only the session cookie", async () => {
    expect(await seenWith({ cookie: "session" })).toEqual({
      authorization: undefined,
      cookie: "datameta=session",
    });
  });

  it.each([
    { bearer: "secret", cookie: "session" },
    { bearer: "secret", session: "browser" },
    { cookie: "secret", session: "browser" },
  ])("must be exactly one: %j is rejected", (auth) => {
    // JavaScript callers may pass any value.
    const create = () => createClient({ baseUrl: "https://host/api/v1", auth: auth as never });

    expect(create).toThrow(
      "createClient: auth must be null or an object with exactly one of bearer, cookie and session. Is the environment variable set?",
    );
  });

  it("is missing without auth, and for a call with auth: null", async () => {
    expect(await seenWith(undefined)).toEqual({ authorization: undefined, cookie: undefined });

    await using server = await serve(whoami);
    const datameta = createClient({ baseUrl: server.url, auth: { bearer: "secret" } });
    await datameta.whoami({ auth: null });
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
  });

  it("is a placeholder if the operation requires one but does not check it", async () => {
    await using server = await serveScript(
      json(200, { apiVersion: "1.5.0", datametaVersion: "1.1.1" }),
      json(200, { groups: [], userAgreement: null }),
      empty(204),
    );
    const datameta = createClient({ baseUrl: server.url });

    await datameta.getServerInfo();
    await datameta.getRegistrationSettings();
    await datameta.createRegistration({
      body: {
        name: "Ada",
        email: "ada@example.org",
        org_select: null,
        org_create: "yes",
        org_new_name: "Analysts",
        check_user_agreement: true,
      },
    });

    const sent = server.requests.map(({ headers }) => headers.authorization);
    expect(sent).toEqual(Array.from({ length: 3 }, () => "Bearer anonymous"));
  });

  it("is the placeholder instead of auth if the operation does not check it", async () => {
    await using server = await serve(json(200, { apiVersion: "1.5.0", datametaVersion: "1.1.1" }));

    await createClient({ baseUrl: server.url, auth: { bearer: "secret" } }).getServerInfo();
    await createClient({ baseUrl: server.url, auth: { cookie: "session" } }).getServerInfo();

    const sent = server.requests.map(({ headers }) => [headers.authorization, headers.cookie]);
    expect(sent).toEqual([
      ["Bearer anonymous", undefined],
      ["Bearer anonymous", undefined],
    ]);
  });

  it("includes the browser's cookies only with session: browser", async () => {
    const credentials: unknown[] = [];
    const fetch: typeof globalThis.fetch = (_, init) => {
      credentials.push(init?.credentials);
      return Promise.resolve(Response.json({ name: "Ada" }));
    };
    const datameta = createClient({ baseUrl: "http://localhost/api/v1", fetch });

    await datameta.whoami({ auth: { session: "browser" } });
    await datameta.whoami({ auth: { bearer: "secret" } });
    await datameta.whoami();

    expect(credentials).toEqual(["include", "omit", "omit"]);
  });

  it("comes from the token function before every attempt, so that it may rotate", async () => {
    await using server = await serveScript(empty(503), empty(503), whoami);
    let asked = 0;
    const bearer = () => Promise.resolve(`token-${++asked}`);

    await createClient({ baseUrl: server.url, auth: { bearer }, retry: { maxDelay: 1 } }).whoami();

    const sent = server.requests.map(({ headers }) => headers.authorization);
    expect(sent).toEqual(["Bearer token-1", "Bearer token-2", "Bearer token-3"]);
  });

  it("is read once for a call with one attempt, and never for a call without a credential", async () => {
    await using server = await serve(whoami);
    const bearer = vi.fn(() => "secret");
    const datameta = createClient({ baseUrl: server.url, auth: { bearer } });

    await datameta.whoami();
    await datameta.whoami({ auth: null });

    expect(bearer).toHaveBeenCalledTimes(1);
  });

  it("fails with the unchanged error of the token function, before a request", async () => {
    await using server = await serve(whoami);
    const failure = new Error("the vault is sealed");
    const bearer = () => Promise.reject(failure);
    const datameta = createClient({ baseUrl: server.url, auth: { bearer } });

    expect(await failureOf(datameta.whoami())).toBe(failure);
    expect(server.requests).toHaveLength(0);
  });
});

describe("a credential that a header cannot carry", () => {
  it.each([
    ["a line feed", { bearer: "canary\nX-Other: 1" }],
    ["a space", { bearer: "canary two" }],
    ["another alphabet", { bearer: "canary-\u0416" }],
    ["nothing", { bearer: "" }],
    ["a semicolon", { cookie: "canary; other=1" }],
    ["a line feed from a function", { bearer: () => "canary\n" }],
  ] as const)("is rejected before a request, and not quoted: %s", async (_, auth) => {
    await using server = await serve(whoami);

    const error = await failureOf(createClient({ baseUrl: server.url, auth }).whoami());

    expect(error).toBeInstanceOf(ConfigurationError);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("canary");
    expect(server.requests).toHaveLength(0);
  });

  it.each(["Authorization", "cookie"])("is rejected as the header %s, too", async (name) => {
    await using server = await serve(whoami);
    const headers = { [name]: "canary" };

    const failures = [
      await failureOf(Promise.resolve().then(() => createClient({ baseUrl: server.url, headers }))),
      await failureOf(createClient({ baseUrl: server.url }).whoami({ headers })),
    ];

    for (const failure of failures) {
      expect(failure).toBeInstanceOf(ConfigurationError);
      expect(String(failure)).toMatch(/Use the option auth/);
      expect(inspect(failure)).not.toContain("canary");
    }
    expect(server.requests).toHaveLength(0);
  });
});
