import type { ClientOptions } from "datameta-client";
import { describe, expect, inject } from "vitest";
import { ServerAccess } from "../../server/server-access.js";
import { failureOf, it, type Site } from "../support/contract.js";
import type { Account } from "../support/contract-server.js";

type Fetch = NonNullable<ClientOptions["fetch"]>;

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const times = <T>(count: number, task: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => task(index));

/** An account with an expired key, and clients that use it over a network with faults. */
async function expiredKey(site: Site, change: (fetch: Fetch) => Fetch = (fetch) => fetch) {
  const account = await site.createAccount();
  const { token } = await account.client.createApiKey({
    body: { label: "expired", expires: "2020-01-01" },
  });
  let answered = 0;
  const counting: Fetch = async (url, init) => {
    const response = await site.recorder.fetch(url, init);
    if (response.status === 401) answered++;
    return response;
  };
  const connect = (options: Partial<ClientOptions> = {}) =>
    site.client({
      auth: { bearer: token },
      fetch: change(counting),
      retry: { limit: 2, maxDelay: 1 },
      ...options,
    });
  return { account, connect, failedLogins: () => answered };
}

/**
 * The number of failed logins in the database of a real server, or `undefined` for other servers.
 */
async function readFailedLogins({ email }: Account): Promise<number | undefined> {
  const { api, connection } = inject("contract");
  if (!connection || api === "v0") return undefined;
  const [row] = await new ServerAccess(connection).sql(
    `SELECT count(*)::int AS counted FROM loginattempts
     WHERE user_id = (SELECT id FROM users WHERE email = %(email)s)`,
    { email },
  );
  return Number(row?.["counted"]);
}

/** The fifth failed login would disable the account, and its other key would stop working. */
async function expectEnabled(site: Site, account: Account, failedLogins: number): Promise<void> {
  const { id, token } = account;
  const counted = (await readFailedLogins(account)) ?? failedLogins;
  console.log(`${expect.getState().currentTestName ?? ""}: ${counted} failed logins`);
  expect(counted).toBeLessThanOrEqual(4);
  const client = site.client({ auth: { bearer: token } });
  await expect(client.whoami()).resolves.toMatchObject({ id });
}

const then =
  (next: (response: Response) => Response | Promise<Response>) =>
  (fetch: Fetch): Fetch =>
  async (url, init) =>
    next(await fetch(url, init));

/** Returns a local time of the server, which runs on this machine. */
function serverTime(time: number): string {
  const offset = new Date(time).getTimezoneOffset() * 60_000;
  return new Date(time - offset).toISOString().slice(0, 19);
}

/** Delays requests and responses at random. */
const late =
  (up: number, down: number) =>
  (fetch: Fetch): Fetch =>
  async (url, init) => {
    await pause(Math.random() * up);
    const response = await fetch(url, init);
    await pause(down);
    return response;
  };

/** Returns what the `fetch` of a library returns: a response without a stream that can be read. */
const library = (body: object | undefined) =>
  then((response) => {
    const text = response.text();
    const { status, statusText, headers, type } = response;
    return { status, statusText, headers, type, body, text: () => text } as never;
  });

const networks: [string, (fetch: Fetch) => Fetch, number][] = [
  ["is plain", (fetch) => fetch, 1],
  ["returns responses of node-fetch, whose body is a stream of Node", library({ pipe: null }), 1],
  ["returns responses of React Native, which have no body", library(undefined), 1],
  [
    "consumes error bodies before the client",
    then(async (response) => {
      await response.text();
      return response;
    }),
    1,
  ],
  [
    "stalls after the head of a 401",
    then(({ status, headers }) => new Response(new ReadableStream(), { status, headers })),
    1,
  ],
  [
    "closes each connection after the request arrived",
    then(() => {
      const cause = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
      throw new TypeError("fetch failed", { cause });
    }),
    3,
  ],
  ...[200, 302, 404, 500, 504].map((status): [string, (fetch: Fetch) => Fetch, number] => [
    `replaces each 401 with a ${status} page`,
    then(() => {
      const headers = { "Content-Type": "text/html" };
      return new Response("<html><body>Sign in</body></html>", { status, headers });
    }),
    3,
  ]),
];

describe("calls with an expired key leave the account enabled", { timeout: 30_000 }, () => {
  it.for(networks)(
    "one after the other, over a network that %s",
    async ([, change, most], { site }) => {
      const { account, connect, failedLogins } = await expiredKey(site, change);
      const { whoami } = connect();

      for (let call = 1; call <= 8; call++) {
        await failureOf(whoami({ signal: AbortSignal.timeout(2000) }));
      }

      expect(failedLogins()).toBe(most);
      await expectEnabled(site, account, failedLogins());
    },
  );

  it("ten at once, which time out before the server responds", async ({ site }) => {
    const { account, connect, failedLogins } = await expiredKey(site, late(0, 1500));
    const { whoami } = connect({ timeout: 500 });

    await Promise.all(times(10, () => failureOf(whoami())));
    await pause(3000);
    await failureOf(whoami());

    await expectEnabled(site, account, failedLogins());
  });

  it("each aborted by the next", async ({ site }) => {
    const { account, connect, failedLogins } = await expiredKey(site, late(0, 300));
    const { whoami } = connect();
    let controller = new AbortController();
    const calls: Promise<unknown>[] = [];
    for (let letter = 1; letter <= 12; letter++) {
      controller.abort("next letter");
      controller = new AbortController();
      calls.push(failureOf(whoami({ signal: controller.signal })));
      await pause(50);
    }

    await Promise.all(calls);

    await expectEnabled(site, account, failedLogins());
  });

  it("before and after a thousand other tokens were rejected", async ({ site }) => {
    const { account, connect, failedLogins } = await expiredKey(site);
    const { whoami } = connect();
    const fetch: Fetch = () => Promise.resolve(new Response(null, { status: 401 }));

    await failureOf(whoami());
    await Promise.all(
      times(1000, (index) => failureOf(whoami({ auth: { bearer: `dead-${index}` }, fetch }))),
    );
    for (let call = 1; call <= 6; call++) await failureOf(whoami());

    expect(failedLogins()).toBe(1);
    await expectEnabled(site, account, failedLogins());
  });

  it("by two clients, with http and middleware", async ({ site }) => {
    const { account, connect, failedLogins } = await expiredKey(site);
    const [plain, layered] = [connect(), connect({ middleware: [{ onRequest: () => undefined }] })];
    const calls = times(5, () => [
      plain.whoami(),
      plain.http.GET("/metadata"),
      layered.whoami(),
      layered.http.GET("/metadata"),
    ]);

    await Promise.all(calls.flat().map((call) => failureOf(call)));

    await expectEnabled(site, account, failedLogins());
  });
});

