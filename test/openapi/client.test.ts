import type { IncomingMessage } from "node:http";

import { isDataMetaError } from "datameta-client";
import {
  ApiError,
  ClientError,
  ConfigurationError,
  ConnectionError,
  createOpenApiClient,
} from "datameta-client/openapi";
import { describe, expect, it, vi } from "vitest";

import type { JsonObject } from "../../scripts/document/spec-document.js";
import { documentOf, generated } from "../pipeline/any-document/support/generate.js";
import { failureOf } from "../support/failure-of.js";
import { hangUp, json, serve, serveScript, text, type Handler } from "../support/loopback.js";

vi.setConfig({ testTimeout: 60_000 });

/** The untyped methods of a document. `generate.test.ts` tests the types. */
type Methods = Record<
  string,
  ((args?: object, options?: object) => Promise<unknown>) & { isError(error: unknown): boolean }
>;

const string = { type: "string" };
const list = { type: "array", items: string };
const object = { type: "object", properties: { a: string, b: string } };

/** Creates a client from the two generated files of a document. */
async function clientOf(document: JsonObject, options: object): Promise<Methods> {
  await using made = await generated(document);
  return createOpenApiClient<Record<string, never>, never>(
    // Safe: the files were generated from this document. The compiler does not have their types.
    (await made.load()) as never,
    options as never,
  );
}

const ok: Handler = json(200, { done: true });

describe("parameters", () => {
  const parameter = (more: JsonObject) => ({ name: "p", in: "query", schema: string, ...more });
  const fields = { a: "1", b: "x y" };

  it.each<[what: string, parameter: JsonObject, value: unknown, query: string]>([
    ["a text", {}, "a&b=ü", "p=a%26b%3D%C3%BC"],
    ["reserved characters", { allowReserved: true }, "a/b?c#d", "p=a/b?c%23d"],
    ["a list", { schema: list }, ["1", "2 3"], "p=1&p=2%203"],
    ["a list with commas", { schema: list, explode: false }, ["1", "2"], "p=1,2"],
    [
      "a list with pipes",
      { schema: list, style: "pipeDelimited", explode: false },
      ["1", "2"],
      "p=1|2",
    ],
    [
      "a list with spaces",
      { schema: list, style: "spaceDelimited", explode: false },
      ["1", "2"],
      "p=1%202",
    ],
    ["an object", { schema: object }, fields, "a=1&b=x%20y"],
    ["an object with commas", { schema: object, explode: false }, fields, "p=a,1,b,x%20y"],
    [
      "a deep object",
      { schema: object, style: "deepObject" },
      { a: { c: "1" }, b: ["2"] },
      "p[a][c]=1&p[b][0]=2",
    ],
    [
      "JSON",
      { content: { "application/json": {} }, schema: undefined },
      { a: 1 },
      "p=%7B%22a%22%3A1%7D",
    ],
    ["a name with brackets", { name: "page[size]" }, "2", "page[size]=2"],
    [
      "an object with pipes",
      { schema: object, style: "pipeDelimited", explode: false },
      fields,
      "p=a|1|b|x%20y",
    ],
    [
      "a deep object without what is not there",
      { schema: object, style: "deepObject" },
      { a: null, b: "1" },
      "p[b]=1",
    ],
    ["a text as it is, by its media type", { content: { "text/plain": {} } }, "a b", "p=a%20b"],
  ])("in the query: %s", async (_, more, value, query) => {
    await using server = await serve(ok);
    const declared = parameter(more);
    const document = documentOf({ "/a": { get: { operationId: "a", parameters: [declared] } } });
    const client = await clientOf(document, { baseUrl: server.url });

    await client["a"]?.({ [declared.name]: value });

    expect(server.requests[0]?.path).toBe(`/api/v1/a?${query}`);
  });

  it.each<[what: string, parameter: JsonObject, value: unknown, path: string]>([
    ["a text", {}, "a/b ü", "a%2Fb%20%C3%BC"],
    ["a list", { schema: list }, ["1", "2"], "1,2"],
    ["a label", { style: "label" }, "x", ".x"],
    [
      "a matrix of an object",
      { schema: object, style: "matrix", explode: true },
      fields,
      ";a=1;b=x%20y",
    ],
    ["a matrix", { style: "matrix" }, "x", ";p=x"],
    ["JSON", { content: { "application/json": {} }, schema: undefined }, [1], "%5B1%5D"],
  ])("in the path: %s", async (_, more, value, path) => {
    await using server = await serve(ok);
    const declared = parameter({ in: "path", required: true, ...more });
    const document = documentOf({
      "/a/{p}/c": { get: { operationId: "a", parameters: [declared] } },
    });
    const client = await clientOf(document, { baseUrl: server.url });

    await client["a"]?.({ p: value });

    expect(server.requests[0]?.path).toBe(`/api/v1/a/${path}/c`);
  });

  it.each(["..", ".", "", undefined, ["."]])("rejects %j in the path", async (value) => {
    await using server = await serve(ok);
    const declared = parameter({ in: "path", required: true });
    const document = documentOf({
      "/a/{p}": { get: { operationId: "a", parameters: [declared] } },
    });
    const client = await clientOf(document, { baseUrl: server.url });

    const failure = await failureOf(client["a"]?.({ p: value }) ?? Promise.resolve());

    expect(failure).toBeInstanceOf(ConfigurationError);
    expect(server.requests).toEqual([]);
  });

  it("are sent in headers and cookies, and get another name if two names are equal", async () => {
    await using server = await serve(ok);
    const parameters = [
      { name: "X-Ids", in: "header", schema: list },
      { name: "session", in: "cookie", schema: string },
      { name: "session", in: "query", schema: string },
    ];
    const document = documentOf({ "/a": { get: { operationId: "a", parameters } } });
    const client = await clientOf(document, { baseUrl: server.url });

    await client["a"]?.({ "X-Ids": ["1", "2"], session: "c d", querySession: "q" });

    const [request] = server.requests;
    expect(request?.path).toBe("/api/v1/a?session=q");
    expect(request?.headers).toMatchObject({ "x-ids": "1,2", cookie: "session=c%20d" });
  });
});

