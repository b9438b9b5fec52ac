import { resolve } from "node:path";

import type { Config } from "@redocly/openapi-core";

import { reportLint, type LintLevel } from "./lint.js";
import { formatProblem } from "./command/generation-error.js";
import { count, reportDone, reportWarning, shownPath, startClock } from "./command/progress.js";
import { readConfig, readSpec } from "./document/read-spec.js";
import type { SpecDocument } from "./document/spec-document.js";
import { mendDocument } from "./mend.js";
import { checkOutputs, runSteps, writeOutputs, type Output, type Step } from "./step.js";

export interface PipelineOptions {
  /** The entry file of the document. */
  readonly spec: string;
  /** The folder of the outputs. */
  readonly out: string;
  /** Redocly's configuration; without one, what the standard itself demands. */
  readonly config?: string | undefined;
  /** Whether to compare the outputs instead of writing them. */
  readonly check: boolean;
  /**
   * What fails the lint. Any level but `strict` also mends what the steps would refuse. Without one,
   * the document is taken as it is.
   */
  readonly lint?: LintLevel | undefined;
}

/**
 * Lints, makes the outputs of the steps, with a progress line for each, and then writes all of them,
 * or none if anything failed.
 *
 * @throws GenerationError
 */
export async function runPipeline(steps: readonly Step[], options: PipelineOptions): Promise<void> {
  const config = await readConfig(options.config);
  if (options.lint !== undefined) await reportLint(options.spec, config, options.lint);
  await generate(steps, options, config);
}

/**
 * Does all of it but the lint.
 *
 * @throws GenerationError
 */
export async function generate(
  steps: readonly Step[],
  options: PipelineOptions,
  config: Config,
): Promise<void> {
  const elapsed = startClock();
  const outputs = await makeOutputs(steps, options, config);
  const total = count(outputs.length, "output");
  if (options.check) {
    await checkOutputs(outputs);
    reportDone("check", `${total} current`, elapsed());
  } else {
    const written = await writeOutputs(outputs);
    reportDone("generate", `${total}, ${written.length} written`, elapsed());
  }
}

async function makeOutputs(
  steps: readonly Step[],
  options: PipelineOptions,
  config: Config,
): Promise<Output[]> {
  const { lint } = options;
  const isOurs = lint === undefined || lint === "strict";
  const spec = await readWhole(options, config, isOurs);
  return runSteps(steps, spec, resolve(options.out), isOurs);
}

/** Reads the document as the steps take it. */
async function readWhole(
  { spec: file }: PipelineOptions,
  config: Config,
  isOurs: boolean,
): Promise<SpecDocument> {
  const elapsed = startClock();
  const spec = await readSpec(file, config);
  reportDone("read", shownPath(file), "as one document", elapsed());

  return isOurs ? spec : reportMended(spec);
}

function reportMended(spec: SpecDocument): SpecDocument {
  const elapsed = startClock();
  const { spec: whole, mended } = mendDocument(spec);
  for (const problem of mended) reportWarning("mend", formatProblem(problem));
  reportDone("mend", count(mended.length, "change"), elapsed());
  return whole;
}
