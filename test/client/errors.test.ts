import { fileURLToPath } from "node:url";
import { runInNewContext } from "node:vm";
import { buildSync } from "esbuild";
import { createClient, DataMetaError, isDataMetaError, type DataMetaClient } from "datameta-client";
import { describe, expect, it, vi } from "vitest";
import type * as Package from "../../src/index.js";
import { failureOf } from "../support/failure-of.js";
import { empty, hangUp, json, serve, stall, text, type Handler } from "../support/loopback.js";

const get = (datameta: DataMetaClient) => datameta.whoami();
const post = (datameta: DataMetaClient) => datameta.createApiKey({ body: { label: "x" } });

/** Failures of a call, and whether their errors allow a retry. */
const failures: {
  what: string;
  answer: Handler;
  call: (datameta: DataMetaClient) => Promise<unknown>;
  name: string;
  parent: string;
  attempts: number;
  retryable: boolean;
  outcome: string;
}[] = [
  {
    what: "an invalid argument",
    answer: stall,
    call: (datameta) => datameta.getFile({ id: "" }),
    ...{ name: "ConfigurationError", parent: "ClientError" },
    ...{ attempts: 0, retryable: false, outcome: "not-sent" },
  },
  {
    what: "no response to a GET",
    answer: stall,
    call: get,
    ...{ name: "TimeoutError", parent: "RequestError" },
    ...{ attempts: 1, retryable: true, outcome: "unknown" },
  },
  {
    what: "no response to a POST",
    answer: stall,
    call: post,
    ...{ name: "TimeoutError", parent: "RequestError" },
    ...{ attempts: 1, retryable: false, outcome: "unknown" },
  },
  {
    what: "a GET whose connection always breaks",
    answer: hangUp,
    call: get,
    ...{ name: "ConnectionError", parent: "RequestError" },
    ...{ attempts: 3, retryable: true, outcome: "unknown" },
  },
  {
    what: "a POST whose connection breaks",
    answer: hangUp,
    call: post,
    ...{ name: "ConnectionError", parent: "RequestError" },
    ...{ attempts: 1, retryable: false, outcome: "unknown" },
  },
  {
    what: "a page instead of JSON",
    answer: text(200, "text/html", "<h1>Log in</h1>"),
    call: get,
    ...{ name: "ResponseFormatError", parent: "RequestError" },
    ...{ attempts: 1, retryable: false, outcome: "unknown" },
  },
  {
    what: "a redirect",
    answer: empty(302, { Location: "/login" }),
    call: get,
    ...{ name: "ResponseFormatError", parent: "RequestError" },
    ...{ attempts: 1, retryable: false, outcome: "rejected" },
  },
  ...[
    { status: 400, name: "ValidationError" },
    { status: 401, name: "UnauthorizedError" },
    { status: 403, name: "ForbiddenError" },
    { status: 404, name: "NotFoundError" },
    { status: 409, name: "ConflictError" },
    { status: 410, name: "GoneError" },
  ].map(({ status, name }) => ({
    what: `a ${status}`,
    answer: json(status, [{ message: "no" }]),
    call: get,
    ...{ name, parent: "ApiError" },
    ...{ attempts: 1, retryable: false, outcome: "rejected" },
  })),
  {
    what: "a status without its own class",
    answer: empty(418),
    call: get,
    ...{ name: "ApiError", parent: "ClientError" },
    ...{ attempts: 1, retryable: false, outcome: "rejected" },
  },
  {
    what: "a 429 for each attempt of a GET",
    answer: empty(429),
    call: get,
    ...{ name: "TooManyRequestsError", parent: "ApiError" },
    ...{ attempts: 3, retryable: true, outcome: "rejected" },
  },
  {
    what: "a 429 for a POST",
    answer: empty(429),
    call: post,
    ...{ name: "TooManyRequestsError", parent: "ApiError" },
    ...{ attempts: 1, retryable: false, outcome: "rejected" },
  },
  {
    what: "a 500",
    answer: empty(500),
    call: get,
    ...{ name: "ServerError", parent: "ApiError" },
    ...{ attempts: 1, retryable: false, outcome: "unknown" },
  },
  {
    what: "a 503 for each attempt of a GET",
    answer: empty(503),
    call: get,
    ...{ name: "ServerError", parent: "ApiError" },
    ...{ attempts: 3, retryable: true, outcome: "unknown" },
  },
];

async function failWith({ answer, call }: Pick<(typeof failures)[number], "answer" | "call">) {
  await using server = await serve(answer);
  const timeout = answer === stall ? 50 : 60_000;
  const datameta = createClient({ baseUrl: server.url, timeout, retry: { maxDelay: 1 } });
  const error = await failureOf(call(datameta));
  if (!isDataMetaError(error)) throw error;
  return error;
}

