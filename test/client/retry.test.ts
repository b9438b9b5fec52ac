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
  it.each([408, 429, 502, 503, 504])("is retried after %d until it succeeds", async (status) => {
    const { result, requests } = await callAgainst([empty(status), empty(status), whoami]);

    expect(result).toEqual({ name: "Ada" });
    expect(requests).toBe(3);
  });

  it("is retried after a broken connection", async () => {
    const { result, requests } = await callAgainst([hangUp, whoami]);

    expect(result).toEqual({ name: "Ada" });
    expect(requests).toBe(2);
  });

  it("reports the broken connection even if there is no token for the next attempt", async () => {
    // A lost request is repeated only if its token is known to be valid.
    const tokens = [{ token: "token", expires: "2999-01-01" }];
    // JavaScript callers may return any value.
    const bearer = () => tokens.pop() as never;

    const { result, requests } = await callAgainst([hangUp, whoami], { auth: { bearer } });

    expect(result).toMatchObject({
      ...{ name: "ConfigurationError", operationId: "GetUserInformation" },
      ...{ outcome: "unknown", attempts: 1 },
    });
    expect(requests).toBe(1);
  });

  it("fails at the limit, and the error has the number of attempts", async () => {
    const { result, requests } = await callAgainst([empty(503)]);

    expect(result).toMatchObject({ name: "ServerError", attempts: 3, retryable: true });
    expect(requests).toBe(3);
  });

  it.each([400, 401, 403, 404, 500, 501])("is not retried after %d", async (status) => {
    const { result, requests } = await callAgainst([empty(status), whoami]);

    expect(result).toMatchObject({ status, attempts: 1, retryable: false });
    expect(requests).toBe(1);
  });

  it("is not retried if the limit is 0", async () => {
    const { requests } = await callAgainst([empty(503), whoami], { retry: 0 });

    expect(requests).toBe(1);
  });
});

describe("Retry-After", () => {
  it("delays the next attempt", async () => {
    const { result, requests } = await callAgainst([empty(503, { "Retry-After": "0" }), whoami], {
      retry: { maxDelay: 10 },
    });

    expect(result).toEqual({ name: "Ada" });
    expect(requests).toBe(2);
  });

  it("may be the date of the next attempt", async () => {
    const past = { "Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT" };
    const { result, requests } = await callAgainst([empty(429, past), whoami]);

    expect(result).toEqual({ name: "Ada" });
    expect(requests).toBe(2);
  });

  it.each<[string, string | string[]]>([
    ["white space around it", " 30\t"],
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
    "is ignored if it is invalid, such as %s",
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
  ])("may be a date, which ends the call immediately if it is too late: %s", async (date) => {
    const future = { "Retry-After": date };
    const { result, requests } = await callAgainst([empty(503, future), whoami]);

    expect(result).toMatchObject({ name: "ServerError", attempts: 1 });
    expect((result as { retryAfter: number }).retryAfter).toBeGreaterThan(1e9);
    expect(requests).toBe(1);
  });

  it.each([
    ["maxDelay", { retry: { maxDelay: 10_000 } }],
    ["the deadline", { timeout: 20_000, retry: { maxDelay: 60_000 } }],
  ])("ends the call immediately if it is longer than %s", async (_, options) => {
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

  it("is sent once, because a retry could create a second object", async () => {
    await using server = await serveScript(empty(503), json(200, {}));
    const datameta = createClient({ baseUrl: server.url });

    await expect(datameta.createApiKey(key)).rejects.toMatchObject({
      attempts: 1,
      retryable: false,
      outcome: "unknown",
    });
    expect(server.requests).toHaveLength(1);
  });

  it("is retried if the caller enables it", async () => {
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

it("reports that an earlier attempt may have had an effect, even if the last one was rejected", async () => {
  await using server = await serveScript(hangUp, json(404, null));
  const datameta = createClient({ baseUrl: server.url, retry: { maxDelay: 1 } });

  await expect(datameta.deleteFile({ id: "DMF-1" })).rejects.toMatchObject({
    status: 404,
    attempts: 2,
    outcome: "unknown",
  });
});
