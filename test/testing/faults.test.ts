import { connect } from "node:net";
import { createClient } from "datameta-client";
import {
  faultNames,
  startTestServer,
  type Fault,
  type FaultName,
  type Faults,
  type TestServer,
} from "datameta-client/testing";
import { describe, expect, it, test } from "vitest";
import { failureOf } from "../support/failure-of.js";

/** The bytes that a connection received, and how it ended. */
interface Received {
  readonly head: string;
  readonly body: string;
  readonly end: "close" | "reset" | "open";
}

/** The tests read only this much of an endless body. */
const maximumBytes = 1024 * 1024;

/** Requests `/rpc/whoami` and reads until the connection ends or `timeout` ms are over. */
function readRaw(server: TestServer, timeout = 10_000): Promise<Received> {
  const { hostname, port, pathname } = new URL(`${server.url}/rpc/whoami`);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    const chunks: Buffer[] = [];
    let bytes = 0;
    const settle = (end: Received["end"]) => {
      clearTimeout(timer);
      socket.destroy();
      const [head = "", ...body] = Buffer.concat(chunks).toString("latin1").split("\r\n\r\n");
      resolve({ head, body: body.join("\r\n\r\n"), end });
    };
    const timer = setTimeout(() => settle("open"), timeout);
    socket.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > maximumBytes) settle("open");
    });
    socket.on("end", () => settle("close"));
    socket.on("error", () => settle("reset"));
    socket.write(`GET ${pathname} HTTP/1.1\r\nHost: ${hostname}:${port}\r\n\r\n`);
  });
}

