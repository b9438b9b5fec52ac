import { join, resolve } from "node:path";

import type { Config } from "@redocly/openapi-core";

import { reportLint } from "./lint.js";
import { GenerationError, groupProblems } from "./command/generation-error.js";
import type { LintLevel } from "./command/lint-level.js";
import { count, reportDone, reportWarning, shownPath, startClock } from "./command/progress.js";
import { entryOf, isWhole, readConfig, readSpec } from "./document/read-spec.js";
import { normalizeDocument } from "./normalize.js";
import type { Run, Warning } from "./command/stamp.js";
import { checkOutputs, runSteps, writeOutputs, type StepOutputs, type Step } from "./step.js";

export interface PipelineOptions {
  /** The entry file of the document, or its URL. */
  readonly spec: string;
  /** The folder of the outputs. */
  readonly out: string;
  /** Redocly's configuration file. The default has only the rules of the OpenAPI standard. */
  readonly config?: string | undefined;
  /** Whether to compare the outputs instead of writing them. */
  readonly check: boolean;
  /** The findings that make the lint fail. Without a level, the document is not linted. */
  readonly lint?: LintLevel | undefined;
  /** Folders and URLs that references may lead into, in addition to the document's folder. */
  readonly allowed?: readonly string[] | undefined;
  /** Whether the document is this project's own, which the steps take as it is written. @default true */
  readonly isOurs?: boolean | undefined;
}

/**
 * Lints the document, runs the steps, and writes all outputs. Prints a progress line for each step.
 * Writes nothing if a step fails.
 *
 * @returns what was read, written and warned of, or `undefined` if that cannot be told
 * @throws GenerationError
 */
export async function runPipeline(
  steps: readonly Step[],
  options: PipelineOptions,
): Promise<Run | undefined> {
  const config = await readConfig(options.config);
  const inputs = new Map<string, string>();
  const reading = { ...options, inputs };
  const found =
    options.lint === undefined ? [] : await reportLint(options.spec, config, options.lint, reading);
  const run = await generate(steps, reading, config);
  const linted = found.map((text): Warning => ["lint", text]);
  const warnings = [...linted, ...run.warnings];
  return options.config === undefined || isWhole(config) ? { ...run, inputs, warnings } : undefined;
}

/**
 * Runs the pipeline without the lint.
 *
 * @throws GenerationError
 */
export async function generate(
  steps: readonly Step[],
  options: PipelineOptions & { readonly inputs?: Map<string, string> },
  config: Config,
): Promise<Omit<Run, "inputs">> {
  const elapsed = startClock();
  refuseOverwriting(steps, options);
  const { outputs, warnings } = await makeOutputs(steps, options, config);
  const lines = groupProblems(warnings);
  for (const line of lines) reportWarning("warning", line);
  const total = count(outputs.length, "output");
  if (options.check) {
    await checkOutputs(outputs);
    reportDone("check", `${total} current`, elapsed());
  } else {
    const written = await writeOutputs(outputs);
    reportDone("generate", `${total}, ${written.length} written`, elapsed());
  }
  return { outputs, warnings: lines.map((text): Warning => ["warning", text]) };
}

/** Throws if an output would overwrite the document. */
function refuseOverwriting(steps: readonly Step[], { spec, out }: PipelineOptions): void {
  const entry = entryOf(spec);
  if (!steps.some(({ file }) => join(resolve(out), file) === entry)) return;
  const message = "is the document itself and would be overwritten.";
  const advice = "Choose another folder with --out.";
  throw new GenerationError([{ message, places: [shownPath(entry)], advice }]);
}

async function makeOutputs(
  steps: readonly Step[],
  { spec: file, out, isOurs = true, ...reading }: PipelineOptions,
  config: Config,
): Promise<StepOutputs> {
  const elapsed = startClock();
  const spec = await readSpec(file, config, { ...reading, isOurs });
  reportDone("read", shownPath(file), "as one document", elapsed());
  if (isOurs) return runSteps(steps, spec, resolve(out), isOurs);
  try {
    const { spec: whole, changes } = normalizeDocument(spec, { inPlace: true });
    const result = await runSteps(steps, whole, resolve(out), isOurs);
    return { ...result, warnings: [...changes, ...result.warnings] };
  } catch (error) {
    throw asGenerationError(error, file);
  }
}

/** Converts an unexpected exception to an error without a stack trace. */
function asGenerationError(cause: unknown, file: string): GenerationError {
  if (cause instanceof GenerationError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `causes an error in the generator, which is a bug: ${reason}.`;
  const advice =
    "Please report it with the document. The findings of --lint error may show the cause.";
  return new GenerationError([{ message, places: [shownPath(file)], advice }], { cause });
}
