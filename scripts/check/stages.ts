import { execFile } from "node:child_process";
import process from "node:process";

import { reportDone, reportFailed, startClock } from "../command/progress.js";
import { projectRoot } from "../command/project.js";

/** A stage of a lane. Its Node programs run one after the other. */
export interface Stage {
  readonly name: string;
  readonly purpose: string;
  /** The arguments of Node for each program. */
  readonly programs: readonly (readonly string[])[];
}

/** The number of stages that run at the same time. Each stage mostly uses one thread. */
const atOnce = 2;

/**
 * Runs the stages in parallel, in their order. The first failure stops the others. Its output goes
 * to stderr.
 *
 * @returns whether all of them passed
 */
export async function runStages(stages: readonly Stage[]): Promise<boolean> {
  const queue = [...stages];
  const abort = new AbortController();
  const work = async (): Promise<void> => {
    for (let stage = queue.shift(); stage !== undefined; stage = queue.shift()) {
      const elapsed = startClock();
      const output = await failureOf(stage, abort.signal);
      if (abort.signal.aborted) return;
      if (output === undefined) {
        reportDone(stage.name, elapsed());
        continue;
      }
      abort.abort();
      reportFailed(stage.name, elapsed());
      process.stderr.write(`\n${output.trimEnd()}\n\n`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return !abort.signal.aborted;
}

/** Runs the programs of a stage. Returns the output of all of them if one fails. */
async function failureOf({ programs }: Stage, signal: AbortSignal): Promise<string | undefined> {
  let output = "";
  for (const program of programs) {
    const options = { cwd: projectRoot, signal, maxBuffer: Infinity };
    const passed = await new Promise<boolean>((resolve) => {
      execFile(process.execPath, program, options, (error, stdout, stderr) => {
        output += stdout + stderr;
        resolve(error === null);
      });
    });
    if (!passed) return output;
  }
  return undefined;
}