describe("parameters in headers and cookies", () => {
  const fields = { a: "1", b: "2" };
  const asJson = { content: { "application/json": {} } };

  it.each<[what: string, parameter: JsonObject, value: unknown, sent: string]>([
    ["a text", { schema: string }, "x y", "x y"],
    ["a list", { schema: list }, ["1", "2"], "1,2"],
    ["an object", { schema: object }, fields, "a,1,b,2"],
    ["an exploded object", { schema: object, explode: true }, fields, "a=1,b=2"],
    ["JSON", asJson, { a: 1 }, '{"a":1}'],
  ])("a header is %s", async (_, more, value, sent) => {
    await using server = await serve(ok);
    const parameters = [{ name: "X-P", in: "header", ...more }];
    const document = documentOf({ "/a": { get: { operationId: "a", parameters } } });
    const client = await clientOf(document, { baseUrl: server.url });

    await client["a"]?.({ "X-P": value });

    expect(server.requests[0]?.headers["x-p"]).toBe(sent);
  });

  it.each<[what: string, parameter: JsonObject, value: unknown, sent: string]>([
    ["a list", { schema: list, explode: false }, ["1", "2 3"], "p=1,2%203"],
    ["an object", { schema: object, explode: false }, fields, "p=a,1,b,2"],
    ["JSON", asJson, { a: 1 }, "p=%7B%22a%22%3A1%7D"],
  ])("a cookie is %s", async (_, more, value, sent) => {
    await using server = await serve(ok);
    const parameters = [{ name: "p", in: "cookie", ...more }];
    const document = documentOf({ "/a": { get: { operationId: "a", parameters } } });
    const client = await clientOf(document, { baseUrl: server.url });

    await client["a"]?.({ p: value });

    expect(server.requests[0]?.headers.cookie).toBe(sent);
  });

  it("are left out if they are missing, null or an empty list", async () => {
    await using server = await serve(ok);
    const parameters = ["p", "q", "r"].map((name) => ({ name, in: "query", schema: list }));
    const document = documentOf({ "/a": { get: { operationId: "a", parameters } } });
    const client = await clientOf(document, { baseUrl: server.url });

    await client["a"]?.({ p: [], q: null });

    expect(server.requests[0]?.path).toBe("/api/v1/a");
  });

  it("are rejected if a header cannot contain them or their name is unknown", async () => {
    await using server = await serve(ok);
    const parameters = [{ name: "X-P", in: "header", schema: string }];
    const document = documentOf({ "/a": { get: { operationId: "a", parameters } } });
    const client = await clientOf(document, { baseUrl: server.url });

    const broken = await failureOf(
      client["a"]?.({ "X-P": "canary\r\nX-Q: 1" }) ?? Promise.resolve(),
    );
    const listed = await failureOf(client["a"]?.(["x"]) ?? Promise.resolve());

    expect(broken).toMatchObject({
      name: "ConfigurationError",
      message: 'a: argument "X-P" cannot be sent: it has a character that a header cannot carry',
    });
    expect(listed).toMatchObject({
      name: "ConfigurationError",
      message: "a: the first argument must be an object with the arguments; got an array",
    });
    expect(server.requests).toEqual([]);
  });
});

