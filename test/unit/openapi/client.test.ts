import {
  ConfigurationError,
  createOpenApiClient,
  ResponseFormatError,
  type OpenApi,
} from "datameta-client/openapi";
import { describe, expect, it, vi } from "vitest";

import { failureOf } from "../../support/failure-of.js";

const api = {
  operations: {
    getPet: {
      route: "GET /pets/{id}",
      query: ["q", "r"],
      header: ["X-A"],
      cookie: ["sid"],
    },
    addPet: { route: "POST /pets", contentType: "text/plain" },
    sendForm: { route: "POST /form", contentType: "multipart/form-data" },
    patchPet: { route: "PATCH /pets/$&", body: "optional" },
    noteOn: { route: "PUT /note", contentType: "text/plain", body: "optional" },
    getFile: { route: "GET /file", accept: "application/pdf", success: { 200: "binary" } },
    getText: { route: "GET /text", success: { "2XX": "text" } },
  },
  defaultErrors: [404],
  defaultIdentifiers: {},
  securitySchemes: {
    token: { type: "bearer" },
    key: { type: "query", name: "key" },
    sid: { type: "cookie", name: "other" },
  },
  defaultSchemes: [["token", "key", "sid"], ["token"]],
  servers: [],
} satisfies OpenApi;

type Method = ((args?: unknown, options?: unknown) => Promise<unknown>) & {
  withResponse(args?: unknown): Promise<{ data: unknown; response: Response }>;
  isError(error: unknown): boolean;
};

const baseUrl = "https://host/api";

/** Creates a client, and returns its methods with the `fetch` that they call. */
function clientOf(options: object = {}, answer = () => Promise.resolve(Response.json({}))) {
  const fetch = vi.fn<(url: string, init: RequestInit) => Promise<Response>>(answer);
  // Safe: the client has these methods. Their types are tested elsewhere.
  const methods = createOpenApiClient<never, typeof api>(api, {
    ...{ baseUrl, fetch, retry: 0 },
    ...options,
  }) as unknown as Readonly<Record<keyof typeof api.operations, Method>>;
  const sent = () => {
    const [url, init] = fetch.mock.calls[0] ?? [];
    const { method, body } = init ?? {};
    return { url, method, body, headers: Object.fromEntries(new Headers(init?.headers)) };
  };
  return { ...methods, fetch, sent };
}

describe("a request", () => {
  it("has its parameters in path, query, headers and cookies", async () => {
    const { getPet, sent } = clientOf();

    await getPet({ id: "a/b", q: ["1", "2"], r: 3, "X-A": 5, sid: "c;" });

    expect(sent()).toEqual({
      url: `${baseUrl}/pets/a%2Fb?q=1&q=2&r=3`,
      method: "GET",
      body: undefined,
      headers: { accept: "application/json", "x-a": "5", cookie: "sid=c%3B" },
    });
  });

  it("leaves out parameters that are missing, null or an empty list", async () => {
    const { getPet, sent } = clientOf();

    await getPet({ id: "$&", q: [], r: "1", sid: undefined, "X-A": null });

    expect(sent()).toEqual({
      url: `${baseUrl}/pets/%24%26?r=1`,
      method: "GET",
      body: undefined,
      headers: { accept: "application/json" },
    });
  });

  it("has the credentials of its scheme in addition to its query and cookies", async () => {
    const auth = { token: "t", key: "k", sid: "s" };
    const { getPet, sent } = clientOf({ auth });

    await getPet({ id: "1", q: "x", sid: "c" });

    expect(sent()).toMatchObject({
      url: `${baseUrl}/pets/1?q=x&key=k`,
      headers: { authorization: "Bearer t", cookie: "sid=c; other=s" },
    });
  });

  it("has the credentials of the call instead of the client's", async () => {
    const { getPet, sent } = clientOf({ auth: { token: "t" } });

    await getPet({ id: "1" }, { auth: { token: "other" } });

    expect(sent().headers).toMatchObject({ authorization: "Bearer other" });
  });

  it("has no credentials with auth: null", async () => {
    const { getPet, sent } = clientOf({ auth: { token: "t" } });

    await getPet({ id: "1" }, { auth: null });

    expect(sent().headers).toEqual({ accept: "application/json" });
  });

  it.each([
    [
      { "X-B": "1", accept: "text/csv" },
      { "x-b": "1", accept: "text/csv" },
    ],
    [{ accept: null }, {}],
    [{ "X-B": "application/json" }, { "x-b": "application/json", accept: "application/pdf" }],
    [{}, { accept: "application/pdf" }],
  ])("with the headers %j has %j", async (headers, wanted) => {
    const { getFile, sent } = clientOf({ headers });

    await getFile();

    expect(sent().headers).toEqual(wanted);
  });

  it.each([
    ["addPet", "text", "text", "text/plain"],
    ["patchPet", { a: 1 }, '{"a":1}', "application/json"],
    ["patchPet", null, "null", "application/json"],
  ] as const)("of %s has the body %j", async (name, body, text, type) => {
    const client = clientOf();

    await client[name]({ body });

    expect(client.sent()).toMatchObject({ body: text, headers: { "content-type": type } });
  });

  it("without a body has no Content-Type", async () => {
    const { patchPet, sent } = clientOf();

    await patchPet();

    expect(sent()).toMatchObject({ url: `${baseUrl}/pets/$&`, body: undefined });
    expect(sent().headers).toEqual({ accept: "application/json" });
  });

  it("without a body sends none, whatever its content type", async () => {
    const { noteOn, sent } = clientOf();

    await noteOn();

    expect(sent()).toMatchObject({ url: `${baseUrl}/note`, body: undefined });
  });

  it("lets the platform set the Content-Type of a form", async () => {
    const { sendForm, sent } = clientOf();

    await sendForm({ body: new FormData() });

    expect(sent().headers).not.toHaveProperty("content-type");
  });
});

