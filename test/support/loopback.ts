import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as the server saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  /** Names and values by turns, as they stood on the wire. */
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

/** A real HTTP server on loopback, gone at the end of the test. */
export interface LoopbackServer extends AsyncDisposable {
  readonly origin: string;
  /** A base URL like that of a DataMeta server. */
  readonly url: string;
  readonly requests: SeenRequest[];
}

export type Handler = (request: SeenRequest, response: ServerResponse) => void | Promise<void>;

/** Starts a server that gives every request to `handler`. */
export async function serve(handler: Handler): Promise<LoopbackServer> {
  const requests: SeenRequest[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const { method = "", url: path = "", headers, rawHeaders } = incoming;
      const request = { method, path, headers, rawHeaders, body: Buffer.concat(chunks).toString() };
      requests.push(request);
      void handler(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on TCP has an address of this kind.
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    url: `${origin}/api/v1`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Starts a server that gives the answers one after the other, and the last one again and again. */
export function serveScript(...answers: readonly Handler[]): Promise<LoopbackServer> {
  let next = 0;
  return serve((request, response) => {
    const answer = answers[Math.min(next++, answers.length - 1)];
    return answer?.(request, response);
  });
}

/** An answer with a JSON body. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Handler {
  return (_, response) => {
    response.writeHead(status, { "Content-Type": "application/json", ...headers });
    response.end(JSON.stringify(body));
  };
}

/** An answer with a body of another kind. */
export function text(status: number, contentType: string, body: string): Handler {
  return (_, response) => {
    response.writeHead(status, { "Content-Type": contentType });
    response.end(body);
  };
}

/** An answer without a body. */
export function empty(status: number, headers: Record<string, string> = {}): Handler {
  return (_, response) => {
    response.writeHead(status, headers);
    response.end();
  };
}

/** Breaks the connection instead of answering. */
export const hangUp: Handler = (_, response) => {
  response.destroy();
};

/** Never answers. */
export const stall: Handler = () => undefined;