describe("security", () => {
  const securitySchemes = {
    token: { type: "http", scheme: "bearer" },
    basic: { type: "http", scheme: "basic" },
    header: { type: "apiKey", in: "header", name: "X-Key" },
    query: { type: "apiKey", in: "query", name: "key" },
    cookie: { type: "apiKey", in: "cookie", name: "sid" },
    oauth: { type: "oauth2", flows: {} },
    vapid: { type: "http", scheme: "vapid" },
    certificate: { type: "mutualTLS" },
  };
  const document = documentOf(
    {
      "/or": { get: { operationId: "or", security: [{ header: [], query: [] }, { basic: [] }] } },
      "/open": { get: { operationId: "open", security: [] } },
      "/any": { get: { operationId: "any", security: [{ token: [] }, {}] } },
      "/tls": { get: { operationId: "tls", security: [{ certificate: [], cookie: [] }] } },
      "/oauth": { get: { operationId: "oauth", security: [{ oauth: ["read"] }] } },
      "/vapid": { get: { operationId: "vapid", security: [{ vapid: [] }] } },
    },
    { components: { securitySchemes } },
  );

  const seen = (headers: IncomingMessage["headers"]) => {
    const { authorization, cookie, "x-key": key } = headers;
    return { authorization, cookie, key };
  };

  it.each<[operation: string, auth: object | null, path: string, headers: object]>([
    ["or", { header: "h", query: "q&" }, "/or?key=q%26", { key: "h" }],
    [
      "or",
      { header: "h", basic: { username: "ü", password: "p:" } },
      "/or",
      { authorization: `Basic ${Buffer.from("ü:p:").toString("base64")}` },
    ],
    ["or", { header: "h" }, "/or", {}],
    ["open", { token: "t", header: "h" }, "/open", {}],
    ["any", { token: () => Promise.resolve("t") }, "/any", { authorization: "Bearer t" }],
    ["any", null, "/any", {}],
    ["tls", { cookie: "a b" }, "/tls", { cookie: "sid=a%20b" }],
    ["oauth", { oauth: "o", token: "t" }, "/oauth", { authorization: "Bearer o" }],
    ["vapid", { vapid: "v" }, "/vapid", { authorization: "vapid v" }],
  ])("%s with %j is sent as %s %j", async (operation, auth, path, headers) => {
    await using server = await serve(ok);
    const client = await clientOf(document, { baseUrl: server.url, auth });

    await client[operation]?.();

    expect(server.requests[0]?.path).toBe(`/api/v1${path}`);
    expect(seen(server.requests[0]?.headers ?? {})).toEqual({
      authorization: undefined,
      cookie: undefined,
      key: undefined,
      ...headers,
    });
  });

  it("is resolved again for each attempt, and is in no error", async () => {
    await using server = await serveScript(
      text(503, "text/plain", "Try again"),
      (request, response) => json(403, { sent: request.headers.authorization })(request, response),
    );
    let calls = 0;
    const client = await clientOf(document, {
      baseUrl: server.url,
      auth: { token: () => `secret-${++calls}` },
    });

    const failure = await failureOf(client["any"]?.() ?? Promise.resolve());

    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer secret-1",
      "Bearer secret-2",
    ]);
    expect(failure).toMatchObject({
      status: 403,
      operationId: "any",
      body: { sent: "Bearer ***" },
    });
  });

  it.each<[operation: string, auth: object, problem: string]>([
    ["any", { token: "" }, "auth.token is empty. Is the environment variable set?"],
    ["any", { token: () => "canary\n" }, "auth.token must be a string that a header can carry"],
    ["or", { basic: "canary" }, "auth.basic must be { username, password }"],
    ["or", { basic: { username: "a:b", password: "canary" } }, "must not contain a colon"],
    ["or", { basic: { username: "a", password: "" } }, "auth.basic.password is empty"],
  ])("of %s rejects %j without quoting the secret", async (operation, auth, problem) => {
    await using server = await serve(ok);
    const client = await clientOf(document, { baseUrl: server.url, auth });

    const failure = await failureOf(client[operation]?.() ?? Promise.resolve());

    expect(failure).toBeInstanceOf(ConfigurationError);
    expect(String(failure)).toContain(problem);
    expect(String(failure)).not.toContain("canary");
    expect(server.requests).toEqual([]);
  });

  it("rejects credentials that are not an object", async () => {
    const options = { baseUrl: "http://localhost:1", auth: "canary" };

    await expect(clientOf(document, options)).rejects.toThrow(
      "createOpenApiClient: auth must be an object with a credential for each security scheme, or null",
    );
  });

  it("rejects a credential of an unknown scheme, and a function that fails", async () => {
    const baseUrl = "http://localhost:1";
    const failing = await clientOf(document, {
      baseUrl,
      auth: { token: () => Promise.reject(new Error("locked")) },
    });

    await expect(clientOf(document, { baseUrl, auth: { tokn: "t" } })).rejects.toThrow(
      /"tokn" is unknown. Valid names: token/,
    );
    expect(await failureOf(failing["any"]?.() ?? Promise.resolve())).toMatchObject({
      name: "ConfigurationError",
      message: "auth.token is a function that threw an error.",
    });
  });
});

