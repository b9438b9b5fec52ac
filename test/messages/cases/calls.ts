import { createServer } from "node:net";

import { canaries } from "../../support/canaries.js";
import type { Cases, World } from "../support/world.js";

const page = { "content-type": "text/html" };

export function apiErrors({ after, server }: World): Cases {
  const issue = (message: string, more: object = {}) => ({ message, ...more });
  return {
    "400 with issues": after({
      status: 400,
      body: [issue("is not unique", { field: "ID" }), issue("Date is missing", { field: "Date" })],
    }),
    "400 with one issue": after({ status: 400, body: issue("The file is too large.") }),
    "400 without a body": after({ status: 400 }),
    "400 for a registration": after({
      status: 400,
      body: [
        ...["name", "email", "user_exists", "req_exists"],
        ...["org_select", "org_new_name", "check_user_agreement"],
      ].map((field) => ({ field, message: "" })),
    }),
    "401 without a body": after({ status: 401 }),
    "401 with null": after({ status: 401, body: null }),
    "403 with null": after({ status: 403, body: null }),
    "403 with the server's words": after({
      status: 403,
      body: [issue("The file belongs to another group")],
    }),
    "404 with null": after({ status: 404, body: null }),
    "404 with a page": after({ status: 404, headers: page, body: "<h1>Not here</h1>" }),
    "404 of a later operation": after({ status: 404, body: null }, (datameta) =>
      datameta.getGroup({ id: "DMG-1" }),
    ),
    "404 at another path": after({ status: 404, body: null }, undefined, {
      baseUrl: new URL(server.url).origin,
    }),
    "404 with the server's standard object": after({
      status: 404,
      body: {
        title: "Not Found",
        code: "404 Not Found",
        message: "The resource could not be found.",
      },
    }),
    "404 with text": after({
      status: 404,
      headers: { "content-type": "text/plain" },
      body: "404 Not Found\n\nThe resource could not be found.\n\n",
    }),
    "409 with null": after({ status: 409, body: null }),
    "410 with null": after({ status: 410, body: null }),
    "418 with text": after("teapot"),
    "429 with Retry-After": after("too-many-requests"),
    "500 with a page": after({ status: 500, headers: page, body: "<h1>Sorry</h1>" }),
    "500 that hides a 401": after({
      status: 500,
      body: [issue("Unknown response http status: 401")],
    }),
    "500 that hides a 403": after({
      status: 500,
      body: [issue("Unknown response http status: 403")],
    }),
    "500 that hides a 404": after({
      status: 500,
      body: [issue("Unknown response http status: 404")],
    }),
    "502 of a proxy": after("proxy-page"),
    "503 with Retry-After": after("unavailable"),
    "599, which is not a standard status": after("unknown-status"),
    "an error body that fetch has read": after({ status: 400, body: issue("no") }, undefined, {
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        await response.text();
        return response;
      },
    }),
    "an error body that breaks off": after(
      {
        status: 400,
        headers: { "content-length": "1000" },
        body: "cut",
      },
      undefined,
      { timeout: 200 },
    ),
    "an error with a megabyte of text": after({ status: 400, body: "x".repeat(1_100_000) }),
    "a token in an error": after({ status: 400, body: issue(`Not ${canaries.token}`) }, undefined, {
      auth: { bearer: canaries.token },
    }),
  };
}

/** Creates an error like those of the platform's `fetch`. */
const thrown = (code: string) => ({
  fetch: () =>
    Promise.reject(
      new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) }),
    ),
});

