import { setImmediate } from "node:timers/promises";

import { Bench } from "tinybench";

import { connect, type Api } from "./four-calls.js";

/** What a process is to measure: the JSON of its one argument. */
export interface RaceOrder {
  readonly urls: readonly string[];
  /** The server's; without one, `fetch` is replaced by one that answers at once. */
  readonly baseUrl?: string;
  readonly answer: string;
  /** Time by the clock, processor time of the process, or bytes on its heap. */
  readonly measure: "time" | "processor" | "allocations";
  readonly atOnce: number;
  readonly rounds: number;
}

/** Without a password: next to one, datameta-client sends no token. */
const body = { email: "ada@example.org", label: "bench" };

// The bench starts this file with such an argument.
const order = JSON.parse(process.argv[2] ?? "") as RaceOrder;
if (order.baseUrl === undefined) {
  const init = { headers: { "Content-Type": "application/json" } };
  // Before the apps are loaded: some of them keep the `fetch` that they find.
  globalThis.fetch = (input, request) => {
    const { method } = input instanceof Request ? input : { method: request?.method };
    return Promise.resolve(new Response(method === "POST" ? order.answer : "[]", init));
  };
}
const apis: Api[] = [];
for (const url of order.urls) {
  apis.push(await connect(url, order.baseUrl ?? "http://127.0.0.1:9/api/v1", "not-a-token"));
}

/** Milliseconds of processor time. */
function now(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Microseconds of a call, for each client: the mean of a round. */
async function timeRound(turn: number): Promise<number[]> {
  const time = order.baseUrl === undefined ? 20 : 100;
  const bench = new Bench({
    time,
    iterations: 1,
    warmup: false,
    ...(order.measure === "processor" && { now }),
  });
  const start = turn % apis.length;
  // Each round begins with another client, so that drift meets all alike.
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

/** Bytes that a call leaves on the heap, for each client; the young space has room for a round. */
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

/** A server that accepts a token lets datameta-client send calls with it side by side. */
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
