import { createServer, type AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { ConnectionError, createClient, ResponseFormatError } from "datameta-client";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { failureOf } from "../support/failure-of.js";
import {
  empty,
  hangUp,
  json,
  serve,
  serveScript,
  text,
  type Handler,
} from "../support/loopback.js";

async function whoamiAgainst(answer: Handler): Promise<unknown> {
  await using server = await serve(answer);
  return await failureOf(createClient({ baseUrl: server.url, retry: 0 }).whoami());
}

const head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
const errorHead = "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n";

/** Sends a text unchanged and closes the connection. */
function breakOffAfter(bytes: string): Handler {
  return (_, { socket }) => void socket?.end(bytes);
}

describe("a failed connection throws a ConnectionError", () => {
  it("refused: nothing was sent, and the cause is the platform's error", async () => {
    const free = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => free.once("listening", resolve));
    const { port } = free.address() as AddressInfo;
    await new Promise((resolve) => free.close(resolve));
    const datameta = createClient({ baseUrl: `http://127.0.0.1:${port}/api/v1`, retry: 0 });

    const error = await failureOf(datameta.createApiKey({ body: { label: "x" } }));

    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({
      message: expect.stringMatching(
        /createApiKey failed: no connection \(ECONNREFUSED\)/,
      ) as string,
      cause: expect.any(TypeError) as TypeError,
      outcome: "not-sent",
      retryable: true,
    });
  });

  it.each<[string, Handler]>([
    ["before the headers", hangUp],
    ["in the headers", breakOffAfter("HTTP/1.1 200 OK\r\nContent-Ty")],
    ["after the headers", breakOffAfter(`${head}Content-Length: 100\r\n\r\n`)],
    ["in the body", breakOffAfter(`${head}Content-Length: 100\r\n\r\n{"name":"Ada"`)],
    [
      "in a chunk of the body",
      breakOffAfter(`${head}Transfer-Encoding: chunked\r\n\r\n40\r\n{"name":"Ada"`),
    ],
    ["by a text that is not HTTP", breakOffAfter("220 mail.example.org ESMTP\r\n")],
  ])("broken %s: the call may have happened", async (_, answer) => {
    const error = await whoamiAgainst(answer);

    expect(error).toMatchObject({
      name: "ConnectionError",
      message: expect.stringMatching(/^whoami failed: the connection broke.*; GET http/) as string,
      cause: expect.any(TypeError) as TypeError,
      outcome: "unknown",
      retryable: true,
    });
  });

  it("broken in the body: a GET is retried", async () => {
    const broken = breakOffAfter(`${head}Content-Length: 100\r\n\r\n{"name":`);
    await using server = await serveScript(broken, json(200, { name: "Ada" }));
    const datameta = createClient({ baseUrl: server.url, retry: { maxDelay: 1 } });

    await expect(datameta.whoami()).resolves.toEqual({ name: "Ada" });
    expect(server.requests).toHaveLength(2);
  });

  it("no such host: nothing was sent", async () => {
    const datameta = createClient({ baseUrl: "http://nowhere.invalid/api/v1", retry: 0 });

    expect(await failureOf(datameta.whoami())).toMatchObject({
      name: "ConnectionError",
      message: expect.stringMatching(/no connection \((ENOTFOUND|EAI_AGAIN)\)/) as string,
      outcome: "not-sent",
    });
  });
});

describe("a response that the API does not document throws a ResponseFormatError", () => {
  it.each<[string, Handler, RegExp]>([
    [
      "a page with status 200",
      text(200, "text/html", "<h1>Log in</h1>"),
      /200, the response is a web page/,
    ],
    [
      "JSON that was cut",
      text(200, "application/json", '{"name": "canary'),
      /incomplete or not valid JSON/,
    ],
    ["an empty 200", empty(200), /empty response body; expected JSON/],
    ["a 204 instead of data", empty(204), /empty response body; expected JSON/],
    ["a body without a type", text(200, "", "{}"), /200, the response is not JSON/],
    [
      "an undocumented success with a page",
      text(202, "text/html", "<p>"),
      /the response is a web page/,
    ],
    [
      "a redirect",
      empty(301, { Location: "https://elsewhere.example/x?token=canary" }),
      /redirects to https:\/\/elsewhere\.example\. /,
    ],
  ])("%s", async (_, answer, message) => {
    const error = await whoamiAgainst(answer);

    expect(error).toBeInstanceOf(ResponseFormatError);
    expect(String(error)).toMatch(message);
    expect(String(error)).not.toContain("canary");
  });

  it("a proxy's page instead of an empty body: the request may have had no effect", async () => {
    await using server = await serve(text(200, "text/html", "<h1>Sign in</h1>"));
    const datameta = createClient({ baseUrl: server.url });

    expect(await failureOf(datameta.deleteApiKey({ id: "x" }))).toMatchObject({
      name: "ResponseFormatError",
      outcome: "unknown",
      message:
        "deleteApiKey failed: 200, the response is a web page. " + "Is there a proxy in between?",
    });
  });

  it("except the server's own page for a documented success without a body", async () => {
    await using server = await serve(text(200, "text/html", "<h1>200 OK</h1>"));
    const datameta = createClient({ baseUrl: server.url });

    await expect(datameta.deleteApiKey({ id: "x" })).resolves.toBeUndefined();
    await expect(
      datameta.http.DELETE("/keys/{id}", { params: { path: { id: "x" } } }),
    ).resolves.toMatchObject({ data: undefined });
  });

  it("except an undocumented success with JSON, as from a newer server", async () => {
    await using server = await serve(json(202, { name: "Ada" }));
    const datameta = createClient({ baseUrl: server.url });

    await expect(datameta.whoami()).resolves.toEqual({ name: "Ada" });
  });
});