/** Returns the names of a value's class and its superclasses. */
function classesOf(value: object): string[] {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype instanceof Error || prototype === Error.prototype
    ? [prototype.constructor.name, ...classesOf(prototype)]
    : [];
}

describe("the error of a failed call", () => {
  it.each(failures)(
    "$what: $name, attempts $attempts, retryable $retryable, outcome $outcome",
    async ({ answer, call, name, parent, attempts, retryable, outcome }) => {
      const error = await failWith({ answer, call });

      expect(error).toMatchObject({ name, attempts, retryable, outcome });
      expect(classesOf(error).slice(0, 2)).toEqual([name, parent]);
    },
  );

  it.each(failures)("$what: has all details in JSON", async (failure) => {
    const error = await failWith(failure);

    const told = JSON.parse(JSON.stringify({ error })) as { error: Record<string, unknown> };

    const { name, message, attempts, retryable, outcome } = error;
    expect(told.error).toMatchObject({ name, message, attempts, retryable, outcome });
    for (const left of ["headers", "body", "cause", "stack", "isDataMetaError"]) {
      expect(told.error).not.toHaveProperty(left);
    }
  });

  it("contains the method and URL without the query", async () => {
    await using server = await serve(json(403, null));
    const datameta = createClient({ baseUrl: server.url });

    const error = await failureOf(datameta.getFileUrl({ id: "DMF-1", expires: 5 }));

    expect(error).toMatchObject({
      operationId: "GetFileUrl",
      method: "GET",
      url: `${server.url}/rpc/get-file-url/DMF-1`,
      message: "getFileUrl failed: 403 Forbidden. This account has no permission.",
    });
  });

  it("keeps the server's issues with field and entity, the headers and the body", async () => {
    const body = [
      {
        exception: "ValidationError",
        message: "is not unique",
        field: "ID",
        entity: { uuid: "u", site: "DMR-1" },
      },
      { exception: "ValidationError", message: "is missing", field: "Date" },
    ];
    const error = await failWith({
      answer: json(400, body, { "X-Request-Id": "7" }),
      call: get,
    });

    expect(error.message).toBe(
      "whoami failed: 400 Bad Request: ID: is not unique; Date: is missing",
    );
    expect(error).toMatchObject({ issues: body, body });
    expect((error as DataMetaError & { headers: Headers }).headers.get("X-Request-Id")).toBe("7");
  });
});

describe("isDataMetaError recognizes errors", () => {
  it("of another copy of the package", async () => {
    const error = await failWith({ answer: empty(404), call: get });
    vi.resetModules();
    const copy = await import("datameta-client");
    const other: unknown = await failureOf(copy.login(null as never));

    expect(copy.NotFoundError).not.toBe(error.constructor);
    expect(error).toBeInstanceOf(copy.DataMetaError);
    expect(copy.isDataMetaError(error)).toBe(true);
    expect(isDataMetaError(other)).toBe(true);
  });

  it("of another realm, minified", async () => {
    const [built] = buildSync({
      entryPoints: [fileURLToPath(new URL("../../src/index.ts", import.meta.url))],
      bundle: true,
      minify: true,
      write: false,
      format: "iife",
      globalName: "copy",
    }).outputFiles;
    const globals = { Headers, TextDecoder };
    // Safe: the bundle exports the same names as the package.
    const realm = runInNewContext(`${built?.text ?? ""}; copy`, globals) as typeof Package;
    const other = await failureOf(realm.login(null as never));
    const error = await failWith({ answer: empty(404), call: get });

    expect(other).not.toBeInstanceOf(Error);
    expect(isDataMetaError(other)).toBe(true);
    expect(other).toBeInstanceOf(DataMetaError);
    expect(realm.isDataMetaError(error)).toBe(true);
    expect(other).toMatchObject({ name: "ConfigurationError", outcome: "not-sent" });
  });
});

describe("the stack of an error contains the caller's line", () => {
  async function callFromHere(call: () => PromiseLike<unknown>): Promise<unknown> {
    try {
      return await call();
    } catch (error) {
      return error;
    }
  }

  it.each<[string, Handler, (datameta: DataMetaClient) => PromiseLike<unknown>]>([
    ["an invalid argument", stall, (datameta) => datameta.getFile({ id: "" })],
    ["an error status", empty(404), get],
    ["a broken connection", hangUp, get],
    ["a timeout", stall, get],
    ["a page", text(200, "text/html", "<p>"), get],
    ["a call by path", empty(404), ({ http }) => http.GET("/rpc/whoami")],
    ["a call with its response", empty(404), ({ whoami }) => whoami.withResponse()],
  ])("after %s", async (_, answer, call) => {
    await using server = await serve(answer);
    const datameta = createClient({ baseUrl: server.url, timeout: 200, retry: 0 });

    const error = await callFromHere(() => call(datameta));

    expect((error as Error).stack).toMatch(/callFromHere.*errors\.test\.ts/);
  });
});
