import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { startTestServer, type TestServer } from "datameta-client/testing";
import { createSelfSigned } from "./self-signed.js";

/** A server, or an address without one. */
export interface Destination extends AsyncDisposable {
  readonly url: string;
}

/** Addresses without a connection. */
export const unreachable = {
  refused: async (): Promise<Destination> => {
    const server: TestServer = await startTestServer();
    await server.goOffline();
    return server;
  },
  "no such host": (): Promise<Destination> =>
    // The label is too long for a DNS name, so there is no DNS query.
    Promise.resolve({
      url: `http://${"n".repeat(64)}.invalid/api/v1`,
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }),
  "self-signed certificate": async (): Promise<Destination> => {
    const server = createServer(createSelfSigned(), (_, response) => response.end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    // Safe: a server that listens on TCP has an AddressInfo.
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
