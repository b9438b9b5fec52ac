import { execFile } from "node:child_process";
import process from "node:process";

import { reportDone, reportFailed, startClock } from "../command/progress.js";
import { projectRoot } from "../command/project.js";

/** A part of a lane: Node programs that run one after the other. */
export interface Stage {
  readonly name: string;
  readonly purpose: string;
  /** The arguments of Node for each program. */
  readonly programs: readonly (readonly string[])[];
}

/** How many stages run at once. Each is mostly one busy thread. */
const atOnce = 2;

/**
 * Runs the stages side by side, in their order. The first failure ends the others, and its output
 * goes to stderr.
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

/** Runs the programs of a stage; returns the output of all if one fails. */
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
