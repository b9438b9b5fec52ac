import { subscribe } from "node:diagnostics_channel";
import { getEventListeners } from "node:events";
import type { Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { createClient, isDataMetaError, type DataMetaClient } from "datameta-client";

/** What the program of its own is told, as JSON. */
export interface ManyCalls {
  readonly url: string;
  readonly calls: number;
  readonly atOnce: number;
}

/** What it prints in the end, as JSON. */
export interface Leftovers {
  /** Calls that ended otherwise than they should. */
  readonly unexpected: number;
  readonly listeners: number;
  /** Bytes in use after so many calls, as the collector of garbage leaves them. */
  readonly heaps: readonly { readonly calls: number; readonly bytes: number }[];
  /** Open connections, before the server went away and after. */
  readonly connections: readonly [number, number];
}

/** How many calls precede the first look at the heap: code is compiled, and bounded memories are full. */
const warmUp = 8_000;
const looks = 5;

const { url, calls, atOnce } = JSON.parse(process.argv[2] ?? "") as ManyCalls; // By the test alone.
const { signal } = new AbortController();
let token = 0;
// Each token is a new one: what is remembered of them must not grow without end.
const options = { baseUrl: url, signal, auth: { bearer: () => `token-${++token}` }, retry: 0 };
const plain = createClient(options);
const middleware = [{ onRequest: ({ request }: { request: Request }) => request }];
const observed = createClient({ ...options, middleware });

/** Calls that succeed and calls that fail, by each way that a request takes. */
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
  // What the collector frees by callbacks is gone after the second time.
  for (let time = 0; time < 2; time++) {
    globalThis.gc?.();
    await setTimeout(50);
  }
  return { calls: made, bytes: process.memoryUsage().heapUsed };
}

/** Kept here: Node counts no connection that would not keep the process alive. */
const sockets = new Set<Socket>();
subscribe("net.client.socket", (message) => {
  const { socket } = message as { socket: Socket }; // As Node documents the channel.
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
// The server ends at that.
await fetch(new URL("/the-end", url)).then((response) => response.text());
for (let wait = 0; wait < 100 && sockets.size > 0; wait++) await setTimeout(50);
const connections = [before, sockets.size] as const;
const leftovers: Leftovers = { unexpected, listeners, heaps, connections };
process.stdout.write(JSON.stringify(leftovers));
// No exit: nothing may be left that keeps the process alive, though the signal never aborted.
