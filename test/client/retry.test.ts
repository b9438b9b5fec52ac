import { createClient, type ClientOptions } from "datameta-client";
import { describe, expect, it } from "vitest";
import { empty, hangUp, json, serveScript, type Handler } from "../support/loopback.js";

const whoami = json(200, { name: "Ada" });
const caught = (call: Promise<unknown>) => call.catch((error: unknown) => error);

async function callAgainst(answers: Handler[], options: Partial<ClientOptions> = {}) {
  await using server = await serveScript(...answers);
  const datameta = createClient({ baseUrl: server.url, retry: { maxDelay: 1 }, ...options });
  const result = await caught(datameta.whoami());
  return { result, requests: server.requests.length };
}

describe("a GET", () => {
  it.each([408, 429, 502, 503, 504])(
    "is tried again after %d until it succeeds",
    async (status) => {
      const { result, requests } = await callAgainst([empty(status), empty(status), whoami]);

      expect(result).toEqual({ name: "Ada" });
      expect(requests).toBe(3);
    },
  );

  it("is tried again after a connection that broke", async () => {
    const { result, requests } = await callAgainst([hangUp, whoami]);

    expect(result).toEqual({ name: "Ada" });
    expect(requests).toBe(2);
  });

  it("that broke off says so also where there is no token for the next attempt", async () => {
    // A lost request is repeated only while its token surely works.
    const tokens = [{ token: "token", expires: "2999-01-01" }];
    // Callers without a compiler may return something else.
    const bearer = () => tokens.pop() as never;

    const { result, requests } = await callAgainst([hangUp, whoami], { auth: { bearer } });

    expect(result).toMatchObject({
      ...{ name: "ConfigurationError", operationId: "GetUserInformation" },
      ...{ outcome: "unknown", attempts: 1 },
    });
    expect(requests).toBe(1);
  });

  it("is given up at the limit, and the error counts the attempts", async () => {
    const { result, requests } = await callAgainst([empty(503)]);

    expect(result).toMatchObject({ name: "ServerError", attempts: 3, retryable: true });
    expect(requests).toBe(3);
  });

  it.each([400, 401, 403, 404, 500, 501])("is not tried again after %d", async (status) => {
    const { result, requests } = await callAgainst([empty(status), whoami]);

    expect(result).toMatchObject({ status, attempts: 1, retryable: false });
    expect(requests).toBe(1);
  });

  it("is not tried again where the limit is 0", async () => {
    const { requests } = await callAgainst([empty(503), whoami], { retry: 0 });

    expect(requests).toBe(1);
  });
});

describe("Retry-After", () => {
  it("is waited for", async () => {
    const { result, requests } = await callAgainst([empty(503, { "Retry-After": "0" }), whoami], {
      retry: { maxDelay: 10 },
    });

    expect(result).toEqual({ name: "Ada" });
    expect(requests).toBe(2);
  });

  it("may be a date, which is waited for", async () => {
    const past = { "Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT" };
    const { result, requests } = await callAgainst([empty(429, past), whoami]);

    expect(result).toEqual({ name: "Ada" });
    expect(requests).toBe(2);
  });

  it.each<[string, string | string[]]>([
    ["blanks around it", " 30\t"],
    ["two equal fields", ["30", "30"]],
    ["two equal dates", Array<string>(2).fill("Fri, 06 Nov 2099 08:49:37 GMT")],
  ])("may have %s", async (_, value) => {
    const wait: Handler = (_request, response) => {
      response.writeHead(429, { "Retry-After": value }).end();
    };
    const { result, requests } = await callAgainst([wait, whoami], { retry: { maxDelay: 10 } });

    expect((result as { retryAfter: number }).retryAfter).toBeGreaterThanOrEqual(30_000);
    expect(requests).toBe(1);
  });

  it.each(["soon", "-1", "1.5", "Sun, 06 Nov 1994 08:49:37", "2999-01-01"])(
    "that says nothing, like %s, leaves the pause to us",
    async (value) => {
      const { result, requests } = await callAgainst([
        empty(503, { "Retry-After": value }),
        whoami,
      ]);

      expect(result).toEqual({ name: "Ada" });
      expect(requests).toBe(2);
    },
  );

  it.each([
    "Fri, 06 Nov 2099 08:49:37 GMT",
    "Saturday, 06-Nov-49 08:49:37 GMT",
    "Fri Nov  6 08:49:37 2099",
  ])("may be a date, which ends the call at once where it is too late: %s", async (date) => {
    const future = { "Retry-After": date };
    const { result, requests } = await callAgainst([empty(503, future), whoami]);

    expect(result).toMatchObject({ name: "ServerError", attempts: 1 });
    expect((result as { retryAfter: number }).retryAfter).toBeGreaterThan(1e9);
    expect(requests).toBe(1);
  });

  it.each([
    ["the longest pause", { retry: { maxDelay: 10_000 } }],
    ["the deadline", { timeout: 20_000, retry: { maxDelay: 60_000 } }],
  ])("ends the call at once where it goes beyond %s", async (_, options) => {
    const { result, requests } = await callAgainst(
      [empty(429, { "Retry-After": "30" }), whoami],
      options,
    );

    expect(result).toMatchObject({ name: "TooManyRequestsError", retryAfter: 30_000 });
    expect(String(result)).toMatch(/ 429 Too Many Requests\. Retry after 30 s\.$/);
    expect(requests).toBe(1);
  });
});

describe("a POST", () => {
  const key = { body: { label: "laptop" } };

  it("is sent once: it might create two of what it creates", async () => {
    await using server = await serveScript(empty(503), json(200, {}));
    const datameta = createClient({ baseUrl: server.url });

    await expect(datameta.createApiKey(key)).rejects.toMatchObject({
      attempts: 1,
      retryable: false,
      outcome: "unknown",
    });
    expect(server.requests).toHaveLength(1);
  });

  it("is tried again where the caller opts in", async () => {
    await using server = await serveScript(empty(503), json(200, { label: "laptop" }));
    const datameta = createClient({ baseUrl: server.url });

    const retry = { methods: ["POST"], maxDelay: 1 };
    await expect(datameta.createApiKey(key, { retry })).resolves.toEqual({ label: "laptop" });

    expect(server.requests.map(({ body }) => body)).toEqual([
      '{"label":"laptop"}',
      '{"label":"laptop"}',
    ]);
  });
});

it("says that an earlier attempt may have had its effect, though the last one was refused", async () => {
  await using server = await serveScript(hangUp, json(404, null));
  const datameta = createClient({ baseUrl: server.url, retry: { maxDelay: 1 } });

  await expect(datameta.deleteFile({ id: "DMF-1" })).rejects.toMatchObject({
    status: 404,
    attempts: 2,
    outcome: "unknown",
  });
});
