import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { connect, type AddressInfo } from "node:net";
import type { Duplex } from "node:stream";

import { HttpsProxyAgent } from "https-proxy-agent";
import { downloadFile, submit, uploadFile } from "datameta-client/files";
import { Agent, EnvHttpProxyAgent, fetch as undiciFetch, type Dispatcher } from "undici";
import { describe, expect, it, onTestFinished, vi } from "vitest";

import { failureOf } from "../support/failure-of.js";
import { expectClean } from "./support/failed.js";
import { startSlowLine } from "./support/slow-line.js";
import { createWorld, type World } from "./support/world.js";

const content = new Uint8Array(600_000).map((_, index) => index % 251);
const checksum = createHash("md5").update(content).digest("hex");
const file = { name: "reads.fq", content };

/** A client with a slow line. The upload URLs and links lead through it, too. */
async function slowClient(world: World, step: number, timeout: number) {
  const line = await startSlowLine(world.server.url, step);
  onTestFinished(() => line[Symbol.asyncDispose]());
  return world.client({ baseUrl: `${line.origin}/api/v1`, timeout });
}

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

describe("on a line that is slow but never stops", () => {
  // In all, 600,000 bytes take more than two timeouts.
  const [step, timeout] = [5_000, 400] as const;

  it("an upload takes longer than the client's timeout", async () => {
    await using world = await createWorld();
    const datameta = await slowClient(world, step, timeout);

    const uploaded = await uploadFile(datameta, file, { timeout: 20_000 });

    expect(uploaded.checksum).toBe(checksum);
    expect(world.requestsTo("UploadFile")).toBe(1);
  });

  it("a download takes longer than the client's timeout", async () => {
    await using world = await createWorld();
    const { id } = await uploadFile(world.datameta, file);
    const datameta = await slowClient(world, step, timeout);

    const { stream } = await downloadFile(datameta, id, { timeout: 20_000 });

    expect(Buffer.from(await bytesOf(stream)).equals(content)).toBe(true);
    expect(world.requestsTo("DownloadFile")).toBe(1);
  });

  it("an upload ends at its own deadline, and leaves no file", async () => {
    await using world = await createWorld();
    const datameta = await slowClient(world, 500, 5_000);

    const failure = await failureOf(uploadFile(datameta, file, { timeout: 300 }));

    expect(failure).toMatchObject({ name: "TimeoutError", operationId: "UploadFile" });
    expectClean(failure);
    expect(world.server.files).toEqual([]);
  });

  it("a download ends at its own deadline", async () => {
    await using world = await createWorld();
    const { id } = await uploadFile(world.datameta, file);
    const datameta = await slowClient(world, 500, 5_000);

    const { stream } = await downloadFile(datameta, id, { timeout: 300 });
    const failure = await failureOf(bytesOf(stream));

    expect(failure).toMatchObject({ name: "TimeoutError", operationId: "DownloadFile" });
    expectClean(failure);
  });
});

/** The fetch of undici, as the option `fetch` of a client. */
function fetchWith(dispatcher: Dispatcher) {
  // Safe: undici's own Response has the members of the platform's.
  return (url: string, init: RequestInit) =>
    undiciFetch(url, { ...init, dispatcher } as never) as unknown as Promise<Response>;
}

/** A proxy for CONNECT. It records the hosts. */
async function startProxy() {
  const hosts: string[] = [];
  const proxy = createServer();
  proxy.on("connect", ({ url = "" }: IncomingMessage, near: Duplex) => {
    hosts.push(url);
    const far = connect(Number(url.split(":")[1]), "127.0.0.1", () => {
      near.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      far.pipe(near).pipe(far);
    });
    for (const socket of [near, far]) socket.on("error", () => undefined);
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  onTestFinished(() => void proxy.close());
  // Safe: a server that listens on TCP has an AddressInfo.
  return { hosts, url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` };
}

describe("through a proxy", () => {
  it("the content is sent with an agent of node:http", async () => {
    await using world = await createWorld();
    const { hosts, url } = await startProxy();

    const uploaded = await uploadFile(world.datameta, file, { agent: new HttpsProxyAgent(url) });

    expect(uploaded.checksum).toBe(checksum);
    expect(hosts).toEqual([new URL(world.server.url).host]);
  });

  it("everything is sent and received with the fetch of undici, which reads HTTPS_PROXY", async () => {
    await using world = await createWorld();
    const proxy = await startProxy();
    vi.stubEnv("http_proxy", proxy.url);
    vi.stubEnv("no_proxy", "");
    const dispatcher = new EnvHttpProxyAgent({ proxyTunnel: true });
    onTestFinished(async () => {
      vi.unstubAllEnvs();
      await dispatcher.close();
    });
    const datameta = world.client({ fetch: fetchWith(dispatcher) });

    const { files } = await submit(datameta, {
      records: [{ sample_id: "A1", reads: "reads.fq" }],
      files: [file],
    });
    const { stream } = await downloadFile(datameta, files[0]?.id ?? "");

    expect(Buffer.from(await bytesOf(stream)).equals(content)).toBe(true);
    expect(new Set(proxy.hosts)).toEqual(new Set([new URL(world.server.url).host]));
  });
});

it("completing asks for the file if undici waits no longer for the headers", async () => {
  await using world = await createWorld({ faults: { updateFile: { delay: 1_500 } } });
  const dispatcher = new Agent({ headersTimeout: 100 });
  onTestFinished(() => dispatcher.close());
  const send = fetchWith(dispatcher);
  const causes: unknown[] = [];
  const datameta = world.client({
    fetch: (url, init) =>
      send(url, init).catch((error: unknown) => {
        causes.push((error as Error).cause);
        throw error;
      }),
  });

  const uploaded = await uploadFile(datameta, file);

  expect(uploaded).toMatchObject({ contentUploaded: true, checksum });
  expect(world.requestsTo("UpdateFile")).toBe(1);
  expect(world.requestsTo("GetFile")).toBeGreaterThan(0);
  expect(causes).toMatchObject([{ code: "UND_ERR_HEADERS_TIMEOUT" }]);
});
