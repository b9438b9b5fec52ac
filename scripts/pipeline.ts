import { join, resolve } from "node:path";

import type { Config } from "@redocly/openapi-core";

import { reportLint, type LintLevel } from "./lint.js";
import { GenerationError, groupProblems } from "./command/generation-error.js";
import { count, reportDone, reportWarning, shownPath, startClock } from "./command/progress.js";
import { entryOf, readConfig, readSpec } from "./document/read-spec.js";
import { normalizeDocument } from "./normalize.js";
import { checkOutputs, runSteps, writeOutputs, type Made, type Step } from "./step.js";

export interface PipelineOptions {
  /** The entry file of the document, or its URL. */
  readonly spec: string;
  /** The folder of the outputs. */
  readonly out: string;
  /** Redocly's configuration; without one, what the standard itself demands. */
  readonly config?: string | undefined;
  /** Whether to compare the outputs instead of writing them. */
  readonly check: boolean;
  /**
   * What fails the lint. Any level except `strict` also normalizes what the steps would reject. Without one,
   * the document is taken as it is.
   */
  readonly lint?: LintLevel | undefined;
  /** Folders and URLs below which references may lead, besides the folder of the document. */
  readonly allowed?: readonly string[] | undefined;
}

/**
 * Lints, makes the outputs of the steps, with a progress line for each, and then writes all of them,
 * or none if anything failed.
 *
 * @throws GenerationError
 */
export async function runPipeline(steps: readonly Step[], options: PipelineOptions): Promise<void> {
  const config = await readConfig(options.config);
  if (options.lint !== undefined) {
    await reportLint(options.spec, config, options.lint, options);
  }
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
  refuseOverwriting(steps, options);
  const { outputs, warnings } = await makeOutputs(steps, options, config);
  for (const line of groupProblems(warnings)) reportWarning("warning", line);
  const total = count(outputs.length, "output");
  if (options.check) {
    await checkOutputs(outputs);
    reportDone("check", `${total} current`, elapsed());
  } else {
    const written = await writeOutputs(outputs);
    reportDone("generate", `${total}, ${written.length} written`, elapsed());
  }
}

/** An output in the place of the document would destroy it. */
function refuseOverwriting(steps: readonly Step[], { spec, out }: PipelineOptions): void {
  const entry = entryOf(spec);
  if (!steps.some(({ file }) => join(resolve(out), file) === entry)) return;
  const message = "is the document itself, and would be overwritten.";
  const advice = "Give another folder by --out.";
  throw new GenerationError([{ message, places: [shownPath(entry)], advice }]);
}

async function makeOutputs(
  steps: readonly Step[],
  { spec: file, out, lint, allowed }: PipelineOptions,
  config: Config,
): Promise<Made> {
  const elapsed = startClock();
  const isOurs = lint === undefined || lint === "strict";
  const spec = await readSpec(file, config, { allowed, isOurs });
  reportDone("read", shownPath(file), "as one document", elapsed());
  if (isOurs) return runSteps(steps, spec, resolve(out), isOurs);
  try {
    const { spec: whole, changes } = normalizeDocument(spec, { inPlace: true });
    const made = await runSteps(steps, whole, resolve(out), isOurs);
    return { ...made, warnings: [...changes, ...made.warnings] };
  } catch (error) {
    throw asGenerationError(error, file);
  }
}

/** Nobody has to read a stack trace because of a document that we did not think of. */
function asGenerationError(cause: unknown, file: string): GenerationError {
  if (cause instanceof GenerationError) return cause;
  const said = cause instanceof Error ? cause.message : String(cause);
  const message = `makes the generator fail, which is a defect of the generator: ${said}.`;
  const advice = "Please report it with the document. --lint error may show what is unusual in it.";
  return new GenerationError([{ message, places: [shownPath(file)], advice }], { cause });
}