describe("a key that expires during use leaves the account enabled", () => {
  it.for([
    ["start together just after", 0],
    ["send calls in a loop", 60],
  ] as const)("when ten workers %s", { timeout: 60_000 }, async ([what, jitter], { site }) => {
    const { account, connect, failedLogins } = await expiredKey(site, late(jitter, 5));
    const soon = serverTime(Date.now() + 4000);
    const { token } = await account.client.createApiKey({
      body: { label: "soon", expires: soon },
    });
    const { whoami } = connect({ auth: { bearer: token } });
    await whoami();
    if (what === "start together just after") await pause(4500);

    const work = async () => {
      for (;;) await whoami();
    };
    await Promise.all(times(10, () => failureOf(work())));

    await expectEnabled(site, account, failedLogins());
  });
});

describe("a valid key never counts as a failed login, and", { timeout: 30_000 }, () => {
  /** A new account, and clients with its valid key over a network. */
  async function validKey(site: Site, change: (fetch: Fetch) => Fetch = (fetch) => fetch) {
    const account = await site.createAccount();
    const connect = (options: Partial<ClientOptions> = {}) =>
      site.client({
        auth: { bearer: account.token },
        fetch: change(site.recorder.fetch),
        ...options,
      });
    return { account, connect };
  }

  it("works after a page aborted its first call at once", async ({ site }) => {
    const { account, connect } = await validKey(site);
    const { whoami } = connect();
    const controller = new AbortController();

    const first = failureOf(whoami({ signal: controller.signal }));
    controller.abort("unmounted");

    expect(await whoami()).toMatchObject({ id: account.id });
    expect(await first).toBe("unmounted");
    await expectEnabled(site, account, 0);
  });

  it("works after a search was aborted at each letter", async ({ site }) => {
    const { account, connect } = await validKey(site, late(0, 200));
    const { whoami } = connect();
    for (let letter = 1; letter <= 10; letter++) {
      const controller = new AbortController();
      void failureOf(whoami({ signal: controller.signal }));
      await pause(40);
      controller.abort("next letter");
    }

    expect(await whoami()).toMatchObject({ id: account.id });
    await expectEnabled(site, account, 0);
  });

  it("works after one call got three 502 responses", async ({ site }) => {
    let requests = 0;
    const { account, connect } = await validKey(
      site,
      then((response) => (++requests > 3 ? response : new Response(null, { status: 502 }))),
    );
    const { whoami } = connect({ retry: { limit: 2, maxDelay: 1 } });

    expect(await failureOf(whoami())).toMatchObject({ status: 502, attempts: 3 });
    expect(await whoami()).toMatchObject({ id: account.id });
    await expectEnabled(site, account, 0);
  });

  it("works next to four calls that take long", async ({ site }) => {
    const { account, connect } = await validKey(site, (fetch) => async (url, init) => {
      const response = await fetch(url, init);
      if (url.endsWith("/keys")) await pause(4000);
      return response;
    });
    const { whoami, createApiKey } = connect();
    const ended: string[] = [];

    const slow = times(4, (index) =>
      createApiKey({ body: { label: `slow ${index}` } }).then(() => ended.push("slow")),
    );
    await whoami().then(() => ended.push("quick"));
    await Promise.all(slow);

    expect(ended).toEqual(["quick", "slow", "slow", "slow", "slow"]);
    await expectEnabled(site, account, 0);
  });

  it("thirty calls at once succeed, with a function that returns it", async ({ site }) => {
    const { account, connect } = await validKey(site);
    const calls = [account.token, () => account.token].flatMap((bearer) => {
      const { whoami } = connect({ auth: { bearer } });
      return times(15, () => whoami());
    });

    for (const user of await Promise.all(calls)) expect(user).toMatchObject({ id: account.id });
    await expectEnabled(site, account, 0);
  });

  it("with a known expiry, thirty calls run at once", async ({ site }) => {
    let running = 0;
    let most = 0;
    const { account, connect } = await validKey(site, (fetch) => async (url, init) => {
      most = Math.max(most, ++running);
      await pause(50);
      return fetch(url, init).finally(() => running--);
    });
    const { token, expires } = await account.client.createApiKey({ body: { label: "dated" } });
    const { whoami } = connect({ auth: { bearer: token, expires } });

    await Promise.all(times(30, () => whoami()));

    expect(most).toBe(30);
    await expectEnabled(site, account, 0);
  });
});