describe("an invalid call is rejected:", () => {
  const known = "Valid names: id, q, r, X-A, sid";

  it.each<[args: unknown, problem: string]>([
    [null, "the first argument must be an object with the arguments; got null"],
    ["1", "the first argument must be an object with the arguments; got string"],
    [["1"], "the first argument must be an object with the arguments; got an array"],
    [{ id: "1", body: {} }, `argument "body" is unknown. ${known}`],
    [{ id: "1", p: 1 }, `argument "p" is unknown. ${known}`],
    [undefined, 'argument "id" is missing or empty'],
    [
      { id: "1", "X-A": "canary\n\0" },
      'argument "X-A" cannot be sent: it has a character that a header cannot carry',
    ],
    [
      { id: "1", q: "\ud800" },
      'argument "q" cannot be sent: it is circular, nested too deeply, or contains an invalid date or a lone surrogate',
    ],
  ])("getPet with %j", async (args, problem) => {
    const { getPet, fetch } = clientOf();

    expect(await failureOf(getPet(args))).toEqual(new ConfigurationError(`getPet: ${problem}`));
    expect(fetch).not.toHaveBeenCalled();
  });

  it.each([undefined, {}, { body: undefined }])("addPet with %j", async (args) => {
    const { addPet } = clientOf();

    expect(await failureOf(addPet(args))).toEqual(
      new ConfigurationError('addPet: argument "body" is missing'),
    );
  });

  it.each<[what: string, input: unknown]>([
    ["null", null],
    ["a text", "api"],
    ["nothing", {}],
    ["only operations", { operations: {} }],
    ["the operations themselves", api.operations],
  ])("createOpenApiClient with %s instead of all exports", (_, input) => {
    expect(() => createOpenApiClient(input as never, { baseUrl, auth: {} })).toThrow(
      new ConfigurationError(
        'createOpenApiClient: api must be all exports of operations.ts: import * as api from "./operations.js"',
      ),
    );
  });

  const schemes = "Valid names: token, key, sid";
  it.each<[auth: unknown, problem: string]>([
    ["canary", "auth must be an object with a credential for each security scheme, or null"],
    [() => "canary", "auth must be an object with a credential for each security scheme, or null"],
    [{ tokn: "canary" }, `auth option "tokn" is unknown. ${schemes}`],
  ])("auth %j", async (auth, problem) => {
    const { getPet } = clientOf();

    expect(() => clientOf({ auth })).toThrow(
      new ConfigurationError(`createOpenApiClient: ${problem}`),
    );
    expect(await failureOf(getPet({ id: "1" }, { auth }))).toEqual(
      new ConfigurationError(`getPet: ${problem}`),
    );
  });

  const shared = "fetch, headers, timeout, retry, signal, maxResponseSize, auth, operationServers";
  const options = `${shared}, accept, contentType, stream`;
  it.each<[invalid: object, problem: string]>([
    [{ timeOut: 1 }, `option "timeOut" is unknown. Valid names: ${options}`],
    [{ middleware: [] }, `option "middleware" is unknown. Valid names: ${options}`],
    [{ validate: null }, `option "validate" is unknown. Valid names: ${options}`],
    [{ timeout: 0 }, "timeout must be from 1 to 2147483647 ms, or Infinity"],
  ])("options %j", async (invalid, problem) => {
    const { getPet, fetch } = clientOf();

    const ofClient = problem.replace(options, `${shared}, baseUrl`);
    expect(() => clientOf(invalid)).toThrow(
      new ConfigurationError(`createOpenApiClient: ${ofClient}`),
    );
    expect(await failureOf(getPet({ id: "1" }, invalid))).toEqual(
      new ConfigurationError(`getPet: ${problem}`),
    );
    expect(fetch).not.toHaveBeenCalled();
  });

  it("options that are not an object", async () => {
    const { getPet } = clientOf();

    // JavaScript callers may pass any value.
    expect(() => createOpenApiClient(api, null as never)).toThrow(
      new ConfigurationError("createOpenApiClient: options must be an object"),
    );
    expect(await failureOf(getPet({ id: "1" }, "1"))).toEqual(
      new ConfigurationError("getPet: options must be an object"),
    );
  });

  it("a client option in the options of a call", async () => {
    expect(await failureOf(clientOf().getPet({ id: "1" }, { baseUrl }))).toEqual(
      new ConfigurationError(`getPet: option "baseUrl" is unknown. Valid names: ${options}`),
    );
  });

  it("a token with invalid characters, which the error does not quote", async () => {
    const { getPet } = clientOf({ auth: { token: "canary\u0416" } });

    expect(await failureOf(getPet({ id: "1" }))).toEqual(
      expect.objectContaining({
        name: "ConfigurationError",
        message:
          "auth.token must be a string that a header can carry, or a function that returns one.",
      }),
    );
  });
});