describe("the body of a success is read completely or rejected", () => {
  const flood =
    (piece: Buffer): Handler =>
    (_, response) => {
      response.writeHead(200, { "Content-Type": "application/json" });
      const write = () => {
        while (!response.destroyed && response.write(piece));
      };
      response.on("drain", write);
      write();
    };

  it("a body that never ends is cancelled at the size limit", async () => {
    expect(await whoamiAgainst(flood(Buffer.alloc(1024 * 1024, " ")))).toMatchObject({
      name: "ResponseFormatError",
      message:
        "whoami failed: 200, the body has more than 16777216 bytes. " +
        "Raise the option maxResponseSize if that is expected.",
      outcome: "unknown",
    });
  });

  it("maxResponseSize is the limit of the uncompressed body", async () => {
    const data = { name: "x".repeat(100_000) };
    await using server = await serve((_, response) => {
      const headers = { "Content-Type": "application/json", "Content-Encoding": "gzip" };
      response.writeHead(200, headers).end(gzipSync(JSON.stringify(data)));
    });
    const { whoami } = createClient({ baseUrl: server.url, maxResponseSize: 50_000 });

    await expect(whoami()).rejects.toMatchObject({
      message: expect.stringContaining("the body has more than 50000 bytes") as string,
    });
    await expect(whoami({ maxResponseSize: 200_000 })).resolves.toEqual(data);
  });

  it.each([
    ["announced", { "Content-Length": "14" }],
    ["of unknown length", {}],
  ])(
    "a body %s that is not UTF-8 is rejected, because its characters would change",
    async (_, more) => {
      const latin1: Handler = (_request, response) => {
        response.writeHead(200, { "Content-Type": "application/json", ...more });
        response.end(Buffer.from('{"name":"B\xf6b"}', "latin1"));
      };

      expect(await whoamiAgainst(latin1)).toMatchObject({
        name: "ResponseFormatError",
        message: "whoami failed: 200, the body is not UTF-8",
      });
    },
  );

  it("the connection of a cancelled body is closed", async () => {
    let closed: Promise<unknown> = Promise.reject(new Error("no request came"));
    closed.catch(() => undefined);
    const unending: Handler = (_, response) => {
      closed = new Promise((resolve) => response.once("close", resolve));
      response.writeHead(200, { "Content-Type": "application/json" });
      response.write("[1, 2, 3");
    };
    await using server = await serve(unending);

    const options = { timeout: Infinity, maxResponseSize: 4 };
    const call = createClient({ baseUrl: server.url, ...options }).whoami();

    await expect(call).rejects.toMatchObject({ name: "ResponseFormatError" });
    await closed;
  });

  it("the body of a success without data may be anything", async () => {
    const bytes: Handler = (_, response) => {
      response.writeHead(200, { "Content-Type": "text/plain" });
      response.end(Buffer.from([0xff]));
    };
    await using server = await serve(bytes);
    const { deleteApiKey } = createClient({ baseUrl: server.url });

    await expect(deleteApiKey({ id: "x" })).resolves.toBeUndefined();
  });
});

