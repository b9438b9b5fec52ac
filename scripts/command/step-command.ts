import { resolve } from "node:path";
import { setFlagsFromString } from "node:v8";

import { defineCommand, runAsProcess, type Command, type CommandOptions } from "./entry-point.js";
import { parseLintLevel } from "../lint.js";
import { runPipeline } from "../pipeline.js";
import { watchPipeline } from "../watch.js";
import { defaultConfig, defaultOut, defaultSpec } from "./project.js";
import type { Step } from "../step.js";

const stepOptions = {
  spec: { type: "string", default: defaultSpec },
  out: { type: "string", default: defaultOut },
  config: { type: "string", default: defaultConfig },
  check: { type: "boolean", default: false },
} satisfies CommandOptions;

const pipelineOptions = {
  ...stepOptions,
  config: { type: "string" },
  lint: { type: "string" },
  watch: { type: "boolean", default: false },
} satisfies CommandOptions;

const optionLines = `  --spec FILE      entry file of the document               (default: spec/openapi.yaml)
  --out DIR        folder of the outputs                    (default: generated)
  --config FILE    redocly's configuration                  (default: redocly.yaml)
  --check          compare the outputs with what the spec gives; write nothing
  --help           this text
`;

/** Makes one step a command of its own. It does not lint: it takes the document as it is. */
export function stepCommand(step: Step): Command {
  const usage =
    `Usage: tsx scripts/${step.name}.ts [options]\n\n` +
    `${step.file}: ${step.purpose}.\n\n${optionLines}`;
  return defineCommand(usage, stepOptions, (values) => runPipeline([step], values));
}

/** Runs one step as this process. */
export async function runStepCommand(step: Step): Promise<void> {
  await runAsProcess(stepCommand(step));
}

/** Makes the whole pipeline a command: lint, every step, then the outputs, all of them or none. */
export function pipelineCommand(steps: readonly Step[]): Command {
  const listed = steps.map(({ file, purpose }) => `  ${file.padEnd(24)}${purpose}\n`).join("");
  const usage =
    `Usage: npm run generate -- [options]\n\n` +
    `Lints the OpenAPI document and makes of it:\n\n${listed}\n` +
    `  --lint LEVEL     what fails the lint: strict, error, warn, off (default: strict for\n` +
    `                   spec/openapi.yaml; warn for others, with the standard's rules alone,\n` +
    `                   and what the steps would refuse is mended, with a warning for each)\n` +
    `  --watch          regenerate at each change, and say which types changed; until Ctrl-C\n` +
    optionLines;
  return defineCommand(usage, pipelineOptions, async (values) => {
    // Left to itself, V8 lets a large document's garbage grow to four times what is in use.
    setFlagsFromString("--heap-growing-percent=50");
    const isOurs = resolve(values.spec) === defaultSpec;
    const run = values.watch ? watchPipeline : runPipeline;
    await run(steps, {
      ...values,
      config: values.config ?? (isOurs ? defaultConfig : undefined),
      lint: parseLintLevel(values.lint ?? (isOurs ? "strict" : "warn")),
    });
  });
}