describe("a response", () => {
  it("can be returned together with the data", async () => {
    const { getText } = clientOf({}, () => Promise.resolve(new Response("a,b", { status: 201 })));

    const { data, response } = await getText.withResponse();

    expect([data, response.status]).toEqual(["a,b", 201]);
  });

  it("with a file has a Blob as its data", async () => {
    const headers = { "Content-Type": "application/pdf" };
    const { getFile } = clientOf({}, () =>
      Promise.resolve(new Response("pdf", { headers, statusText: "Fine" })),
    );

    const { data, response } = await getFile.withResponse();

    expect(await (data as Blob).text()).toBe("pdf");
    expect(response).toMatchObject({ status: 200, statusText: "Fine" });
    expect(response.headers.get("Content-Type")).toBe("application/pdf");
  });

  it("with a documented error matches only isError of its operation", async () => {
    const { getText, getFile } = clientOf({}, () =>
      Promise.resolve(Response.json({ a: 1 }, { status: 404, statusText: "Gone Fishing" })),
    );

    const failure = await failureOf(getText());

    expect(failure).toMatchObject({
      ...{ message: "getText failed: 404 Not Found", status: 404, body: { a: 1 } },
      ...{ operationId: "GetText", method: "GET", url: `${baseUrl}/text`, attempts: 1 },
    });
    expect([getText.isError(failure), getFile.isError(failure)]).toEqual([true, false]);
  });

  it("that is not documented throws a ResponseFormatError", async () => {
    const { getPet } = clientOf({}, () => Promise.resolve(new Response("<p>")));

    expect(await failureOf(getPet({ id: "1" }))).toBeInstanceOf(ResponseFormatError);
  });

  it("is not awaited after an abort, whatever the reason", async () => {
    const controller = new AbortController();
    const { getPet } = clientOf({ signal: controller.signal }, () => {
      controller.abort(0);
      return Promise.reject(new TypeError("fetch failed"));
    });

    expect(await failureOf(getPet({ id: "1" }))).toBe(0);
  });

  it("that quotes the token of an earlier attempt is reported without it", async () => {
    const tokens = ["canary-1", "canary-2"];
    const statuses = [503, 404];
    const { getPet } = clientOf(
      { auth: { token: () => tokens.shift() ?? "" }, retry: { limit: 1, maxDelay: 0 } },
      () => Promise.resolve(Response.json(["not canary-1"], { status: statuses.shift() ?? 0 })),
    );

    expect(await failureOf(getPet({ id: "1" }))).toMatchObject({ status: 404, body: ["not ***"] });
  });

  it("is not requested after an abort", async () => {
    const { getPet, fetch } = clientOf({ signal: AbortSignal.abort("enough") });

    expect(await failureOf(getPet({ id: "1" }))).toBe("enough");
    expect(fetch).not.toHaveBeenCalled();
  });

  it("comes from the platform's fetch by default", async () => {
    vi.stubGlobal("fetch", () => Promise.resolve(Response.json("by the platform")));
    try {
      expect(await clientOf({ fetch: undefined }).getPet({ id: "1" })).toBe("by the platform");
    } finally {
      vi.unstubAllGlobals();
    }
  });
});

it("a client without a base URL is rejected", () => {
  expect(() => clientOf({ baseUrl: undefined })).toThrow(/^baseUrl must be a URL/);
});

describe("isError", () => {
  it.each([
    ["a status", [404], [404], [400, 409, 500]],
    ["a range", [404, "4XX"], [404, 409, 499], [500]],
    ["the other range", ["5XX"], [500, 503], [404]],
    ["default", ["default"], [400, 503], []],
    ["nothing", [], [], [404, 500]],
  ] as const)(
    "accepts the documented errors of the operation: %s",
    async (_, errors, taken, refused) => {
      const operations = { getPet: { route: "GET /pets", errors } } as const;
      const isTaken = async (status: number) => {
        // Safe: the client has a method for each operation of the table, and the test calls it untyped.
        const { getPet } = createOpenApiClient<never, OpenApi>(
          { ...api, operations },
          { baseUrl, retry: 0, fetch: () => Promise.resolve(new Response("", { status })) },
        ) as unknown as Readonly<Record<"getPet", Method>>;
        return getPet.isError(await failureOf(getPet()));
      };

      for (const status of taken) expect(await isTaken(status)).toBe(true);
      for (const status of refused) expect(await isTaken(status)).toBe(false);
    },
  );
});
