import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { bundleProgram } from "../../support/own-process.js";
import type { Leftovers, ManyCalls } from "./make-many-calls.js";

/** Bytes. The heap goes up and down by less; were one text per call kept, it would go up by more. */
const bound = 512 * 1024;

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(2)} MiB`;

/** What was found, for a person, and what of it should not be there. */
export interface Findings {
  readonly summary: string;
  readonly complaints: readonly string[];
}

/** Makes so many calls on one signal, in a process of its own, and looks at what they leave. */
export async function lookForLeftovers(calls: number): Promise<Findings> {
  await using program = await bundleProgram(new URL("make-many-calls.ts", import.meta.url));
  const orders: ManyCalls = { url: await startForgetful(), calls, atOnce: 64 };
  const { code, stdout, stderr } = await program.run(["--expose-gc"], orders);
  if (code !== 0) {
    return { summary: "", complaints: [`the process ended with ${code}: ${stderr}`] };
  }
  return judge(JSON.parse(stdout) as Leftovers); // Written by the program alone.
}

function judge({ unexpected, listeners, heaps, connections }: Leftovers): Findings {
  const growth = (heaps.at(-1)?.bytes ?? NaN) - (heaps[0]?.bytes ?? NaN);
  const [open, left] = connections;
  const shown = heaps.map(({ calls, bytes }) => `${megabytes(bytes)} after ${calls} calls`);
  return {
    summary:
      `heap: ${shown.join(", ")}; grown by ${megabytes(growth)}, bound ${megabytes(bound)}; ` +
      `${listeners} listeners; ${open} connections, ${left} when the server was gone`,
    complaints: [
      ...(unexpected > 0 ? [`${unexpected} calls ended otherwise than they should`] : []),
      ...(listeners > 0 ? [`${listeners} listeners stay on the signal`] : []),
      ...(growth < bound ? [] : [`the heap grew by ${megabytes(growth)}`]),
      ...(open > 0 ? [] : ["no connection was seen"]),
      ...(left === 0 ? [] : [`${left} connections outlive the server`]),
    ],
  };
}

/** Starts a server that remembers nothing, and ends when it is asked to. */
async function startForgetful(): Promise<string> {
  const server = createServer(({ url = "" }, response) => {
    const status = url.includes("/groups/") ? 404 : 200;
    response.writeHead(status, { "Content-Type": "application/json" });
    // Errors in the server's own form: of others, the result of the login would be unknown for an hour.
    response.end('{"message":"","title":"","code":"","name":"Ada"}', () => {
      if (url !== "/the-end") return;
      server.close();
      server.closeAllConnections();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on TCP has an address of this kind.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`;
}
