import { resolve } from "node:path";

import { reportLint, type FailOn } from "./lint.js";
import { count, reportDone, shownPath, startClock } from "./command/progress.js";
import { readConfig, readSpec } from "./document/read-spec.js";
import { checkOutputs, runSteps, writeOutputs, type Step } from "./step.js";

export interface PipelineOptions {
  /** The entry file of the document. */
  readonly spec: string;
  /** The folder of the outputs. */
  readonly out: string;
  /** Redocly's configuration. */
  readonly config: string;
  /** Whether to compare the outputs instead of writing them. */
  readonly check: boolean;
  /** The mildest finding that fails the lint; without it, the document is taken as it is. */
  readonly failOn?: FailOn;
}

/**
 * Makes the outputs of the steps, with a progress line for each, and then writes all of them, or
 * none if anything failed.
 *
 * @throws GenerationError
 */
export async function runPipeline(
  steps: readonly Step[],
  { spec: file, out, config: configFile, check, failOn }: PipelineOptions,
): Promise<void> {
  const elapsed = startClock();
  const config = await readConfig(configFile);
  if (failOn !== undefined) await reportLint(file, config, failOn);

  const reading = startClock();
  const spec = await readSpec(file, config);
  reportDone("read", shownPath(file), "as one document", reading());

  const outputs = await runSteps(steps, spec, resolve(out));
  const total = count(outputs.length, "output");
  if (check) {
    await checkOutputs(outputs);
    reportDone("check", `${total} current`, elapsed());
  } else {
    const written = await writeOutputs(outputs);
    reportDone("generate", `${total}, ${written.length} written`, elapsed());
  }
}
