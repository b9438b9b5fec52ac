import {
  startTestServer,
  type Fault,
  type TestServer,
  type TestServerOptions,
} from "datameta-client/testing";
import { expect, test } from "vitest";

const page = "http://localhost:5173";

/** Sends a preflight request like a browser. */
function preflight({ url }: TestServer, origin: string): Promise<Response> {
  return fetch(`${url}/rpc/whoami`, {
    method: "OPTIONS",
    headers: {
      Origin: origin,
      "Access-Control-Request-Method": "GET",
      "Access-Control-Request-Headers": "authorization",
    },
  });
}

test.each<NonNullable<TestServerOptions["cors"]>>([[page], [page, "https://other.example"], "*"])(
  "pages of %o may call with a credential and with cookies",
  async (cors) => {
    await using server = await startTestServer({ cors });
    const { token } = server.account("member@example.org");

    const asked = await preflight(server, page);
    const answer = await fetch(`${server.url}/rpc/whoami`, {
      headers: { Origin: page, Authorization: `Bearer ${token}` },
    });

    expect([asked.status, answer.status]).toEqual([204, 200]);
    expect(asked.headers.get("Access-Control-Allow-Headers")).toBe("authorization");
    expect(asked.headers.get("Access-Control-Allow-Methods")).toContain("DELETE");
    for (const { headers } of [asked, answer]) {
      expect(headers.get("Access-Control-Allow-Origin")).toBe(page);
      expect(headers.get("Access-Control-Allow-Credentials")).toBe("true");
      expect(headers.get("Access-Control-Expose-Headers")).toContain("Retry-After");
      expect(headers.get("Vary")).toBe("Origin");
    }
    expect(server.requests.map(({ method }) => method)).toEqual(["GET"]);
  },
);

test.each<Fault>(["proxy-page", "cut-json", "redirect-loop", { status: 503, body: "later" }])(
  "pages can read the response of the fault %o",
  async (fault) => {
    await using server = await startTestServer({ cors: [page], faults: { "*": fault } });

    const { headers } = await fetch(`${server.url}/rpc/whoami`, {
      headers: { Origin: page },
      redirect: "manual",
    });

    expect(headers.get("Access-Control-Allow-Origin")).toBe(page);
    expect(headers.get("Access-Control-Expose-Headers")).toContain("Retry-After");
  },
);

test("a custom response keeps its own headers", async () => {
  const headers = { "Access-Control-Allow-Origin": "https://other.example" };
  const whoami = { status: 503, headers };
  await using server = await startTestServer({ cors: [page], faults: { whoami } });

  const answer = await fetch(`${server.url}/rpc/whoami`, { headers: { Origin: page } });

  expect(answer.headers.get("Access-Control-Allow-Origin")).toBe("https://other.example");
});

test("pages of other origins may not call", async () => {
  await using server = await startTestServer({ cors: [page] });

  const { headers } = await preflight(server, "http://localhost:5174");

  expect(headers.has("Access-Control-Allow-Origin")).toBe(false);
});

test("without the option, no page of another origin may call, and a preflight is an ordinary request", async () => {
  await using server = await startTestServer();

  const { status, headers } = await preflight(server, page);

  expect(status).toBe(404);
  expect(headers.has("Access-Control-Allow-Origin")).toBe(false);
});

test.each<unknown>([page, [`${page}/`], ["localhost"], [null], null, {}])(
  "rejects cors: %o",
  async (cors) => {
    // @ts-expect-error -- a JavaScript program can pass any value
    await expect(startTestServer({ cors })).rejects.toThrow(/cors must be "\*" or an array of/);
  },
);
