import { execFile, fork } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { reportDone, startClock } from "../command/progress.js";
import type { BuiltContender } from "./apps.js";
import type { RaceOrder } from "./race.js";

/** The values of each client per round: microseconds or bytes per call. */
export type Rounds = readonly (readonly number[])[];

/** The response body of the POST: an API key. */
const responseBody = JSON.stringify({
  id: { uuid: "8a0d5a8e-1f4b-4f53-9b80-1b4d1c1d2f11" },
  userId: { uuid: "26b8d3e1-1e47-4fb5-9f54-9fd8e5d9e407", site: "DMU-26189971" },
  token: "not-a-token",
  label: "bench",
  expires: "2030-01-31T12:00:00",
});

const pathOf = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** The rounds of some clients under one condition. */
export interface Race {
  readonly title: string;
  readonly contenders: readonly BuiltContender[];
  readonly rounds: Rounds;
}

/**
 * Measures the time of a POST with JSON. All clients take turns in one process. The server is in
 * another process.
 */
export async function timeCalls(
  contenders: readonly BuiltContender[],
  rounds: number,
  measure: RaceOrder["measure"],
): Promise<Race[]> {
  const server = fork(pathOf("./server.ts"), [responseBody]);
  try {
    // Safe: the server's only message is its address.
    const [{ port }] = (await once(server, "message")) as [AddressInfo];
    const order = { rounds, measure, baseUrl: `http://127.0.0.1:${port}/api/v1` } as const;
    const withFetch = contenders.filter(({ withoutFetch }) => withoutFetch !== true);
    return [
      await race("Loopback, one at a time", contenders, { ...order, atOnce: 1 }),
      await race("Loopback, 32 at once", contenders, { ...order, atOnce: 32 }),
      await race("Stubbed fetch", withFetch, { rounds, measure, atOnce: 1 }),
    ];
  } finally {
    server.disconnect();
  }
}

/** Measures the allocations of a call, with a `fetch` that responds immediately. */
export function weighCalls(contenders: readonly BuiltContender[], rounds: number): Promise<Race> {
  const withFetch = contenders.filter(({ withoutFetch }) => withoutFetch !== true);
  const order = { rounds, measure: "allocations", atOnce: 1 } as const;
  // V8's young generation is so large that no garbage collection runs during a round.
  const flags = ["--expose-gc", "--min-semi-space-size=256", "--max-semi-space-size=256"];
  return race("Allocations, stubbed fetch", withFetch, order, flags);
}

async function race(
  title: string,
  contenders: readonly BuiltContender[],
  conditions: Omit<RaceOrder, "urls" | "responseBody">,
  flags: readonly string[] = [],
): Promise<Race> {
  const elapsed = startClock();
  const order: RaceOrder = { ...conditions, responseBody, urls: contenders.map(({ url }) => url) };
  const args = [...process.execArgv, ...flags, pathOf("./race.ts"), JSON.stringify(order)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 26 });
  reportDone("calls", title, elapsed());
  // Safe: the program prints its rounds.
  return { title, contenders, rounds: JSON.parse(stdout) as Rounds };
}
