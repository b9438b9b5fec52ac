import { reportDone, startClock } from "../command/progress.js";
import { askProcess } from "./ask-process.js";
import { moduleOf } from "./built-apps.js";
import type { Contender } from "./contenders.js";
import { answer, startServer } from "./loopback.js";
import type { RaceOrder, RaceResult } from "./race.js";
import { median, quartiles, ratios } from "./statistics.js";

/** A call of one contender under one condition. */
export interface CallCost {
  readonly contender: Contender;
  readonly condition: Condition;
  /** Microseconds per call: the median of all rounds. */
  readonly microseconds: number;
  /** Times the time of raw `fetch`: the median of the ratios within each round, and its quartiles. */
  readonly ratio: number;
  readonly spread: readonly [low: number, high: number];
  /** Bytes allocated per call on the JavaScript heap, where that was measured. */
  readonly bytes: number | undefined;
}

export type Condition = "loopback, one at a time" | "loopback, 64 at a time" | "stubbed fetch";

/** The young generation is large enough that no collection falls into a round. */
const heapFlags = ["--expose-gc", "--min-semi-space-size=256", "--max-semi-space-size=256"];

/**
 * Measures a POST with JSON, with all contenders in one process: they take turns, so that drift
 * meets them alike. Time and allocations are measured apart, since the latter wants another heap.
 */
export async function measureCalls(
  contenders: readonly Contender[],
  quick: boolean,
): Promise<CallCost[]> {
  using server = await startServer();
  // axios takes Node's own http: no stub of fetch reaches it.
  const stubbed = contenders.filter(({ id }) => id !== "axios");
  const rounds = quick ? 8 : 60;
  const loopback = { baseUrl: server.baseUrl, rounds, callsPerRound: 200 };
  const stub = { baseUrl: undefined, rounds, callsPerRound: 1000, concurrency: 1 };
  return [
    ...(await race("loopback, one at a time", contenders, { ...loopback, concurrency: 1 })),
    ...(await race("loopback, 64 at a time", contenders, { ...loopback, concurrency: 64 })),
    ...(await race("stubbed fetch", stubbed, stub)),
  ];
}

type Conditions = Pick<RaceOrder, "baseUrl" | "rounds" | "callsPerRound" | "concurrency">;

async function race(
  condition: Condition,
  contenders: readonly Contender[],
  conditions: Conditions,
): Promise<CallCost[]> {
  const elapsed = startClock();
  const files = contenders.map((contender) => moduleOf(contender, "packages"));
  const shared = { files, answer };
  const times = await runRace({ ...shared, ...conditions, measure: "time" }, []);
  const weighed =
    conditions.concurrency > 1
      ? undefined
      : await runRace({ ...shared, ...conditions, rounds: 8, measure: "allocations" }, heapFlags);
  const [raw = []] = times;
  const costs = contenders.map((contender, index) => {
    const own = times[index] ?? [];
    const relative = ratios(own, raw);
    const bytes = weighed?.[index];
    return {
      ...{ contender, condition },
      microseconds: median(own),
      ratio: median(relative),
      spread: quartiles(relative),
      bytes: bytes === undefined ? undefined : median(bytes),
    };
  });
  reportDone("calls", condition, elapsed());
  return costs;
}

function runRace(order: RaceOrder, flags: readonly string[]): Promise<RaceResult> {
  return askProcess(new URL("./race.ts", import.meta.url), order, flags);
}