export function connections({ after, client }: World): Cases {
  return {
    "no server at the port": async () => {
      const free = createServer();
      await new Promise<void>((resolve) => free.listen(0, "127.0.0.1", resolve));
      // Safe: a server that listens on TCP has an address.
      const { port } = free.address() as { port: number };
      await new Promise((resolve) => free.close(resolve));
      return client({ baseUrl: `http://127.0.0.1:${port}/api/v1` }).whoami();
    },
    "an unknown host": after(null, undefined, thrown("ENOTFOUND")),
    "an unknown certificate": after(null, undefined, thrown("DEPTH_ZERO_SELF_SIGNED_CERT")),
    "a port that fetch refuses": () => client({ baseUrl: "http://127.0.0.1:1/api/v1" }).whoami(),
    "a reset before the response": after("reset-before-headers"),
    "a reset in the body": after("cut-body"),
    "fetch that stops waiting": after(null, undefined, thrown("UND_ERR_HEADERS_TIMEOUT")),
    "a body whose chunks are text": after(null, undefined, {
      fetch: () => {
        const chunks = new ReadableStream({ start: (controller) => controller.enqueue("text") });
        return Promise.resolve(new Response(chunks));
      },
    }),
    "fetch without a code": after(null, undefined, {
      fetch: () => Promise.reject(new TypeError("Load failed")),
    }),
  };
}

export function timeouts({ after }: World): Cases {
  const never = () => new Promise<never>(() => undefined);
  const timeout = 50;
  const middleware = [{ onRequest: never }];
  return {
    "in middleware": after(null, undefined, { timeout, middleware }),
    "while a function returns the token": after(null, undefined, {
      ...{ timeout, auth: { bearer: never } },
    }),
    "before the response": after("stall-before-headers", undefined, { timeout: 200 }),
    "in the body": after("stall-in-body", undefined, { timeout: 400 }),
    "a pause that is longer than the time left": after("unavailable", undefined, {
      timeout: 900,
      retry: 1,
    }),
  };
}

/** Each case has its own token, because the gate remembers tokens. */
export function gate({ server, after, client }: World): Cases {
  const withToken = (bearer: string) => ({ auth: { bearer } });
  const whoami = (bearer: string) => client(withToken(bearer)).whoami();
  return {
    "a token that was rejected": async () => {
      server.setFaults({});
      await whoami("canary-dead").catch(() => undefined);
      return whoami("canary-dead");
    },
    "a token that has expired": () =>
      client({ auth: { bearer: "canary-old", expires: "2020-01-01T00:00:00Z" } }).whoami(),
    "a token whose requests were lost": async () => {
      server.setFaults({ "*": "reset-before-headers" });
      for (let call = 1; call <= 3; call++) await whoami("canary-lost").catch(() => undefined);
      return whoami("canary-lost");
    },
    "a session that ended": after({ status: 401, body: null }, undefined, {
      auth: { cookie: canaries.cookie },
    }),
  };
}

export function responseFormat({ after, server }: World): Cases {
  return {
    "fetch that returns no response": after(null, undefined, {
      // Safe: plain JavaScript can pass such a function.
      fetch: (() => Promise.resolve(undefined)) as never,
    }),
    "an empty body": after("empty-body"),
    "JSON that is cut off": after("cut-json"),
    "text that is not UTF-8": after("invalid-utf-8"),
    "a login page": after("login-page"),
    "a page instead of an empty body": after(
      { status: 200, headers: page, body: "<form>" },
      (datameta) => datameta.deleteApiKey({ id: "1" }),
    ),
    "an unknown content type": after({
      status: 200,
      headers: { "content-type": "application/x-canary" },
      body: "{}",
    }),
    "a body that is too large": after(null, (datameta) => datameta.getServerInfo(), {
      maxResponseSize: 10,
    }),
    "a body that http cannot parse": after(null, (datameta) =>
      datameta.http.GET("/server", {
        parseAs: "json",
        middleware: [{ onResponse: () => new Response("<p>") }],
      }),
    ),
    "a body that fetch has read": after(null, (datameta) => datameta.getServerInfo(), {
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        await response.text();
        return response;
      },
    }),
    "a redirect to another server": after("redirect-elsewhere"),
    "a redirect without an address": after({ status: 302 }),
    "an undocumented status": after({
      status: 299,
      headers: page,
      body: `<p>${server.url}</p>`,
    }),
  };
}
