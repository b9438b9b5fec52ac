import { existsSync } from "node:fs";

/** A failed step of the start, with the reason and the path of its log. */
export class StepError extends Error {
  override readonly name = "StepError";

  constructor(step: string, reason: unknown, log: string | undefined) {
    const why = reason instanceof Error ? reason.message : String(reason);
    const place = log !== undefined && existsSync(log) ? `\n  log: ${log}` : "";
    super(`${step} failed: ${why}${place}`, { cause: reason });
  }
}

export interface StepOptions {
  /** The log file of the step's programs. */
  readonly log?: string;
}

/** Runs a step and prints a line to stderr with its name, result and duration. */
export async function step<Result>(
  name: string,
  action: (note: (detail: string) => void) => Promise<Result>,
  { log }: StepOptions = {},
): Promise<Result> {
  const begin = performance.now();
  let detail = "";
  const print = (mark: string, text: string) => {
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    process.stderr.write(`${mark} ${name.padEnd(9)} ${text.padEnd(58)} ${seconds.padStart(5)} s\n`);
  };
  try {
    const result = await action((text) => {
      detail = text;
    });
    print("✓", detail);
    return result;
  } catch (reason) {
    print("✗", "failed");
    throw new StepError(name, reason, log);
  }
}
