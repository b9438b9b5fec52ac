import { subscribe } from "node:diagnostics_channel";
import { getEventListeners } from "node:events";
import type { Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { createClient, isDataMetaError, type DataMetaClient } from "datameta-client";

/** The arguments of this program, as JSON. */
export interface ManyCalls {
  readonly url: string;
  readonly calls: number;
  readonly atOnce: number;
}

/** The output of this program, as JSON. */
export interface Leftovers {
  /** The number of calls with an unexpected result. */
  readonly unexpected: number;
  readonly listeners: number;
  /** The used heap in bytes after a number of calls and a garbage collection. */
  readonly heaps: readonly { readonly calls: number; readonly bytes: number }[];
  /** The number of open connections before and after the server closed. */
  readonly connections: readonly [number, number];
}

/**
 * The number of calls before the first measurement. After them, the code is compiled and all
 * bounded caches are full.
 */
const warmUp = 8_000;
const looks = 5;

const { url, calls, atOnce } = JSON.parse(process.argv[2] ?? "") as ManyCalls; // Safe: only the test passes this.
const { signal } = new AbortController();
let token = 0;
// Each call has a new token, to test that the memory for tokens is bounded.
const options = { baseUrl: url, signal, auth: { bearer: () => `token-${++token}` }, retry: 0 };
const plain = createClient(options);
const middleware = [{ onRequest: ({ request }: { request: Request }) => request }];
const observed = createClient({ ...options, middleware });

/** Calls that succeed and calls that fail, directly, through middleware and through http. */
const kinds: readonly ((call: number) => Promise<boolean>)[] = [
  () => succeeds(plain.whoami()),
  () => fails(plain.getGroup({ id: "unknown" })),
  () => succeeds(plain.whoami({ signal })),
  () => succeeds(plain.http.GET("/rpc/whoami")),
  () => succeeds(observed.whoami()),
  () => fails(observed.getGroup({ id: "unknown" })),
];

function succeeds(call: Promise<unknown>): Promise<boolean> {
  return call.then(() => true);
}

function fails(call: ReturnType<DataMetaClient["getGroup"]>): Promise<boolean> {
  return call.then(
    () => false,
    (error: unknown) => isDataMetaError(error) && error.name === "NotFoundError",
  );
}

let made = 0;
let unexpected = 0;

async function callUntil(end: number): Promise<void> {
  const callInTurn = async () => {
    while (made < end) {
      const kind = kinds[made++ % kinds.length];
      if (!(await kind?.(made))) unexpected++;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, callInTurn));
}

async function lookAtHeap(): Promise<Leftovers["heaps"][number]> {
  // The second collection frees objects that were released in finalization callbacks.
  for (let time = 0; time < 2; time++) {
    globalThis.gc?.();
    await setTimeout(50);
  }
  return { calls: made, bytes: process.memoryUsage().heapUsed };
}

/** The open sockets. Node does not count connections that do not keep the process alive. */
const sockets = new Set<Socket>();
subscribe("net.client.socket", (message) => {
  // Safe: Node documents this message of the channel.
  const { socket } = message as { socket: Socket };
  sockets.add(socket);
  socket.once("close", () => sockets.delete(socket));
});

await callUntil(warmUp);
const heaps = [await lookAtHeap()];
for (let look = 1; look <= looks; look++) {
  await callUntil(warmUp + Math.floor(((calls - warmUp) * look) / looks));
  heaps.push(await lookAtHeap());
}
const listeners = getEventListeners(signal, "abort").length;
const before = sockets.size;
// This request closes the server.
await fetch(new URL("/the-end", url)).then((response) => response.text());
for (let wait = 0; wait < 100 && sockets.size > 0; wait++) await setTimeout(50);
const connections = [before, sockets.size] as const;
const leftovers: Leftovers = { unexpected, listeners, heaps, connections };
process.stdout.write(JSON.stringify(leftovers));
// No process.exit() here: the process must end by itself, although the signal never aborted.
