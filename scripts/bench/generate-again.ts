import { once } from "node:events";

import { steps } from "../generate.js";
import { runPipeline, type PipelineOptions } from "../pipeline.js";

/** What a process is to generate, and how often; it comes as its first message. */
export interface GenerateOrder extends PipelineOptions {
  readonly runs: number;
}

/** Generates time and again, as `--watch` does: the seconds of each run. */
async function run({ runs, ...options }: GenerateOrder): Promise<number[]> {
  const seconds: number[] = [];
  for (let count = 0; count < runs; count++) {
    const start = performance.now();
    await runPipeline(steps, options);
    seconds.push((performance.now() - start) / 1000);
  }
  return seconds;
}

const [order] = (await once(process, "message")) as [GenerateOrder];
process.send?.(await run(order));
process.disconnect();
