import { fileURLToPath } from "node:url";
import { faultNames, startTestServer, type TestServer } from "datameta-client/testing";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { expectations, retry } from "../reliability/support/settled.js";
import { launchChromium } from "../support/chromium.js";
import { operations } from "../support/operations.js";
import type { Ending, OperationName, Setup } from "./support/conformance.js";
import { bundleForPages, startPages, type Pages } from "./support/pages.js";

// Safe: the table of calls has exactly these keys.
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

/** The settings of a call. By default, it has a token. */
function setup(more: Partial<Setup> = {}): Setup {
  const { token } = server.account("admin@example.org");
  return { baseUrl: server.url, auth: { bearer: token }, retry: 0, ...more };
}

const call = (name: OperationName, more?: Partial<Setup>) =>
  page.evaluate(([one, how]) => globalThis.conformance.call(one, how), [
    name,
    setup(more),
  ] as const);

it("works without eval, which the page's policy forbids", async () => {
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
  ])("throws the error of a busy server, with the delay before a retry: %s", async (_, variant) => {
    server.setFaults({ "*": "unavailable" });

    const endings = await callAll(variant);

    expect(endings).toMatchObject(
      operations.map((operation) => expectations.unavailable(operation)),
    );
  });

  it("that requires a credential rejects an unknown token", async () => {
    // Each call has its own token, because the client never resends a rejected one.
    const required = operations.filter(({ security }) => security === "required");
    const endings = await Promise.all(
      // Safe: the table of calls has the same names.
      required.map(({ name }) =>
        call(name as OperationName, { auth: { bearer: `unknown-${name}` } }),
      ),
    );

    expect(required.length).toBeGreaterThan(30);
    expect(endings).toMatchObject(required.map(() => ({ name: "UnauthorizedError", status: 401 })));
  });
});

/** The documented results, without the parts that are undefined. */
function settledOf(ending: Ending): object {
  if ("data" in ending) return { name: ending.data === undefined ? "no data" : "data" };
  const documented = ["name", "outcome", "retryable", "attempts", "phase", "retryAfter"];
  return Object.fromEntries(Object.entries(ending).filter(([name]) => documented.includes(name)));
}

describe("a call ends as in Node after the fault", () => {
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
  ])("is used only if the call asks for it: %s", async (_, variant) => {
    await signIn();

    const signedIn = await call("whoami", { ...variant, auth: { session: "browser" } });
    const anonymous = await call("whoami", { ...variant, auth: null });

    expect(signedIn).toMatchObject({ data: { email: "admin@example.org" } });
    expect(anonymous).toMatchObject({ name: "UnauthorizedError" });
    const calls = server.requests.filter(({ operationId }) => operationId !== undefined);
    expect(calls.map(({ headers }) => "cookie" in headers)).toEqual([true, false]);
  });

  it("is not sent together with a token", async () => {
    await signIn();

    expect(await call("whoami")).toMatchObject({ data: { email: "admin@example.org" } });
    expect(server.requests.at(-1)?.headers).not.toHaveProperty("cookie");
  });
});

it("works the same with http", async () => {
  const ending = await page.evaluate((how) => globalThis.conformance.get(how), setup());

  expect(ending).toMatchObject({ data: { email: "admin@example.org" } });
});

describe("a call in progress", () => {
  it("rejects with the signal's reason after an abort", async () => {
    server.setFaults({ whoami: "stall-before-headers" });

    expect(await page.evaluate((how) => globalThis.conformance.abort(how), setup())).toBe(true);
    expect(server.requests).toHaveLength(1);
  });

  it("ends at the deadline", async () => {
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

  it("in the browser, a call fails immediately, and is retryable if it is idempotent", async () => {
    await page.context().setOffline(true);

    expect(await call("whoami")).toMatchObject({ ...broken, retryable: true });
    expect(await call("createService")).toMatchObject({ ...broken, retryable: false });

    await page.context().setOffline(false);
    expect(await call("whoami")).toMatchObject({ data: { email: "admin@example.org" } });
  });

  it("on the server, a call fails in the same way", async () => {
    await server.goOffline();

    expect(await call("whoami")).toMatchObject({ ...broken, retryable: true });

    await server.goOnline();
    expect(await call("whoami")).toMatchObject({ data: { email: "admin@example.org" } });
  });
});

describe("datameta-client/validate", () => {
  it("rejects a request on which the server would fail, before it is sent", async () => {
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

  it("rejects data that do not match the documentation", async () => {
    server.setFaults({ whoami: "wrong-json" });

    expect(await call("whoami", { validate: true })).toMatchObject({
      name: "ResponseFormatError",
      message: expect.stringContaining("the response is not of type object") as string,
    });
  });
});
