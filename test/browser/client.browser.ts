import { fileURLToPath } from "node:url";
import { faultNames, startTestServer, type TestServer } from "datameta-client/testing";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { expectations, retry } from "../reliability/support/settled.js";
import { launchChromium } from "../support/chromium.js";
import { operations } from "../support/operations.js";
import type { Ending, OperationName, Setup } from "./support/conformance.js";
import { bundleForPages, startPages, type Pages } from "./support/pages.js";

// The table of calls has these keys and no others.
const names = operations.map(({ name }) => name as OperationName);

let browser: Browser;
let pages: Pages;
let code: string;
let server: TestServer;
let page: Page;

beforeAll(async () => {
  const program = fileURLToPath(new URL("support/conformance.ts", import.meta.url));
  [browser, pages, code] = await Promise.all([
    launchChromium(),
    startPages(),
    bundleForPages({ entryPoints: [program] }),
  ]);
}, 60_000);
afterAll(() => Promise.all([browser.close(), pages[Symbol.asyncDispose]()]));

beforeEach(async () => {
  server = await startTestServer({ cors: [pages.origin] });
  const context = await browser.newContext();
  page = await context.newPage();
  await page.goto(pages.add("conformance", { code, mayCall: server.origin }));
});
afterEach(async () => {
  await page.context().close();
  await server.close();
});

/** Signed in, unless the test says otherwise. */
function setup(more: Partial<Setup> = {}): Setup {
  const { token } = server.account("admin@example.org");
  return { baseUrl: server.url, auth: { bearer: token }, retry: 0, ...more };
}

const call = (name: OperationName, more?: Partial<Setup>) =>
  page.evaluate(([one, how]) => globalThis.conformance.call(one, how), [
    name,
    setup(more),
  ] as const);

it("nothing needs eval, which the page's policy refuses", async () => {
  await call("whoami", { validate: true });

  expect(await page.evaluate(() => globalThis.conformance.violations())).toEqual([]);
  expect(await page.evaluate(() => globalThis.conformance.canEval())).toBe(false);
});

describe("every operation", () => {
  const callAll = (more: Partial<Setup>) =>
    page.evaluate(([all, how]) => globalThis.conformance.callAll(all, how), [
      names,
      setup(more),
    ] as const);

  it.each([
    ["direct call", {}],
    ["through middleware", { middleware: true }],
  ])("gets its error of a busy server, and when to come back: %s", async (_, variant) => {
    server.setFaults({ "*": "unavailable" });

    const endings = await callAll(variant);

    expect(endings).toMatchObject(
      operations.map((operation) => expectations.unavailable(operation)),
    );
  });

  it("that asks for a credential refuses a token that is unknown", async () => {
    // Each with its own: a token that was rejected is not sent again.
    const required = operations.filter(({ security }) => security === "required");
    const endings = await Promise.all(
      // The table of calls has the same names.
      required.map(({ name }) =>
        call(name as OperationName, { auth: { bearer: `unknown-${name}` } }),
      ),
    );

    expect(required.length).toBeGreaterThan(30);
    expect(endings).toMatchObject(required.map(() => ({ name: "UnauthorizedError", status: 401 })));
  });
});

/** As far as the documentation tells how a call ends. */
function settledOf(ending: Ending): object {
  if ("data" in ending) return { name: ending.data === undefined ? "no data" : "data" };
  const documented = ["name", "outcome", "retryable", "attempts", "phase", "retryAfter"];
  return Object.fromEntries(Object.entries(ending).filter(([name]) => documented.includes(name)));
}

describe("a call settles as in Node", () => {
  it.each(faultNames)("%s", async (fault) => {
    server.setFaults({ "*": fault });
    const timeout = /^(stall|huge|endless)/.test(fault) ? 1_000 : 30_000;

    for (const name of ["whoami", "createService"] as const) {
      const ending = await call(name, { timeout, retry });
      const operation = operations.find((each) => each.name === name) ?? expect.fail(name);
      const expected = [expectations[fault](operation)].flat();
      expect(expected).toContainEqual(settledOf(ending));
    }
  });
});

describe("the browser's session", () => {
  const signIn = async () => {
    const { email, password } = server.account("admin@example.org");
    await page.evaluate(
      ([origin, ...account]) => globalThis.conformance.signIn(origin, ...account),
      [server.origin, email, password] as const,
    );
  };

  it.each([
    ["direct call", {}],
    ["through middleware", { middleware: true }],
  ])("signs in who asks for it, and nobody else: %s", async (_, variant) => {
    await signIn();

    const signedIn = await call("whoami", { ...variant, auth: { session: "browser" } });
    const anonymous = await call("whoami", { ...variant, auth: null });

    expect(signedIn).toMatchObject({ data: { email: "admin@example.org" } });
    expect(anonymous).toMatchObject({ name: "UnauthorizedError" });
    const calls = server.requests.filter(({ operationId }) => operationId !== undefined);
    expect(calls.map(({ headers }) => "cookie" in headers)).toEqual([true, false]);
  });

  it("is not needed, nor sent, beside a token", async () => {
    await signIn();

    expect(await call("whoami")).toMatchObject({ data: { email: "admin@example.org" } });
    expect(server.requests.at(-1)?.headers).not.toHaveProperty("cookie");
  });
});

it("http gives the same", async () => {
  const ending = await page.evaluate((how) => globalThis.conformance.get(how), setup());

  expect(ending).toMatchObject({ data: { email: "admin@example.org" } });
});

describe("a call in progress", () => {
  it("is aborted with the signal's own reason", async () => {
    server.setFaults({ whoami: "stall-before-headers" });

    expect(await page.evaluate((how) => globalThis.conformance.abort(how), setup())).toBe(true);
    expect(server.requests).toHaveLength(1);
  });

  it("ends at its deadline", async () => {
    server.setFaults({ whoami: "stall-in-body" });

    expect(await call("whoami", { timeout: 200 })).toMatchObject({
      name: "TimeoutError",
      phase: "body",
      outcome: "unknown",
      retryable: true,
    });
  });
});

describe("offline", () => {
  const broken = { name: "ConnectionError", outcome: "unknown", attempts: 1 };

  it("of the browser: a call fails at once, and is retryable where it does no harm", async () => {
    await page.context().setOffline(true);

    expect(await call("whoami")).toMatchObject({ ...broken, retryable: true });
    expect(await call("createService")).toMatchObject({ ...broken, retryable: false });

    await page.context().setOffline(false);
    expect(await call("whoami")).toMatchObject({ data: { email: "admin@example.org" } });
  });

  it("of the server: the same", async () => {
    await server.goOffline();

    expect(await call("whoami")).toMatchObject({ ...broken, retryable: true });

    await server.goOnline();
    expect(await call("whoami")).toMatchObject({ data: { email: "admin@example.org" } });
  });
});

describe("datameta-client/validate", () => {
  it("refuses a request that would break the server, before it is sent", async () => {
    const ending = await page.evaluate(
      ([expires, how]) => globalThis.conformance.makeKey(expires, how),
      ["2030-01-31T12:00:00Z", setup({ validate: true })] as const,
    );

    expect(ending).toMatchObject({
      name: "ValidationError",
      outcome: "not-sent",
      issues: [{ field: "expires" }],
    });
    expect(server.requests).toEqual([]);
  });

  it("refuses data that are not what is documented", async () => {
    server.setFaults({ whoami: "wrong-json" });

    expect(await call("whoami", { validate: true })).toMatchObject({
      name: "ResponseFormatError",
      message: expect.stringContaining("the response is not of type object") as string,
    });
  });
});