describe("bodies", () => {
  const post = (type: string, schema: JsonObject = {}) =>
    documentOf({
      "/a": {
        post: {
          operationId: "a",
          requestBody: { required: true, content: { [type]: { schema } } },
        },
      },
    });

  it.each<[type: string, body: unknown, sentType: string, sent: string]>([
    ["application/json", { a: [1] }, "application/json", '{"a":[1]}'],
    ["application/vnd.api+json", { a: 1 }, "application/vnd.api+json", '{"a":1}'],
    [
      "application/x-www-form-urlencoded",
      { a: "1 &", b: ["x", "y"], c: { d: 1 } },
      "application/x-www-form-urlencoded",
      "a=1+%26&b=x&b=y&c=%7B%22d%22%3A1%7D",
    ],
    ["text/plain", "hello", "text/plain", "hello"],
    ["application/octet-stream", new Uint8Array([104, 105]), "application/octet-stream", "hi"],
    ["image/png", new Blob(["png"]), "image/png", "png"],
  ])("%s", async (type, body, sentType, sent) => {
    await using server = await serve(ok);
    const client = await clientOf(post(type), { baseUrl: server.url });

    await client["a"]?.({ body });

    expect(server.requests[0]).toMatchObject({ headers: { "content-type": sentType }, body: sent });
  });

  it("multipart with texts, files and objects", async () => {
    await using server = await serve(ok);
    const client = await clientOf(post("multipart/form-data"), { baseUrl: server.url });

    await client["a"]?.({ body: { name: "n", file: new File(["data"], "f.txt"), meta: { a: 1 } } });

    const [request] = server.requests;
    const form = await new Response(request?.body ?? "", {
      headers: { "Content-Type": request?.headers["content-type"] ?? "" },
    }).formData();
    expect([form.get("name"), form.get("meta")]).toEqual(["n", '{"a":1}']);
    expect(form.get("file")).toMatchObject({ name: "f.txt", size: 4 });
  });

  it("rejects a form that is not an object of fields", async () => {
    const client = await clientOf(post("multipart/form-data"), { baseUrl: "http://localhost:1" });

    expect(await failureOf(client["a"]?.({ body: "name=n" }) ?? Promise.resolve())).toMatchObject({
      name: "ConfigurationError",
      message: "a: body must be an object of fields by name",
    });
  });

  it("rejects a missing body, and a body that does not fit the media type", async () => {
    const client = await clientOf(post("image/png"), { baseUrl: "http://localhost:1" });

    for (const args of [{ body: { a: 1 } }, {}]) {
      expect(await failureOf(client["a"]?.(args) ?? Promise.resolve())).toBeInstanceOf(
        ConfigurationError,
      );
    }
  });
});

