import { describe, expect, it, vi } from "vitest";

import type { Layer } from "../../../src/engine/call.js";
import {
  ApiError,
  ClientError,
  ConfigurationError,
  createApiError,
} from "../../../src/engine/errors.js";
import { createMethod, isDocumentedError, reasonOf } from "../../../src/engine/methods.js";
import type { ErrorStatus } from "../../../src/engine/operation-entry.js";
import { resolveOperation } from "../../../src/engine/operation.js";
import { defaults, type ResolvedOptions } from "../../../src/engine/options.js";
import { failureOf } from "../../support/failure-of.js";
import { plainLayer } from "./support/call.js";

/** Creates a method whose layer records its arguments. */
function methodOf(hasArguments: boolean, layerParts: Partial<Layer> = {}, options: object = {}) {
  const write = vi.fn(plainLayer.write);
  const fetch = vi.fn<(url: string, init: RequestInit) => Promise<Response>>(() =>
    Promise.resolve(Response.json({ name: "Ada" }, { status: 200 })),
  );
  const resolveOptions = vi.fn(
    (_method: string, base: ResolvedOptions, own: object): ResolvedOptions => ({ ...base, ...own }),
  );
  const operation = resolveOperation(
    "getIt",
    { route: "GET /x", query: hasArguments ? ["id"] : [] },
    { defaultErrors: [404, "5XX"], defaultIdentifiers: {} },
  );
  const layer: Layer = { ...plainLayer, write, ...layerParts };
  const client = {
    layer,
    options: { ...defaults, fetch, retry: { ...defaults.retry, limit: 0 }, ...options },
    resolveOptions,
  };
  return { method: createMethod(client, operation), client, write, fetch, operation };
}

describe("a method", () => {
  it("returns the data", async () => {
    const { method, fetch } = methodOf(true);

    expect(await method({ id: 1 })).toEqual({ name: "Ada" });
    expect(fetch).toHaveBeenCalledExactlyOnceWith("https://host/api/x", expect.anything());
  });

  it("returns the data together with the response, and nothing else", async () => {
    const reply = await methodOf(false).method.withResponse();

    expect(Object.keys(Object(reply) as object)).toEqual(["data", "response"]);
    expect(reply).toMatchObject({ data: { name: "Ada" }, response: { status: 200 } });
  });

  it.each<
    [hasArguments: boolean, callArguments: unknown[], args: unknown, options: object | undefined]
  >([
    [true, [], undefined, undefined],
    [true, [{ id: 1 }], { id: 1 }, undefined],
    [true, [{ id: 1 }, { timeout: 5 }], { id: 1 }, { timeout: 5 }],
    [false, [], undefined, undefined],
    [false, [{ timeout: 5 }], undefined, { timeout: 5 }],
    [false, [{}, { timeout: 5 }], {}, { timeout: 5 }],
  ])("with arguments: %s accepts %j", async (hasArguments, callArguments, args, options) => {
    for (const name of ["call", "withResponse"] as const) {
      const { method, client, write, operation } = methodOf(hasArguments);
      await (name === "call" ? method(...callArguments) : method.withResponse(...callArguments));

      const merged = { ...client.options, ...options };
      expect(write).toHaveBeenCalledExactlyOnceWith(operation, args, merged);
      if (options === undefined) expect(client.resolveOptions).not.toHaveBeenCalled();
      else
        expect(client.resolveOptions).toHaveBeenCalledExactlyOnceWith(
          "getIt",
          client.options,
          options,
        );
    }
  });

  it("is sent by the layer if the layer can deliver it", async () => {
    const response = new Response(null);
    const deliver = vi.fn<NonNullable<Layer["deliver"]>>(() =>
      Promise.resolve({ data: "mine", response, text: undefined }),
    );
    const { method, fetch } = methodOf(true, { deliver });

    expect(await method({ id: 1 })).toBe("mine");
    expect(deliver).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ request: expect.objectContaining({ method: "GET" }) as unknown }),
      expect.objectContaining({ method: "GET" }),
    );
    expect(fetch).not.toHaveBeenCalled();
  });

  it("is sent by the engine if the layer cannot deliver it", async () => {
    expect(await methodOf(true, { deliver: () => undefined }).method()).toEqual({ name: "Ada" });
  });

  it("rejects with an error of its arguments or options, marked by the layer", async () => {
    const refusal = new ConfigurationError("getIt: no");
    const mark = vi.fn();
    const write = () => {
      throw refusal;
    };

    expect(await failureOf(methodOf(true, { write, mark }).method())).toBe(refusal);
    expect(mark).toHaveBeenCalledExactlyOnceWith(refusal);
  });

  it("ends at its deadline", async () => {
    const { method } = methodOf(true, {}, { fetch: () => new Promise(() => undefined) });

    expect(await failureOf(method({}, { timeout: 1 }))).toHaveProperty("name", "TimeoutError");
  });

  it("rejects with the reason of its own signal, not the client's", async () => {
    const { method } = methodOf(true, {}, { signal: AbortSignal.abort("client") });

    expect(await failureOf(method())).toBe("client");
    expect(await failureOf(method({}, { signal: AbortSignal.abort("call") }))).toBe("call");
  });

  it("names the caller's line in the stack of its error", async () => {
    const { method } = methodOf(true, {}, { fetch: () => Promise.reject(new TypeError("no")) });
    const namedCaller = async () => await method();

    const failure = await failureOf(namedCaller());

    expect(failure).toHaveProperty("stack", expect.stringContaining("namedCaller"));
    expect(failure).toHaveProperty("stack", expect.not.stringContaining("reasonOf"));
  });

  it("recognizes its own errors", () => {
    const { method, operation } = methodOf(true);
    const { operationId } = operation;

    expect(method.isError(createApiError("no", { status: 404, operationId }))).toBe(true);
    expect(method.isError(createApiError("no", { status: 400, operationId }))).toBe(false);
  });
});

