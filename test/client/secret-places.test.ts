import { createClient, type ClientOptions } from "datameta-client";
import { createOpenApiClient } from "datameta-client/openapi";
import { describe, expect, it } from "vitest";
import { failureOf } from "../support/failure-of.js";
import { sinks } from "../support/sinks.js";

const secret = "canary7secret9xyz";
const baseUrl = "https://host/api/v1";

/** A server that quotes the whole request in its error. */
const fetch: NonNullable<ClientOptions["fetch"]> = async (url, init) => {
  const { headers } = new Request(url, init);
  const body = await new Response(init.body).text();
  const message = `${url} ${JSON.stringify([...headers])} ${body}`;
  return Response.json([{ message }], {
    status: 400,
    headers: { "X-Echo": encodeURIComponent(message) },
  });
};

const api = {
  operations: {
    find: { route: "GET /x/{resetToken}", query: ["sig", "filter"], header: ["X-Auth-Key"] },
    form: { route: "POST /form", contentType: "application/x-www-form-urlencoded" },
    parts: { route: "POST /parts", contentType: "multipart/form-data" },
    text: { route: "POST /text", contentType: "text/plain" },
    bytes: { route: "POST /bytes", contentType: "application/octet-stream" },
  },
  ...{ defaultErrors: [], defaultIdentifiers: {}, defaultSchemes: [], securitySchemes: {} },
  servers: [],
};
const pets = createOpenApiClient<object, never>(api as never, { baseUrl, fetch });
const { find, form, parts, text, bytes } = pets as unknown as Record<
  keyof typeof api.operations,
  (args: object) => Promise<unknown>
>;

const connect = (options: Partial<ClientOptions> = {}) =>
  createClient({ baseUrl, fetch, ...options });

type CallByPath = (path: string, init?: object) => Promise<unknown>;

/** `http`, with paths that the document does not have. */
const http = connect().http as unknown as Record<"GET" | "POST", CallByPath>;

/** Calls a method through middleware that changes its request. */
const changed = (change: (request: Request) => Request | undefined) =>
  connect({ middleware: [{ onRequest: ({ request }) => change(request) }] }).whoami();

function formData(): FormData {
  const data = new FormData();
  data.append("password", secret);
  return data;
}

const encoded = () => new TextEncoder().encode(JSON.stringify({ password: secret }));

describe("the error does not contain a secret that the server quotes from", () => {
  it.each<[place: string, call: () => Promise<unknown>]>([
    ["the path", () => find({ resetToken: secret })],
    ["the query", () => find({ resetToken: "x", sig: secret })],
    ["an object in the query", () => find({ resetToken: "x", filter: { password: secret } })],
    ["a header parameter", () => find({ resetToken: "x", "X-Auth-Key": secret })],
    ["a form", () => form({ body: { password: secret } })],
    ["URLSearchParams", () => form({ body: new URLSearchParams({ password: secret }) })],
    ["a part", () => parts({ body: { password: secret } })],
    ["a part with JSON", () => parts({ body: { user: { password: secret } } })],
    ["FormData", () => parts({ body: formData() })],
    ["a text", () => text({ body: `<password>${secret}</password>` })],
    ["bytes", () => bytes({ body: encoded() })],
    ["an ArrayBuffer", () => bytes({ body: encoded().buffer })],
    ["the path of http", () => http.GET("/x/{token}", { params: { path: { token: secret } } })],
    ["the query of http", () => http.GET("/x", { params: { query: { token: secret } } })],
    ["the query in the path of http", () => http.GET(`/x?token=${secret}`)],
    ["a header of http", () => http.GET("/x", { headers: { "X-Api-Key": secret } })],
    ["a form of http", () => http.POST("/x", { body: formData() })],
    ["the client's headers", () => connect({ headers: { "X-Auth-Key": secret } }).whoami()],
    [
      "a query that middleware adds",
      () => changed((request) => new Request(`${request.url}?access_token=${secret}`, request)),
    ],
    [
      "a header that middleware adds",
      () =>
        changed((request) => {
          request.headers.set("X-Signature", secret);
          return undefined;
        }),
    ],
    [
      "bytes that middleware sends",
      () => changed(({ url }) => new Request(url, { method: "POST", body: encoded() })),
    ],
  ])("%s", async (_, call) => {
    const error = await failureOf(call());

    expect(error).toHaveProperty("name", "ValidationError");
    for (const sink of Object.values(sinks)) expect(sink(error)).not.toContain(secret);
  });
});
