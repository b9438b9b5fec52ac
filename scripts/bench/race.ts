import { once } from "node:events";
import { PerformanceObserver } from "node:perf_hooks";
import { setImmediate } from "node:timers/promises";

import { importApp, type AppCall } from "./built-apps.js";

/** What a process is to time; it comes as its first message. */
export interface RaceOrder {
  readonly files: readonly string[];
  /** Of the server; without one, `fetch` is replaced by one that answers at once. */
  readonly baseUrl: string | undefined;
  readonly answer: string;
  readonly concurrency: number;
  readonly rounds: number;
  readonly callsPerRound: number;
  readonly measure: "time" | "allocations";
}

/** For each file, a value per round: microseconds, or bytes, of a call. */
export type RaceResult = readonly (readonly number[])[];

/** Without a password, beside which datameta-client would send no token. */
const body = { email: "ada@example.org", label: "bench" };
const token = "not-a-token";

async function run(order: RaceOrder): Promise<RaceResult> {
  if (order.baseUrl === undefined) stubFetch(order.answer);
  const baseUrl = order.baseUrl ?? "http://127.0.0.1:9/api/v1";
  const calls: AppCall[] = [];
  for (const file of order.files) {
    calls.push((await importApp(file)).connect(baseUrl, token));
  }
  const measure = order.measure === "time" ? timeRound : weighRound;
  const values = calls.map((): number[] => []);
  // Rounds of warm-up, which also give the compiler time for all of them.
  for (let round = 0; round < Math.max(3, order.rounds / 4); round++) {
    for (const call of calls) await timeRound(call, order);
  }
  for (let round = 0; round < order.rounds; round++) {
    // Each round begins with another one.
    for (let turn = 0; turn < calls.length; turn++) {
      const index = (turn + round) % calls.length;
      const call = calls[index];
      if (call !== undefined) values[index]?.push(await measure(call, order));
    }
  }
  return values;
}

/** Before the apps are loaded: some of them keep the `fetch` that they find. */
function stubFetch(answer: string): void {
  const init = { headers: { "Content-Type": "application/json" } };
  globalThis.fetch = () => Promise.resolve(new Response(answer, init));
}

/** @returns microseconds per call */
async function timeRound(
  call: AppCall,
  { callsPerRound, concurrency }: Pick<RaceOrder, "callsPerRound" | "concurrency">,
): Promise<number> {
  await call.prepare?.();
  let left = callsPerRound;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (left-- > 0) await call(body);
    }),
  );
  return ((performance.now() - start) * 1000) / callsPerRound;
}

/**
 * Weighs what calls leave on the heap before it is cleaned: the process has young space enough for
 * a round, and a round in which the collector ran all the same is repeated.
 *
 * @returns bytes per call
 */
async function weighRound(call: AppCall, order: RaceOrder): Promise<number> {
  for (let attempt = 0; attempt < 10; attempt++) {
    globalThis.gc?.();
    await setImmediate();
    let collections = 0;
    const observer = new PerformanceObserver((list) => (collections += list.getEntries().length));
    observer.observe({ entryTypes: ["gc"] });
    const before = process.memoryUsage().heapUsed;
    await timeRound(call, order);
    const after = process.memoryUsage().heapUsed;
    await setImmediate();
    observer.disconnect();
    if (collections === 0) return (after - before) / order.callsPerRound;
  }
  throw new Error("The collector runs within every round: give it a larger young space.");
}

const [order] = (await once(process, "message")) as [RaceOrder];
process.send?.(await run(order));
process.disconnect();
