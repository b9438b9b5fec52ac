import { setImmediate } from "node:timers/promises";

import { Bench } from "tinybench";

import { connect, type Api } from "./four-calls.js";

/** The measurement of a process. It is the process's only argument, as JSON. */
export interface RaceOrder {
  readonly urls: readonly string[];
  /** The URL of the server. Without it, a stub replaces `fetch` and responds immediately. */
  readonly baseUrl?: string;
  readonly responseBody: string;
  /** Elapsed time, processor time, or bytes on the heap. */
  readonly measure: "time" | "processor" | "allocations";
  readonly atOnce: number;
  readonly rounds: number;
}

/** Has no password, because datameta-client sends no token together with a password. */
const body = { email: "ada@example.org", label: "bench" };

// Safe: the bench starts this file with this argument.
const order = JSON.parse(process.argv[2] ?? "") as RaceOrder;
if (order.baseUrl === undefined) {
  const init = { headers: { "Content-Type": "application/json" } };
  // Set before the apps are loaded, because some of them keep a reference to `fetch`.
  globalThis.fetch = (input, request) => {
    const { method } = input instanceof Request ? input : { method: request?.method };
    return Promise.resolve(new Response(method === "POST" ? order.responseBody : "[]", init));
  };
}
const apis: Api[] = [];
for (const url of order.urls) {
  apis.push(await connect(url, order.baseUrl ?? "http://127.0.0.1:9/api/v1", "not-a-token"));
}

/** The processor time in ms. */
function now(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Measures the mean time of a call in one round, in µs, for each client. */
async function timeRound(turn: number): Promise<number[]> {
  const time = order.baseUrl === undefined ? 20 : 100;
  const bench = new Bench({
    time,
    iterations: 1,
    warmup: false,
    ...(order.measure === "processor" && { now }),
  });
  const start = turn % apis.length;
  // Each round starts with another client, so that drift affects all clients equally.
  for (const api of [...apis.slice(start), ...apis.slice(0, start)]) {
    const calls = () =>
      Promise.all(Array.from({ length: order.atOnce }, () => api.createKey(body)));
    bench.add(String(apis.indexOf(api)), calls, { async: true, beforeAll: () => confirm(api) });
  }
  await bench.run();
  return apis.map((_, index) => {
    const result = bench.getTask(String(index))?.result;
    if (result?.state !== "completed")
      throw new Error(`${order.urls[index]}: ${JSON.stringify(result)}`);
    return (result.latency.mean * 1000) / order.atOnce;
  });
}

/**
 * Measures the bytes that a call leaves on the heap, for each client. V8's young generation is large
 * enough for a round, so no garbage is collected meanwhile.
 */
async function weighRound(): Promise<number[]> {
  const bytes: number[] = [];
  for (const api of apis) {
    await confirm(api);
    globalThis.gc?.();
    await setImmediate();
    const before = process.memoryUsage().heapUsed;
    for (let count = 0; count < 500; count++) await api.createKey(body);
    bytes.push((process.memoryUsage().heapUsed - before) / 500);
  }
  return bytes;
}

/** After a response that accepts the token, datameta-client sends calls in parallel. */
async function confirm(api: Api): Promise<void> {
  await api.listKeys("me");
}

// The first rounds warm up.
for (let turn = 0; turn < 5; turn++) await timeRound(turn);
const rounds: number[][] = [];
for (let turn = 0; turn < order.rounds; turn++) {
  rounds.push(await (order.measure === "allocations" ? weighRound() : timeRound(turn)));
}
process.stdout.write(JSON.stringify(rounds));
