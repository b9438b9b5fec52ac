import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pipeline } from "node:stream";
import type * as Testing from "datameta-client/testing";

/** The settings of `programs/conformance.js`. The runtimes get them as JSON. */
export interface Setting {
  /** The URL of the embedded server's API. Each of the other URLs has a fault. */
  readonly url: string;
  readonly flaky: string;
  readonly unavailable: string;
  readonly stalled: string;
  readonly cut: string;
  readonly trickling: string;
  readonly page: string;
  readonly redirecting: string;
  readonly closed: string;
  /** Takes the faults of the embedded server, as JSON. */
  readonly faults: string;
  readonly expiredResetToken: string;
  readonly account: {
    readonly id: string;
    readonly groupId: string;
    readonly name: string;
    readonly email: string;
    readonly password: string;
    readonly token: string;
  };
}

/** Starts an embedded server behind a proxy. The first segment of a path chooses a fault. */
export interface Host extends AsyncDisposable {
  readonly origin: string;
  readonly setting: Setting;
}

/** @param pages - a folder whose files are served under `/pages/`, for browsers */
export async function startHost(testing: typeof Testing, pages?: string): Promise<Host> {
  const embedded = await testing.startTestServer({
    accounts: [
      {
        ...{ email: "ada@example.org", password: "Lovelace-1815.", name: "Ada Lovelace, Gräfin" },
        siteAdmin: true,
      },
    ],
    metadata: [
      { name: "sample", isMandatory: true },
      { name: "reads", isFile: true },
    ],
  });
  const handlers = createHandlers(embedded, pages);
  const server = createServer((incoming, outgoing) => {
    const [, kind = "", path = ""] = /^\/([^/]+)(\/.*)$/.exec(incoming.url ?? "") ?? [];
    const handler = handlers.get(kind);
    if (handler === undefined) outgoing.writeHead(404).end();
    else void handler(incoming, outgoing, path);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${portOf(server.address())}`;
  const account = embedded.account("ada@example.org");
  const { name, email, password, token } = account;
  const urlOf = (kind: string) => `${origin}/${kind}/api/v1`;
  return {
    origin,
    setting: {
      ...{ url: urlOf("plain"), flaky: urlOf("flaky"), unavailable: urlOf("unavailable") },
      ...{ stalled: urlOf("stalled"), cut: urlOf("cut"), trickling: urlOf("trickling") },
      ...{ page: urlOf("page"), redirecting: urlOf("redirecting") },
      faults: `${origin}/faults/`,
      closed: `http://127.0.0.1:${await findClosedPort()}/api/v1`,
      expiredResetToken: embedded.createResetToken({ email, expired: true }),
      account: { id: account.id.uuid, groupId: account.groupId.uuid, name, email, password, token },
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await embedded.close();
    },
  };
}

type Handler = (
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  path: string,
) => void | Promise<void>;

function createHandlers(
  embedded: Testing.TestServer,
  pages: string | undefined,
): Map<string, Handler> {
  const { origin } = embedded;
  let turn = 0;
  const unavailable: Handler = (incoming, outgoing) => {
    // Reads the body, because an unread body would break the next request on the connection.
    incoming.resume();
    outgoing.writeHead(503, { "Content-Type": "text/plain" }).end("Service Unavailable");
  };
  const plain: Handler = async (incoming, outgoing, path) => {
    const { status, headers, body } = await forward(origin, incoming, path);
    outgoing.writeHead(status, headers).end(body);
  };
  return new Map<string, Handler>([
    ["plain", plain],
    // The upload URLs and links of files, which the embedded server makes from the request's host.
    [
      "api",
      (incoming, outgoing, path) => {
        const { method = "GET", headers } = incoming;
        const onward = request(`${origin}/api${path}`, { method, headers }, (answer) => {
          outgoing.writeHead(answer.statusCode ?? 0, answer.headers);
          // A response that is cut off is passed on as far as it arrives.
          pipeline(answer, outgoing, () => undefined);
        });
        pipeline(incoming, onward, (error) => error && outgoing.destroy());
      },
    ],
    [
      "faults",
      async (incoming, outgoing) => {
        const chunks: Uint8Array[] = [];
        for await (const chunk of incoming as AsyncIterable<Uint8Array>) chunks.push(chunk);
        // Safe: file-checks.js sends faults.
        embedded.setFaults(JSON.parse(Buffer.concat(chunks).toString()) as Testing.Faults);
        outgoing.writeHead(204).end();
      },
    ],
    ["unavailable", unavailable],
    ["flaky", (...args) => (turn++ % 2 === 0 ? unavailable : plain)(...args)],
    ["stalled", (incoming) => void incoming.resume()],
    [
      "cut",
      async (incoming, outgoing, path) => {
        const { status, headers, body } = await forward(origin, incoming, path);
        outgoing.writeHead(status, headers).write(body.subarray(0, 10));
      },
    ],
    [
      "trickling",
      async (incoming, outgoing, path) => {
        const { status, headers, body } = await forward(origin, incoming, path);
        outgoing.writeHead(status, headers);
        // Chunks of seven bytes split characters that have more than one byte.
        for (let start = 0; start < body.length; start += 7) {
          outgoing.write(body.subarray(start, start + 7));
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
        outgoing.end();
      },
    ],
    [
      "page",
      (_, outgoing) => {
        outgoing.writeHead(200, { "Content-Type": "text/html" }).end("<h1>Please sign in</h1>");
      },
    ],
    [
      "redirecting",
      (_, outgoing, path) => {
        outgoing.writeHead(302, { Location: `/plain${path}` }).end();
      },
    ],
    [
      "pages",
      async (_, outgoing, path) => {
        const file = await readFile(join(pages ?? "", path)).catch(() => undefined);
        const type = path.endsWith(".html") ? "text/html" : "text/javascript";
        if (file === undefined) outgoing.writeHead(404).end();
        else outgoing.writeHead(200, { "Content-Type": `${type}; charset=utf-8` }).end(file);
      },
    ],
  ]);
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

async function forward(origin: string, incoming: IncomingMessage, path: string): Promise<Answer> {
  const { method = "GET", headers } = incoming;
  const onward = request(origin + path, { method, headers });
  incoming.pipe(onward);
  // Safe: "response" has this one argument.
  const [answer] = (await once(onward, "response")) as [IncomingMessage];
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    body: Buffer.concat(chunks),
  };
}

async function findClosedPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = portOf(server.address());
  server.close();
  await once(server, "close");
  return port;
}

function portOf(address: AddressInfo | string | null): number {
  if (typeof address !== "object" || address === null) throw new Error("The host has no port.");
  return address.port;
}
