import type { SpecDocument } from "../../../scripts/document/spec-document.js";
import { prettify } from "../../../scripts/prettify.js";
import type { Step, StepResult } from "../../../scripts/step.js";

/** Runs a step and formats its text, like the pipeline does for our own document. */
export async function runFormatted(step: Step, spec: SpecDocument): Promise<StepResult> {
  const result = await step.run(spec);
  return { ...result, text: await prettify(result.text) };
}
