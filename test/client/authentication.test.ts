import { inspect } from "node:util";
import { ConfigurationError, createClient, type Auth } from "datameta-client";
import { describe, expect, it } from "vitest";
import { empty, json, serve, serveScript } from "../support/loopback.js";

const whoami = json(200, { name: "Ada" });

/** What a server sees of the credential. */
async function seenWith(auth: Auth | undefined) {
  await using server = await serve(whoami);
  await createClient({ baseUrl: server.url, auth }).whoami();
  const { authorization, cookie } = server.requests[0]?.headers ?? {};
  return { authorization, cookie };
}

describe("the credential of a request", () => {
  it("is the bearer token, alone", async () => {
    expect(await seenWith({ bearer: "secret" })).toEqual({
      authorization: "Bearer secret",
      cookie: undefined,
    });
  });

  it("is the session cookie, alone", async () => {
    expect(await seenWith({ cookie: "session" })).toEqual({
      authorization: undefined,
      cookie: "datameta=session",
    });
  });

  it("is the bearer token where both are given, as the server would choose", async () => {
    expect(await seenWith({ bearer: "secret", cookie: "session" })).toEqual({
      authorization: "Bearer secret",
      cookie: undefined,
    });
  });

  it("is none without auth, and none for a call with auth: null", async () => {
    expect(await seenWith(undefined)).toEqual({ authorization: undefined, cookie: undefined });

    await using server = await serve(whoami);
    const datameta = createClient({ baseUrl: server.url, auth: { bearer: "secret" } });
    await datameta.whoami({}, { auth: null });
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
  });

  it("is a placeholder where the operation wants one and checks none", async () => {
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

  it("is asked of the token function before every attempt, so that it may rotate", async () => {
    await using server = await serveScript(empty(503), empty(503), whoami);
    let asked = 0;
    const bearer = () => Promise.resolve(`token-${++asked}`);

    await createClient({ baseUrl: server.url, auth: { bearer }, retry: { maxDelay: 1 } }).whoami();

    const sent = server.requests.map(({ headers }) => headers.authorization);
    expect(sent).toEqual(["Bearer token-1", "Bearer token-2", "Bearer token-3"]);
  });
});

describe("a credential that a header cannot carry", () => {
  it.each([
    ["a line feed", { bearer: "canary\nX-Other: 1" }],
    ["a space", { bearer: "canary two" }],
    ["another alphabet", { bearer: "canary-\u0416" }],
    ["nothing", { bearer: "" }],
    ["a semicolon", { cookie: "canary; other=1" }],
  ] as const)("is refused before a request, and not quoted: %s", async (_, auth) => {
    await using server = await serve(whoami);

    const error: unknown = await createClient({ baseUrl: server.url, auth })
      .whoami()
      .catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(ConfigurationError);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("canary");
    expect(server.requests).toHaveLength(0);
  });

  it.each(["Authorization", "cookie"])("has no way around auth: header %s is refused", (name) => {
    expect(() =>
      createClient({ baseUrl: "http://localhost/api/v1", headers: { [name]: "canary" } }),
    ).toThrow(ConfigurationError);
  });
});
