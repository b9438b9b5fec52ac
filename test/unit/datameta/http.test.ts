import { createClient, ResponseFormatError, type ClientOptions } from "datameta-client";
import { afterEach, describe, expect, it, vi } from "vitest";

import { failureOf } from "../support/failure-of.js";
import { empty, json, serve, serveScript } from "../support/loopback.js";

const through: ClientOptions["middleware"] = [{ onRequest: () => undefined }];

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
    await using server = await serve(json(200, {}));
    const datameta = createClient({ baseUrl: server.url, middleware });

    await datameta.whoami();

    expect(Object.keys(server.requests[0]?.headers ?? {})).not.toContain("authorization");
    expect(Object.keys(server.requests[0]?.headers ?? {})).not.toContain("undefined");
  });
});

describe("a redirect is told", () => {
  const told = async (response: Response) => {
    const fetch = () => Promise.resolve(response);
    const datameta = createClient({ baseUrl: "https://host/api/v1", fetch });
    return failureOf(datameta.whoami());
  };
  const redirect = (status: number, headers: HeadersInit) =>
    new Response(null, { status, headers });
  /** What browsers give for one that is not followed. */
  const opaque = () =>
    Object.defineProperties(new Response(null), {
      type: { value: "opaqueredirect" },
      status: { value: 0 },
    });

  it.each<[what: string, response: Response, target: string]>([
    ["with its origin", redirect(300, { Location: "https://else/?t=canary" }), " to https://else"],
    ["with its own origin", redirect(302, { Location: "/login" }), " to https://host"],
    ["without an address", redirect(399, {}), ""],
    ["with a bad address", redirect(302, { Location: "http://[" }), " to an address that is none"],
    ["by a browser", opaque(), ""],
  ])("%s", async (_, response, target) => {
    expect(await told(response)).toMatchObject({
      name: "ResponseFormatError",
      message:
        `whoami failed: the server redirects${target}, which is not followed, ` +
        "so that no credential goes astray; is baseUrl right?",
      outcome: "rejected",
    });
  });
});

it("a redirect after an attempt that may have had its effect says that", async () => {
  const fetch = vi
    .fn<typeof globalThis.fetch>()
    .mockRejectedValueOnce(new TypeError("fetch failed"))
    .mockResolvedValueOnce(new Response(null, { status: 302 }));
  const datameta = createClient({ baseUrl: "https://host/api/v1", fetch, retry: { maxDelay: 0 } });

  expect(await failureOf(datameta.whoami())).toMatchObject({ attempts: 2, outcome: "unknown" });
});

it("a redirect to a host that is named as the token is told without it", async () => {
  const headers = { Location: "https://CaNaRy.example.org/x" };
  const datameta = createClient({
    ...{ baseUrl: "https://host/api/v1", auth: { bearer: "CaNaRy" } },
    fetch: () => Promise.resolve(new Response(null, { status: 302, headers })),
  });

  expect(await failureOf(datameta.whoami())).toHaveProperty(
    "message",
    expect.stringContaining("redirects to https://***.example.org,"),
  );
});

it("an answer that quotes the token of an earlier attempt is told without it", async () => {
  const tokens = ["canary-1", "canary-2"];
  await using server = await serveScript(json(503, {}), json(404, [{ message: "not canary-1" }]));
  const bearer = () => tokens.shift() ?? "";
  const datameta = createClient({ baseUrl: server.url, auth: { bearer }, retry: { maxDelay: 0 } });

  expect(await failureOf(datameta.whoami())).toHaveProperty(
    "message",
    "whoami failed: 404 Not Found: not ***",
  );
});

it("an answer that quotes what middleware signed with is told without it", async () => {
  await using server = await serve(json(403, [{ message: "Bearer canary-1, b is canary-2" }]));
  const datameta = createClient({
    baseUrl: server.url,
    middleware: [
      {
        onRequest: ({ request }) => {
          request.headers.set("Authorization", "Bearer canary-1");
          request.headers.set("Cookie", "a=1; b=canary-2");
        },
      },
    ],
  });

  expect(await failureOf(datameta.whoami())).toHaveProperty(
    "message",
    "whoami failed: 403 Forbidden: Bearer ***, b is ***",
  );
});

it("a reason phrase that a program may not write is handed on without that", async () => {
  const answer = () =>
    Promise.resolve(
      Object.defineProperty(Response.json({ name: "Ada" }), "statusText", { value: "\u20acuro" }),
    );
  const { http } = createClient({ baseUrl: "https://host/api/v1", fetch: answer });

  const { data, response } = await http.GET("/rpc/whoami");

  expect(data).toEqual({ name: "Ada" });
  expect(response.statusText).toBe("?uro");
});

describe("the browser's cookies", () => {
  const settingsOf = async (auth: ClientOptions["auth"]) => {
    const fetch = vi.fn<typeof globalThis.fetch>(() => Promise.resolve(Response.json({})));
    await createClient({ baseUrl: "https://host/api/v1", fetch, auth }).whoami();
    const { redirect, credentials } = fetch.mock.calls[0]?.[1] ?? {};
    return { redirect, credentials };
  };
  afterEach(() => void vi.unstubAllGlobals());

  it("go along with the browser's session alone", async () => {
    expect(await settingsOf({ session: "browser" })).toEqual({
      redirect: "manual",
      credentials: "include",
    });
    expect(await settingsOf(null)).toEqual({ redirect: "manual", credentials: "omit" });
  });

  it("are not spoken of where the platform has none", async () => {
    vi.stubGlobal(
      "Request",
      class {
        readonly url = "";
      },
    );

    expect(await settingsOf(null)).toEqual({ redirect: "manual", credentials: undefined });
  });
});
