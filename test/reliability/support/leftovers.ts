import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { bundleProgram } from "../../support/own-process.js";
import type { Leftovers, ManyCalls } from "./make-many-calls.js";

/**
 * The limit in bytes. Normal changes of the heap are smaller. A leak of one text per call is
 * larger.
 */
const bound = 512 * 1024;

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(2)} MiB`;

/** The results of the check. */
export interface Findings {
  readonly summary: string;
  readonly complaints: readonly string[];
}

/** Makes calls with one signal in a separate process, and measures the resources that they leave. */
export async function lookForLeftovers(calls: number): Promise<Findings> {
  await using program = await bundleProgram(new URL("make-many-calls.ts", import.meta.url));
  const orders: ManyCalls = { url: await startStateless(), calls, atOnce: 64 };
  const { code, stdout, stderr } = await program.run(["--expose-gc"], orders);
  if (code !== 0) {
    return { summary: "", complaints: [`the process ended with ${code}: ${stderr}`] };
  }
  return judge(JSON.parse(stdout) as Leftovers); // Safe: only make-many-calls.ts writes this.
}

function judge({ unexpected, listeners, heaps, connections }: Leftovers): Findings {
  const growth = (heaps.at(-1)?.bytes ?? NaN) - (heaps[0]?.bytes ?? NaN);
  const [open, left] = connections;
  const shown = heaps.map(({ calls, bytes }) => `${megabytes(bytes)} after ${calls} calls`);
  return {
    summary:
      `heap: ${shown.join(", ")}; growth ${megabytes(growth)}, limit ${megabytes(bound)}; ` +
      `${listeners} listeners; ${open} connections, ${left} after the server closed`,
    complaints: [
      ...(unexpected > 0 ? [`${unexpected} calls had an unexpected result`] : []),
      ...(listeners > 0 ? [`${listeners} listeners are still on the signal`] : []),
      ...(growth < bound ? [] : [`the heap grew by ${megabytes(growth)}`]),
      ...(open > 0 ? [] : ["there were no open connections"]),
      ...(left === 0 ? [] : [`${left} connections are open after the server closed`]),
    ],
  };
}

/** Starts a server without state. It closes on a request for `/the-end`. */
async function startStateless(): Promise<string> {
  const server = createServer(({ url = "" }, response) => {
    const status = url.includes("/groups/") ? 404 : 200;
    response.writeHead(status, { "Content-Type": "application/json" });
    // Errors need DataMeta's format. After other errors, the client would keep the token's request
    // open for an hour.
    response.end('{"message":"","title":"","code":"","name":"Ada"}', () => {
      if (url !== "/the-end") return;
      server.close();
      server.closeAllConnections();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Safe: a server that listens on TCP has an AddressInfo.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`;
}
