import { existsSync } from "node:fs";

/** Says which step of the start went wrong, why, and where the log stands. */
export class StepError extends Error {
  override readonly name = "StepError";

  constructor(step: string, reason: unknown, log: string | undefined) {
    const why = reason instanceof Error ? reason.message : String(reason);
    const place = log !== undefined && existsSync(log) ? `\n  log: ${log}` : "";
    super(`${step} failed: ${why}${place}`, { cause: reason });
  }
}

export interface StepOptions {
  /** The file that the step's programs write to. */
  readonly log?: string;
}

/** Runs one step and prints one line about it on stderr: what, with which result, how long. */
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
