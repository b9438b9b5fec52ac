import { step } from "../server/step.js";
import type { ApiVersion } from "../server/api-version.js";
import { knownDifferences } from "./known-differences.js";
import { planRequests } from "./plan.js";
import { startServers } from "./servers.js";
import { planSetup } from "./setup.js";
import { Tee, type Comparison } from "./tee.js";

export interface TeeOptions {
  readonly api: ApiVersion;
  readonly requests: number;
  readonly seed: number;
}

export interface TeeResult {
  readonly requests: number;
  readonly differences: number;
  /** How often each known difference occurred. */
  readonly known: ReadonlyMap<string, number>;
  /** The responses that both servers sent, as `operation status`. */
  readonly answers: ReadonlySet<string>;
}

/** The number of requests to one server. After more, most requests fail because of earlier ones. */
const lifetime = 1000;
/** The number of differences after which a run stops, because the states have diverged. */
const mostDifferences = 8;

/** Sends generated requests to a real and an embedded server, and compares the responses. */
export async function runTee({ api, requests, seed }: TeeOptions): Promise<TeeResult> {
  const result = {
    requests: 0,
    differences: 0,
    known: new Map<string, number>(),
    answers: new Set<string>(),
  };
  for (let life = 0; result.requests < requests; life += 1) {
    const count = Math.min(lifetime, requests - result.requests);
    await using servers = await startServers(api);
    const tee = new Tee(servers);
    await step(`seed ${seed + life}`, async (note) => {
      let differences = 0;
      for (const planned of [
        ...planSetup(api === "v0" ? 5 : 0),
        ...planRequests(seed + life, count),
      ]) {
        const comparison = await tee.send(planned);
        result.requests += 1;
        result.answers.add(`${planned.operation} ${comparison.real.status}`);
        if (comparison.isSame) continue;
        const known = knownDifferences.find((each) => each.applies(comparison));
        if (known) {
          result.known.set(known.name, (result.known.get(known.name) ?? 0) + 1);
          continue;
        }
        differences += 1;
        process.stdout.write(describe(comparison));
        if (differences >= mostDifferences) break;
      }
      result.differences += differences;
      note(`${result.requests} requests, ${differences} differences`);
    });
  }
  return result;
}

function describe({ planned, wire, real, embedded }: Comparison): string {
  const body = wire.body ? `\n  ${JSON.stringify(wire.body.toString("latin1")).slice(0, 400)}` : "";
  const show = (answer: Comparison["real"]) =>
    `${answer.status} ${answer.kind} ${JSON.stringify(answer.content ?? null).slice(0, 700)}`;
  return (
    `\n≠ ${planned.operation}: ${wire.method} ${wire.path} by ${JSON.stringify(planned.credential)} ` +
    `${planned.contentType ?? ""}${body}\n  real     ${show(real)}\n  embedded ${show(embedded)}\n`
  );
}

/** Prints the counts of a run and the known differences. */
export function printTeeResult(api: ApiVersion, result: TeeResult): string {
  const known = knownDifferences.map(({ name, reason }) => {
    const times = result.known.get(name) ?? 0;
    return `  known, ${times} times: ${name}: ${reason}\n`;
  });
  return (
    `\nTee, API ${api}: ${result.requests} requests to each server, ${result.answers.size} kinds of ` +
    `answers, ${result.differences} differences\n${known.join("")}`
  );
}
