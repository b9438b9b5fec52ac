import { createOpenApiClient, type OpenApi } from "datameta-client/openapi";

import { canaries } from "../../support/canaries.js";
import type { Cases } from "../support/world.js";

const api = {
  operations: {
    getPet: { route: "GET /pets/{id}", query: ["q"], header: ["X-A"] },
    addPet: {
      route: "POST /pets",
      contentTypes: ["text/plain", "text/csv"],
      contentType: "text/plain",
    },
    sendForm: { route: "POST /form", contentType: "application/x-www-form-urlencoded" },
    sendParts: { route: "POST /parts", contentType: "multipart/mixed" },
    openApiDocument: { route: "GET /lines", success: { 200: "lines" } },
    watch: { route: "GET /events", success: { 200: "events" } },
    signIn: { route: "GET /basic", schemes: [["basic"]] },
  },
  defaultErrors: [404],
  defaultIdentifiers: {},
  securitySchemes: {
    token: { type: "bearer" },
    basic: { type: "http", scheme: "Basic" },
  },
  defaultSchemes: [["token"]],
  servers: [],
} satisfies OpenApi;

type Method = (args?: unknown, options?: unknown) => Promise<unknown>;
type Methods = Readonly<Record<keyof typeof api.operations, Method>>;

function clientOf(options: object = {}, body: BodyInit = "{}"): Methods {
  const headers = { "content-type": "application/json" };
  const fetch = () => Promise.resolve(new Response(body, { headers }));
  // These cases call the methods in ways that the compiler forbids.
  return createOpenApiClient<never, typeof api>(api, {
    ...{ baseUrl: "https://host/api", fetch, retry: 0 },
    ...options,
  }) as unknown as Methods;
}

/** Reads all lines of the response. */
function readLines(line: string, options: object = {}): Promise<unknown[]> {
  return collect(clientOf(options, line).openApiDocument());
}

/** Reads all events of the response. */
function readEvents(text: string, options: object): Promise<unknown[]> {
  return collect(clientOf(options, text).watch());
}

function watchResponse(response: object): Promise<unknown> {
  return clientOf({ fetch: () => Promise.resolve(response) }).watch();
}

function readResponse(): Response {
  const response = new Response("data: a\n\n");
  void response.text();
  return response;
}

async function collect(response: Promise<unknown>): Promise<unknown[]> {
  const values: unknown[] = [];
  // Safe: the table describes both bodies as streams.
  for await (const value of (await response) as AsyncIterable<unknown>) values.push(value);
  return values;
}

/** The first word of each case is the name of the option or argument. The message must begin with it. */
export function openApiOptions(): Cases {
  const { getPet, addPet, sendForm, sendParts, signIn } = clientOf();
  const withAuth = (token: unknown) => clientOf({ auth: { token } }).getPet({ id: "1" });
  return {
    "api that is null": () => createOpenApiClient(null as never, {} as never),
    "baseUrl that is undefined": () => clientOf({ baseUrl: undefined }),
    "auth that is a string": () => clientOf({ auth: canaries.token }),
    "auth with an unknown scheme": () => clientOf({ auth: { tokn: canaries.token } }),
    "auth.token that is empty": () => withAuth(""),
    "auth.token with a line break": () => withAuth(`${canaries.token}\n`),
    "auth.token that fails": () => withAuth(() => Promise.reject(new Error("no keychain"))),
    "auth.basic without a user name": () =>
      signIn({}, { auth: { basic: { username: "a:b", password: canaries.password } } }),
    "accept that is a number": () => getPet({ id: "1" }, { accept: 1 }),
    "contentType that is a number": () => addPet({ body: "a" }, { contentType: 1 }),
    "contentType that is unknown": () => addPet({ body: "a" }, { contentType: "text/html" }),
    "stream that is a string": () => getPet({ id: "1" }, { stream: "yes" }),
    "operationServers that is a string": () => clientOf({ operationServers: "yes" }),
    "id that is missing": () => getPet({}),
    "id that is a path": () => getPet({ id: ".." }),
    "id with a line break": () => getPet({ id: `${canaries.token}\n` }),
    "q that is a function": () => getPet({ id: "1", q: () => canaries.token }),
    "q with a lone surrogate": () => getPet({ id: "1", q: "\ud800" }),
    "q that has no JSON": () => getPet({ id: "1", q: [[{ a: 1n }]] }),
    "X-A with a line break": () => getPet({ id: "1", "X-A": `${canaries.token}\n` }),
    "body that is missing": () => addPet(),
    "body that is an object": () => addPet({ body: {} }),
    "body that is not an object": () => sendForm({ body: "a" }),
    "body with an invalid date": () => sendForm({ body: { at: new Date(NaN) } }),
    "body with a part that has no JSON": () => sendParts({ body: { a: { b: 1n } } }),
    "body that is a FormData": () => sendParts({ body: new FormData() }),
  };
}

export function openApiCalls(): Cases {
  return {
    "a line that is not JSON": () => readLines(`{"a": "${canaries.token}`),
    "a line that is too long": () => readLines("x".repeat(100), { maxResponseSize: 10 }),
    "events that were already read": () => watchResponse(readResponse()),
    "events of a fetch without streams": () =>
      watchResponse({ status: 200, headers: new Headers() }),
    "an event that is too long": () => readEvents("data: a\n".repeat(100), { maxResponseSize: 10 }),
  };
}
