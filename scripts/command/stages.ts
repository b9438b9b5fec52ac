import { spawn } from "node:child_process";

import { reportDone, reportFailed, startClock } from "./progress.js";
import { projectRoot } from "./project.js";

/** A part of the whole check: Node programs, run one after the other in processes of their own. */
export interface Stage {
  readonly name: string;
  readonly purpose: string;
  /** The arguments that Node is started with, for each program. */
  readonly programs: readonly (readonly string[])[];
}

/** How many stages run at once: each is mostly one busy thread. */
const lanes = 2;

export interface StageOutcome {
  readonly passed: boolean;
  readonly output: string;
}

/** Runs a stage's programs until one fails. Their output is kept, or goes straight to the terminal. */
export async function runStage(
  stage: Stage,
  output: "kept" | "shown",
  signal: AbortSignal = new AbortController().signal,
): Promise<StageOutcome> {
  const elapsed = startClock();
  let kept = "";
  for (const program of stage.programs) {
    const child = spawn(process.execPath, program, {
      cwd: projectRoot,
      signal,
      stdio: output === "kept" ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
    });
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (kept += text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (kept += text));
    const code = await new Promise<number | null>((resolve) => {
      child.once("error", () => resolve(null));
      child.once("close", resolve);
    });
    // A stage that another one's failure cut short has nothing to say.
    if (signal.aborted) return { passed: false, output: "" };
    if (code !== 0) {
      reportFailed(stage.name, elapsed());
      return { passed: false, output: kept };
    }
  }
  reportDone(stage.name, elapsed());
  return { passed: true, output: kept };
}

/**
 * Runs the stages side by side, in their order; the first failure ends the others and shows its
 * output on stderr.
 *
 * @returns whether all of them passed
 */
export async function runStages(stages: readonly Stage[]): Promise<boolean> {
  const queue = [...stages];
  const abort = new AbortController();
  const runLane = async (): Promise<void> => {
    for (let stage = queue.shift(); stage !== undefined; stage = queue.shift()) {
      const { passed, output } = await runStage(stage, "kept", abort.signal);
      if (passed) continue;
      if (abort.signal.aborted) return;
      abort.abort();
      process.stderr.write(`\n${output.trimEnd()}\n\n`);
    }
  };
  await Promise.all(Array.from({ length: lanes }, runLane));
  return !abort.signal.aborted;
}