describe("responses", () => {
  const document = documentOf({
    "/file": {
      get: {
        operationId: "file",
        responses: {
          200: { description: "", content: { "application/pdf": {} } },
          404: { description: "", content: { "application/json": { schema: object } } },
        },
      },
    },
    "/csv": {
      get: {
        operationId: "csv",
        responses: { "2XX": { description: "", content: { "text/csv": {} } } },
      },
    },
    "/moved": { get: { operationId: "moved", responses: { 302: { description: "" } } } },
    "/items": {
      get: {
        operationId: "items",
        responses: { 200: { description: "", content: { "application/json-seq": {} } } },
      },
    },
    "/none": { delete: { operationId: "none", responses: { 405: { description: "" } } } },
  });

  it("returns a file as a Blob with the same bytes, and accepts its media type", async () => {
    const bytes = Buffer.from([0, 255, 128, 10]);
    await using server = await serve(
      (_, response) =>
        void response.writeHead(200, { "Content-Type": "application/pdf" }).end(bytes),
    );
    const client = await clientOf(document, { baseUrl: server.url });

    const file = await client["file"]?.();

    expect(file).toBeInstanceOf(Blob);
    expect(Buffer.from(await (file as Blob).arrayBuffer())).toEqual(bytes);
    expect(server.requests[0]?.headers.accept).toBe("application/pdf");
  });

  it("returns a documented redirect, with its target, and does not follow it", async () => {
    await using server = await serve(
      (_, response) => void response.writeHead(302, { Location: "/elsewhere" }).end(),
    );
    const client = await clientOf(document, { baseUrl: server.url });
    const withResponse = client["moved"] as unknown as {
      withResponse(): Promise<{ data: unknown; response: Response }>;
    };

    const { data, response } = await withResponse.withResponse();

    expect(data).toBeUndefined();
    expect(response.status).toBe(302);
    expect(response.headers.get("location")).toBe("/elsewhere");
    expect(server.requests).toHaveLength(1);
  });

  it("reads the values of a JSON text sequence, which may have line breaks", async () => {
    const sequence = '\u001e{\n"a": 1}\n\u001e2\n';
    await using server = await serve(text(200, "application/json-seq", sequence));
    const client = await clientOf(document, { baseUrl: server.url });

    const values: unknown[] = [];
    // Safe: the document says that it is a sequence.
    for await (const value of (await client["items"]?.()) as AsyncIterable<unknown>) {
      values.push(value);
    }

    expect(values).toEqual([{ a: 1 }, 2]);
  });

  it("decodes text by the charset of its media type", async () => {
    await using server = await serve(
      (_, response) =>
        void response
          .writeHead(200, { "Content-Type": 'text/csv; header=absent; charset="ISO-8859-1"' })
          .end(Buffer.from([0x47, 0xfc, 0x74])),
    );
    const client = await clientOf(document, { baseUrl: server.url });

    expect(await client["csv"]?.()).toBe("Güt");
  });

  it("retries if a file is cut off", async () => {
    const cut: Handler = (_, response) => {
      response.writeHead(200, { "Content-Type": "application/pdf", "Content-Length": "9" });
      response.write("half", () => response.destroy());
    };
    await using server = await serveScript(cut, text(200, "application/pdf", "all of it"));
    const client = await clientOf(document, { baseUrl: server.url });

    const file = await client["file"]?.();

    expect(await (file as Blob).text()).toBe("all of it");
  });

  it("returns text for a range of statuses, and undefined if no success is documented", async () => {
    await using server = await serve(
      ({ method }, response) =>
        void response
          .writeHead(201, { "Content-Type": "text/csv" })
          .end(method === "GET" ? "a,b" : "ignored"),
    );
    const client = await clientOf(document, { baseUrl: server.url });

    expect(await client["csv"]?.()).toBe("a,b");
    expect(await client["none"]?.()).toBeUndefined();
  });

  it("throws documented errors with their body and only the server's text", async () => {
    await using server = await serve(json(404, { a: "gone" }));
    const client = await clientOf(document, { baseUrl: server.url });

    const failure = await failureOf(client["file"]?.() ?? Promise.resolve());

    expect(failure).toBeInstanceOf(ApiError);
    expect(failure).toMatchObject({ status: 404, body: { a: "gone" }, operationId: "file" });
    expect(failure).toBeInstanceOf(ClientError);
    expect(isDataMetaError(failure)).toBe(false);
    expect(client["file"]?.isError(failure)).toBe(true);
    expect(client["csv"]?.isError(failure)).toBe(false);
  });

  it("throws a ConnectionError without a response, and the caller's reason after an abort", async () => {
    await using server = await serve(hangUp);
    const client = await clientOf(document, { baseUrl: server.url, retry: 0 });

    expect(await failureOf(client["file"]?.() ?? Promise.resolve())).toBeInstanceOf(
      ConnectionError,
    );
    const options = { signal: AbortSignal.abort("enough") };
    expect(await failureOf(client["file"]?.({}, options) ?? Promise.resolve())).toBe("enough");
  });
});