describe("reasonOf", () => {
  it.each(["enough", 0, undefined])("is the reason of an abort: %s", (reason) => {
    const controller = new AbortController();
    controller.abort(reason);

    expect(reasonOf(new ClientError("no"), plainLayer, controller.signal)).toBe(
      controller.signal.reason,
    );
  });

  it.each(["thrown", undefined, new TypeError("no")])("is what was thrown: %s", (thrown) => {
    const mark = vi.fn();

    expect(reasonOf(thrown, { ...plainLayer, mark }, new AbortController().signal)).toBe(thrown);
    expect(mark).not.toHaveBeenCalled();
  });

  it("is the error of a client, even if the layer does not mark it", () => {
    const error = new ClientError("no");

    expect(reasonOf(error, plainLayer, undefined)).toBe(error);
  });

  it("works without captureStackTrace, which some engines lack", () => {
    const capture = Object.getOwnPropertyDescriptor(Error, "captureStackTrace");
    const error = new ClientError("no");
    try {
      Reflect.deleteProperty(Error, "captureStackTrace");
      expect(reasonOf(error, plainLayer, undefined)).toBe(error);
    } finally {
      if (capture) Object.defineProperty(Error, "captureStackTrace", capture);
    }
  });
});

describe("isDocumentedError", () => {
  const operationId = "GetIt";
  const isDocumented = (errors: readonly ErrorStatus[], error: unknown) =>
    isDocumentedError(resolveOperation("getIt", { route: "GET /x", errors }), error);

  it.each<[errors: readonly ErrorStatus[], status: number, wanted: boolean]>([
    [[404], 404, true],
    [[404], 400, false],
    [[], 404, false],
    [[400, "4XX"], 499, true],
    [["4XX"], 500, false],
    [["5XX"], 500, true],
    [[404, "default"], 400, true],
    [[404, "default"], 599, true],
    [[304, "default"], 304, true],
    ...[0, 300, 304, 399, 600].map((status): [ErrorStatus[], number, boolean] => [
      [404, "default"],
      status,
      false,
    ]),
  ])("if %j are documented, an error of %d is a documented error: %s", (errors, status, wanted) => {
    expect(isDocumented(errors, createApiError("no", { status, operationId }))).toBe(wanted);
  });

  it("is false for an error of another operation or another class", () => {
    const other = createApiError("no", { status: 404, operationId: "Other" });

    expect(isDocumented(["default"], other)).toBe(false);
    expect(isDocumented(["default"], new ClientError("no", { operationId }))).toBe(false);
    expect(isDocumented(["default"], { status: 404, operationId })).toBe(false);
    expect(isDocumented(["default"], new ApiError("no", { status: 404, operationId }))).toBe(true);
  });
});