const http = (status: number) => expect.stringMatching(`^HTTP/1.1 ${status} `) as string;
const json = /^\{"message":"An answer[^]*"\}$/;
const begun = /^\{"message":"[^}]*$/;
const html = /^<!doctype html>[^]*<\/html>\n$/;

const expected: Record<FaultName, { head: string; body: RegExp; end: Received["end"] }> = {
  "answer-lost": { head: "", body: /^$/, end: "reset" },
  "reset-in-request": { head: "", body: /^$/, end: "reset" },
  "stall-in-request": { head: "", body: /^$/, end: "open" },
  "reset-before-headers": { head: "", body: /^$/, end: "reset" },
  "reset-in-headers": { head: "HTTP/1.1 200 OK\r\nContent-Type:", body: /^$/, end: "reset" },
  "reset-after-headers": { head: http(200), body: /^$/, end: "reset" },
  "stall-before-headers": { head: "", body: /^$/, end: "open" },
  "stall-in-body": { head: http(200), body: begun, end: "open" },
  "cut-body": { head: http(200), body: /^[0-9a-f]+\r\n[^]+[^0]\r\n$/, end: "close" },
  "content-length-too-long": { head: http(200), body: json, end: "close" },
  "content-length-too-short": { head: http(200), body: json, end: "close" },
  "broken-chunking": { head: http(200), body: /\r\nsize\r\n$/, end: "close" },
  "cut-gzip": { head: http(200), body: /^[^{]+$/, end: "close" },
  "broken-gzip": { head: http(200), body: /\xff\xff$/, end: "close" },
  "huge-body": { head: http(200), body: /^"x+$/, end: "open" },
  "endless-body": { head: http(200), body: /^1\r\n"\r\n10000\r\nx+/, end: "open" },
  "too-many-headers": { head: http(200), body: json, end: "close" },
  "proxy-page": { head: http(502), body: html, end: "close" },
  "login-page": { head: http(200), body: html, end: "close" },
  "empty-body": { head: http(200), body: /^$/, end: "close" },
  "cut-json": { head: http(200), body: begun, end: "close" },
  "wrong-json": { head: http(200), body: /^42$/, end: "close" },
  "null-json": { head: http(200), body: /^null$/, end: "close" },
  "invalid-utf-8": { head: http(200), body: /^\{"message":"\xff\xfe\xc3"\}$/, end: "close" },
  "redirect-elsewhere": { head: http(302), body: /^$/, end: "close" },
  "redirect-loop": { head: http(302), body: /^$/, end: "close" },
  "redirect-with-body": { head: http(307), body: json, end: "close" },
  "no-content-with-body": { head: http(204), body: json, end: "close" },
  teapot: { head: http(418), body: /teapot/, end: "close" },
  "too-many-requests": { head: http(429), body: /^$/, end: "close" },
  unavailable: { head: http(503), body: /^$/, end: "close" },
  "unknown-status": { head: http(599), body: /./, end: "close" },
};

test.each(faultNames)("%s sends what its name says", async (fault) => {
  await using server = await startTestServer({ faults: { whoami: fault } });

  const { head, body, end } = expected[fault];
  const received = await readRaw(server, fault.startsWith("stall") ? 300 : undefined);

  expect(received).toEqual({ head, body: expect.stringMatching(body) as string, end });
  expect(server.requests).toMatchObject([{ operationId: "GetUserInformation", fault }]);
  expect(server.requests[0]?.status).toBe(
    Number(/^HTTP\S+ (\d+).*\r\n.*\r\n/.exec(received.head)?.[1] ?? 0),
  );
});

test.each<[FaultName, RegExp]>([
  ["huge-body", /Content-Length: 1073741824/],
  ["too-many-headers", /X-Filler-0: x+\r\n[^]*X-Filler-9999: x+\r/],
  ["redirect-elsewhere", /Location: http:\/\/elsewhere\.invalid/],
  ["redirect-loop", /Location: \/api\/v1\/rpc\/whoami/],
  ["redirect-with-body", /Location: http:\/\/127\.0\.0\.1:\d+\/api/],
  ["too-many-requests", /Retry-After: 1/],
  ["unavailable", /Retry-After: 1/],
  ["cut-gzip", /Content-Encoding: gzip/],
])("%s has the expected head", async (fault, head) => {
  await using server = await startTestServer({ faults: { whoami: fault } });

  expect((await readRaw(server)).head).toMatch(head);
});

test.each<[FaultName, (announced: number, sent: number) => boolean]>([
  ["content-length-too-long", (announced, sent) => announced > sent],
  ["content-length-too-short", (announced, sent) => announced < sent],
  ["reset-after-headers", (announced, sent) => announced > sent],
  ["stall-in-body", (announced, sent) => announced > sent],
])("%s has a wrong Content-Length", async (fault, isWrong) => {
  await using server = await startTestServer({ faults: { whoami: fault } });

  const { head, body } = await readRaw(server, 300);

  expect(isWrong(Number(/Content-Length: (\d+)/.exec(head)?.[1]), body.length)).toBe(true);
});

/** Creates a client for an ordinary member, without retries. */
function clientOf(server: TestServer) {
  const { token } = server.account("member@example.org");
  return createClient({ baseUrl: server.url, auth: { bearer: token }, retry: 0 });
}

describe("a fault applies to", () => {
  it("every request of its operation, and no other operation", async () => {
    await using server = await startTestServer({ faults: { whoami: "teapot" } });
    const datameta = clientOf(server);

    expect(await failureOf(datameta.whoami())).toMatchObject({ status: 418 });
    expect(await failureOf(datameta.whoami())).toMatchObject({ status: 418 });
    await expect(datameta.getMetaData()).resolves.toEqual([]);
  });

  it("one request after the other if it is in a list", async () => {
    const script: Fault[] = ["reset-before-headers", null, { status: 503 }];
    await using server = await startTestServer({ faults: { whoami: script, "*": "teapot" } });
    const { whoami } = clientOf(server);

    expect(await failureOf(whoami())).toMatchObject({ name: "ConnectionError" });
    await expect(whoami()).resolves.toMatchObject({ name: "Ordinary Member" });
    expect(await failureOf(whoami())).toMatchObject({ status: 503 });
    await expect(whoami()).resolves.toMatchObject({ name: "Ordinary Member" });
    expect(server.requests.map(({ status, fault }) => [status, fault])).toEqual([
      [0, "reset-before-headers"],
      [200, undefined],
      [503, { status: 503 }],
      [200, undefined],
    ]);
  });

  it("every request without its own entry if it is set for *", async () => {
    await using server = await startTestServer({ faults: { "*": "teapot", whoami: null } });
    const datameta = clientOf(server);

    await expect(datameta.whoami()).resolves.toMatchObject({ name: "Ordinary Member" });
    expect(await failureOf(datameta.getMetaData())).toMatchObject({ status: 418 });
    expect((await fetch(`${server.url}/upload/x`, { method: "POST" })).status).toBe(418);
    expect((await fetch(`${server.origin}/%ff`)).status).toBe(418);
  });

  it("each attempt of a call", async () => {
    await using server = await startTestServer({ faults: { whoami: ["cut-body", "proxy-page"] } });
    const { token } = server.account("member@example.org");
    const datameta = createClient({
      baseUrl: server.url,
      auth: { bearer: token },
      retry: { maxDelay: 1 },
    });

    await expect(datameta.whoami()).resolves.toMatchObject({ name: "Ordinary Member" });
    expect(server.requests.map(({ status }) => status)).toEqual([200, 502, 200]);
  });
});

describe("the operation", () => {
  it.each<[FaultName, number]>([
    ["answer-lost", 1],
    ["reset-before-headers", 0],
    ["cut-body", 0],
  ])("of a request with the fault %s is carried out %d times", async (fault, times) => {
    await using server = await startTestServer({ faults: { createApiKey: fault } });
    const { id } = server.account("member@example.org");
    const datameta = clientOf(server);

    await failureOf(datameta.createApiKey({ body: { label: "once" } }));

    const keys = await datameta.getUserApiKeys({ id: id.uuid });
    expect(keys.filter(({ label }) => label === "once")).toHaveLength(times);
  });

  it("is carried out after a delay", async () => {
    await using server = await startTestServer({ faults: { whoami: { delay: 100 } } });
    const { whoami } = clientOf(server);

    expect(await failureOf(whoami({ timeout: 20 }))).toMatchObject({ name: "TimeoutError" });
    await expect(whoami()).resolves.toMatchObject({ name: "Ordinary Member" });
  });
});

test("sends a custom response unchanged", async () => {
  await using server = await startTestServer({
    faults: {
      "*": [
        { status: 400, body: [{ exception: "X", message: "é" }] },
        {
          status: 299,
          statusText: "Odd",
          headers: { "X-A": "b", "content-length": "1" },
          body: "abc",
        },
        { status: 200, headers: { "Content-Type": "text/plain" }, body: new Uint8Array([255]) },
        { status: 999, delay: 10 },
      ],
    },
  });

  expect(await readRaw(server)).toEqual({
    head: "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: 34\r\nConnection: close",
    body: '[{"exception":"X","message":"\xc3\xa9"}]',
    end: "close",
  });
  expect(await readRaw(server)).toEqual({
    head: "HTTP/1.1 299 Odd\r\nX-A: b\r\ncontent-length: 1\r\nConnection: close",
    body: "abc",
    end: "close",
  });
  expect(await readRaw(server)).toMatchObject({ body: "\xff" });
  expect(await readRaw(server)).toMatchObject({ head: http(999), body: "" });
});

test("setFaults replaces the current faults", async () => {
  const script: Fault[] = ["teapot", "teapot"];
  await using server = await startTestServer({ faults: { whoami: script } });
  const { whoami } = clientOf(server);

  expect(await failureOf(whoami())).toMatchObject({ status: 418 });
  server.setFaults({ whoami: "unknown-status" });
  expect(await failureOf(whoami())).toMatchObject({ status: 599 });
  server.setFaults({});
  await expect(whoami()).resolves.toMatchObject({ name: "Ordinary Member" });
  expect(script).toHaveLength(2);
});

test("a server that is offline refuses connections and keeps its state", async () => {
  await using server = await startTestServer({ faults: { getMetaData: "stall-before-headers" } });
  const datameta = clientOf(server);
  const { label } = await datameta.createApiKey({ body: { label: "kept" } });
  const waiting = failureOf(datameta.getMetaData());
  await expect.poll(() => server.requests.length).toBe(2);

  await server.goOffline();
  // Wait until this process knows that its connections are closed.
  expect(await waiting).toMatchObject({ name: "ConnectionError", outcome: "unknown" });
  const refused = await failureOf(datameta.whoami());
  await server.goOnline();
  await server.goOnline();

  expect(refused).toMatchObject({ name: "ConnectionError", outcome: "not-sent" });
  const { id } = server.account("member@example.org");
  const keys = await datameta.getUserApiKeys({ id: id.uuid });
  expect(keys.map((key) => key.label)).toContain(label);
});

test.each<[unknown, string]>([
  [{ whoamy: "teapot" }, 'faults has no operation "whoamy". Valid names: bulkDeleteStagedFiles, '],
  [{ whoami: "tea" }, "faults.whoami must be null, a response such as { status: 503 }, a delay"],
  [{ whoami: ["teapot", 503] }, "faults.whoami[1] must be null, a response"],
  [{ "*": undefined }, "faults.* must be null, a response"],
  [{ whoami: { status: 99 } }, "faults.whoami.status must be a number from 100 to 999; got 99"],
  [{ whoami: { status: 200.5 } }, "faults.whoami.status must be a number from 100 to 999"],
  [{ whoami: { stat: 200 } }, 'faults.whoami has no option "stat"'],
  [{ whoami: { delay: 1, body: "x" } }, 'faults.whoami has no option "body". Valid names: delay'],
  [{ whoami: { delay: -1 } }, "faults.whoami.delay must be a number from 0 to 2147483647"],
  [{ whoami: { delay: 2 ** 31 } }, "faults.whoami.delay must be a number from 0 to 2147483647"],
  [{ whoami: { status: 200, statusText: "a\r\nb" } }, "faults.whoami.statusText must be a line"],
  [
    { whoami: { status: 200, headers: { "A b": "c" } } },
    'headers has an invalid header name: "A b"',
  ],
  [{ whoami: { status: 200, headers: { A: "c\n" } } }, 'headers["A"] must be a line'],
])("rejects the invalid faults %j", async (faults, message) => {
  // Programs without types can pass any value.
  const wrong = faults as Faults;
  await using server = await startTestServer({ faults: { whoami: "teapot" } });

  await expect(startTestServer({ faults: wrong })).rejects.toThrow(message);
  expect(() => server.setFaults(wrong)).toThrow(message);

  expect((await readRaw(server)).head).toEqual(http(418));
});