describe("an error status throws an ApiError, whatever its body", () => {
  it.each<[number, string]>([
    [400, "ValidationError"],
    [401, "UnauthorizedError"],
    [403, "ForbiddenError"],
    [404, "NotFoundError"],
    [409, "ConflictError"],
    [410, "GoneError"],
    [418, "ApiError"],
    [429, "TooManyRequestsError"],
    [500, "ServerError"],
    [502, "ServerError"],
    [599, "ServerError"],
  ])("%d is a %s", async (status, name) => {
    const page = text(status, "text/html", "<html><title>proxy</title></html>");

    expect(await whoamiAgainst(page)).toMatchObject({ name, status, issues: [] });
  });

  it("also if its body never ends: only the beginning is read", async () => {
    const flood: Handler = (_, response) => {
      response.writeHead(502, { "Content-Type": "text/plain" });
      const write = () => {
        while (!response.destroyed && response.write("x".repeat(65_536)));
      };
      response.on("drain", write);
      write();
    };

    const error = (await whoamiAgainst(flood)) as { body: string };

    expect(error.body).toMatch(/x… \(cut after 1048576 bytes\)$/);
  });

  it("also if its body is cut off", async () => {
    const half = breakOffAfter(`${errorHead}Content-Length: 100\r\n\r\n[{"mess`);

    expect(await whoamiAgainst(half)).toMatchObject({
      name: "ValidationError",
      message: "whoami failed: 400 Bad Request",
      outcome: "rejected",
      attempts: 1,
      issues: [],
      body: "[the body broke off after 7 bytes]",
    });
  });

  it("also if its body does not arrive within some seconds", async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const cancelled = vi.fn();
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode("[{")),
      cancel: cancelled,
    });
    const fetch = () => Promise.resolve(new Response(body, { status: 500 }));
    const { whoami } = createClient({ baseUrl: "http://localhost/api/v1", fetch });

    const failure = failureOf(whoami());
    await vi.advanceTimersByTimeAsync(5_000);

    expect(await failure).toMatchObject({
      name: "ServerError",
      outcome: "unknown",
      body: "[the body broke off after 2 bytes]",
    });
    expect(cancelled).toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("the page of a proxy is in the body but not in the message", async () => {
    const page = "<html><h1>502 Bad Gateway</h1><p>nginx</p></html>";

    expect(await whoamiAgainst(text(502, "text/html", page))).toMatchObject({
      message: "whoami failed: 502 Bad Gateway",
      body: page,
      issues: [],
    });
  });

  it.each([
    ["getUser", "1.0.4"],
    ["getGroup", "1.0.4"],
    ["getFileUrl", "0.9.6"],
    ["deleteTotpToken", "1.1.0"],
  ] as const)(
    "a 404 of %s, which older releases lack, mentions that it exists since %s",
    async (name, since) => {
      await using server = await serve(text(404, "text/html", "<html></html>"));
      const datameta = createClient({ baseUrl: server.url });

      const error = await failureOf(datameta[name]({ id: "x" }));

      expect(String(error)).toContain(`Does the server run DataMeta ${since} or newer?`);
    },
  );

  it("a 404 that the operation does not document mentions the version in baseUrl", async () => {
    expect(await whoamiAgainst(json(404, null))).toMatchObject({
      message:
        'whoami failed: 404 Not Found. Does baseUrl end in the right version, like "/api/v1"?',
    });
  });

  it.each([
    [401, "the server turned a 401 into this error. The credential is missing,"],
    [403, "the server turned a 403 into this error. This account has no permission."],
  ])("a 500 that replaces a %d explains that and has the status 500", async (status, meaning) => {
    const message = `Unknown response http status: ${status}`;
    const error = await whoamiAgainst(json(500, [{ exception: "InvalidResponse", message }]));

    expect(error).toMatchObject({
      name: "ServerError",
      status: 500,
      message: expect.stringContaining(meaning) as string,
      issues: [{ message: expect.stringContaining(meaning) as string }],
    });
  });
});

describe("both releases of an operation", () => {
  it.each(["/api/v0", "/api/v1"])(
    "setUserPassword accepts both responses below %s",
    async (base) => {
      await using server = await serveScript(empty(204), json(200, { tfaToken: "" }));
      const { setUserPassword } = createClient({ baseUrl: server.origin + base });
      const body = { passwordChangeCredential: "from-the-mail", newPassword: "Correct-Horse-7" };

      await expect(setUserPassword({ id: "0", body })).resolves.toBeUndefined();
      await expect(setUserPassword({ id: "0", body })).resolves.toEqual({ tfaToken: "" });
    },
  );

  it("getFileUrl returns the data of a redirect that the caller requested", async () => {
    const url = {
      fileId: { uuid: "x" },
      fileUrl: "http://localhost/x",
      expires: "2030-01-01T00:00:00Z",
    };
    await using server = await serve(json(307, url, { Location: url.fileUrl }));
    const datameta = createClient({ baseUrl: server.url });

    const { data, response } = await datameta.getFileUrl.withResponse({ id: "x", redirect: true });

    expect(data).toEqual(url);
    expect(response.status).toBe(307);
    expect(server.requests[0]?.path).toBe("/api/v1/rpc/get-file-url/x?redirect=true");
  });
});
