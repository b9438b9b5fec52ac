import { createClient, rotatingKey, type UserSession } from "datameta-client";
import { startTestServer } from "datameta-client/testing";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

const day = 24 * 60 * 60_000;
const hour = 60 * 60_000;
const start = Date.parse("2030-01-01T12:00:00Z");

beforeEach(() => void vi.useFakeTimers({ now: start, toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

/** Creates a server, an account and a client that renews its key, all with the same clock. */
async function startDaemon(lifetime = 30 * day) {
  const server = await startTestServer({ now: () => new Date() });
  const { email, password } = server.account("member@example.org");
  const anonymous = createClient({ baseUrl: server.url });
  const expires = new Date(start + lifetime).toISOString().slice(0, 19);
  const body = { email, password, label: "first", expires };
  const key = await anonymous.createApiKey({ body });
  const stored: UserSession[] = [];
  const options = { baseUrl: server.url, label: "daemon", retry: 0 };
  const store = (session: UserSession) => void stored.push(session);
  const bearer = rotatingKey({ ...options, key, store });
  const datameta = createClient({ baseUrl: server.url, auth: { bearer }, retry: 0 });
  const labels = async () => {
    const { id } = await datameta.whoami();
    return (await datameta.getUserApiKeys({ id })).map(({ label }) => label).sort();
  };
  return { server, datameta, stored, labels, key, [Symbol.asyncDispose]: () => server.close() };
}

it("keeps a key that has more than a week left", async () => {
  await using daemon = await startDaemon();

  vi.setSystemTime(start + 20 * day);
  await daemon.datameta.whoami();

  expect(daemon.stored).toEqual([]);
});

it("renews a key in its last week, once for all calls that run at the same time", async () => {
  await using daemon = await startDaemon();

  vi.setSystemTime(start + 24 * day);
  await Promise.all([1, 2, 3, 4, 5].map(() => daemon.datameta.whoami()));
  vi.setSystemTime(start + 40 * day);
  const { email } = await daemon.datameta.whoami();

  expect(email).toBe("member@example.org");
  expect(daemon.stored.map(({ label }) => label)).toEqual(["daemon"]);
});

it("deletes the old key an hour after it was replaced, when its last call has ended", async () => {
  await using daemon = await startDaemon();

  vi.setSystemTime(start + 24 * day);
  const before = await daemon.labels();
  vi.setSystemTime(start + 24 * day + hour);
  await daemon.datameta.whoami();
  await vi.waitFor(async () => expect(await daemon.labels()).not.toContain("first"));

  expect(before).toContain("first");
  expect(await daemon.labels()).toContain("daemon");
});

it("keeps using the key if a renewal fails, and tries again a minute later", async () => {
  await using daemon = await startDaemon();

  daemon.server.setFaults({ createApiKey: { status: 503 } });
  vi.setSystemTime(start + 24 * day);
  await daemon.datameta.whoami();
  await daemon.datameta.whoami();
  const failed = daemon.server.requests.filter(({ status }) => status === 503);
  daemon.server.setFaults({});
  vi.setSystemTime(start + 24 * day + 60_000);
  await daemon.datameta.whoami();

  expect(failed).toHaveLength(1);
  expect(daemon.stored).toHaveLength(1);
});

/** Creates a rotating key whose renewal, in its last week, gets this response. */
function renewedBy(answer: unknown, lifetime = day) {
  const requests: string[] = [];
  const stored: unknown[] = [];
  const bearer = rotatingKey({
    ...{ baseUrl: "https://host/api/v1", label: "daemon" },
    key: { token: "old", expires: new Date(start + lifetime) },
    store: (session) => void stored.push(session),
    fetch: (url) => {
      requests.push(url);
      return Promise.resolve(Response.json(answer));
    },
  });
  return { bearer, requests, stored };
}

it.each([{}, null, [], { token: "" }, { token: 5 }, { token: "a b" }])(
  "keeps using the key if a renewal is answered by %j",
  async (answer) => {
    const { bearer, requests, stored } = renewedBy(answer);

    const tokens = [await bearer(), await bearer()].map(({ token }) => token);
    const before = requests.length;
    vi.setSystemTime(start + 60_000);
    tokens.push((await bearer()).token);

    expect(tokens).toEqual(["old", "old", "old"]);
    expect([before, requests.length]).toEqual([1, 2]);
    expect(stored).toEqual([]);
  },
);

it("fails if the key has expired and a renewal is answered without a token", async () => {
  const { bearer } = renewedBy({}, -day);

  await expect(bearer()).rejects.toMatchObject({
    name: "ResponseFormatError",
    message: "rotatingKey failed: the response has no token. Is baseUrl right?",
    isDataMetaError: true,
  });
});

it.each(["soon", undefined, "2030-01-03T00:00:00"])(
  "waits a minute before the next renewal, also if the new key expires at %j",
  async (expires) => {
    const { bearer, requests } = renewedBy({ token: "new", expires });

    const tokens = [await bearer(), await bearer()].map(({ token }) => token);

    expect(tokens).toEqual(["new", "new"]);
    expect(requests).toHaveLength(1);
  },
);

it("fails with the error of the renewal if the key has expired", async () => {
  await using daemon = await startDaemon();

  vi.setSystemTime(start + 31 * day);

  await expect(daemon.datameta.whoami()).rejects.toMatchObject({
    name: "UnauthorizedError",
    operationId: "CreateApiKey",
    message: expect.stringMatching(/^rotatingKey failed: 401/) as string,
  });
});

it("renews a key with an unknown expiry at the first call, and a key without an expiry never", async () => {
  await using daemon = await startDaemon();
  const { token } = daemon.key;
  const options = { baseUrl: daemon.server.url, label: "daemon" };

  const renewed = await rotatingKey({ ...options, key: { token } })();
  const kept = await rotatingKey({ ...options, key: { token, expires: null } })();

  expect(renewed.token).not.toBe(token);
  expect(kept.token).toBe(token);
});

it("fails the call that renewed the key if storing it fails, and then uses the new key", async () => {
  await using daemon = await startDaemon();
  const bearer = rotatingKey({
    ...{ baseUrl: daemon.server.url, label: "daemon", key: { token: daemon.key.token } },
    store: () => Promise.reject(new Error("the disk is full")),
  });

  await expect(bearer()).rejects.toThrow("the disk is full");
  expect((await bearer()).token).not.toBe(daemon.key.token);
});

it.each<[what: string, options: unknown, problem: RegExp]>([
  ["null", null, /key\.token is empty/],
  ["no options", {}, /key\.token is empty/],
  ["a key of null", { key: null }, /key\.token is empty/],
  ["a store that is not a function", { key: { token: "t" }, store: 5 }, /store must be a function/],
  ["a missing label", { key: { token: "t" } }, /label is empty or not a string/],
  ["a symbol as a time", { key: { token: "t" }, renewBefore: Symbol("t") }, /renewBefore must be/],
  ["a BigInt as a time", { key: { token: "t" }, renewBefore: 5n }, /renewBefore must be/],
])("rejects %s", (_, options, problem) => {
  expect(() => rotatingKey(options as never)).toThrow(
    expect.objectContaining({
      ...{ name: "ConfigurationError", isDataMetaError: true },
      message: expect.stringMatching(problem) as string,
    }),
  );
});

it("rejects a key without a token, and an invalid time", () => {
  const options = { baseUrl: "https://datameta.example.org/api/v1", label: "daemon" };

  expect(() => rotatingKey({ ...options, key: { token: "" } })).toThrow(/key\.token is empty/);
  expect(() => rotatingKey({ ...options, key: { token: "t" }, renewBefore: 0 })).toThrow(
    /renewBefore must be a number of milliseconds above 0/,
  );
});
