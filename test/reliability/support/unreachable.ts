import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { startTestServer, type TestServer } from "datameta-client/testing";
import { createSelfSigned } from "./self-signed.js";

/** Where a client would call, and what it would call there. */
export interface Destination extends AsyncDisposable {
  readonly url: string;
}

/** What no server can do by itself: there is no connection to it. */
export const unreachable = {
  refused: async (): Promise<Destination> => {
    const server: TestServer = await startTestServer();
    await server.goOffline();
    return server;
  },
  "no such host": (): Promise<Destination> =>
    // Too long a label for any name, so that nobody is asked for it.
    Promise.resolve({
      url: `http://${"n".repeat(64)}.invalid/api/v1`,
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }),
  "self-signed certificate": async (): Promise<Destination> => {
    const server = createServer(createSelfSigned(), (_, response) => response.end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    // A server that listens on TCP has an address of this kind.
    const { port } = server.address() as AddressInfo;
    return {
      url: `https://localhost:${port}/api/v1`,
      async [Symbol.asyncDispose]() {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  },
};

export type UnreachableName = keyof typeof unreachable;
