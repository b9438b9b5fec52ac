import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as the server received it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  /** Names and values alternately, as received. */
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

/** A real HTTP server on loopback. It closes at the end of the test. */
export interface LoopbackServer extends AsyncDisposable {
  readonly origin: string;
  /** A base URL like a DataMeta server's. */
  readonly url: string;
  readonly requests: SeenRequest[];
}

export type Handler = (request: SeenRequest, response: ServerResponse) => void | Promise<void>;

/** Starts a server that passes every request to `handler`. */
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
  // Safe: a server that listens on TCP has an AddressInfo.
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

/** Starts a server that sends the responses one after the other, and then repeats the last one. */
export function serveScript(...answers: readonly Handler[]): Promise<LoopbackServer> {
  let next = 0;
  return serve((request, response) => {
    const answer = answers[Math.min(next++, answers.length - 1)];
    return answer?.(request, response);
  });
}

/** A response with a JSON body. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Handler {
  return (_, response) => {
    response.writeHead(status, { "Content-Type": "application/json", ...headers });
    response.end(JSON.stringify(body));
  };
}

/** A response with another kind of body. */
export function text(status: number, contentType: string, body: string): Handler {
  return (_, response) => {
    response.writeHead(status, { "Content-Type": contentType });
    response.end(body);
  };
}

/** A response without a body. */
export function empty(status: number, headers: Record<string, string> = {}): Handler {
  return (_, response) => {
    response.writeHead(status, headers);
    response.end();
  };
}

/** Closes the connection without a response. */
export const hangUp: Handler = (_, response) => {
  response.destroy();
};

/** Never responds. */
export const stall: Handler = () => undefined;
