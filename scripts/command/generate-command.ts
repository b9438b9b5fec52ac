import { resolve } from "node:path";
import { setFlagsFromString } from "node:v8";

import { defineCommand, UsageError, type Command, type CommandOptions } from "./entry-point.js";
import { isUrl } from "../document/download.js";
import { parseLintLevel } from "../lint.js";
import { runPipeline } from "../pipeline.js";
import type { Step } from "../step.js";

const options = {
  spec: { type: "string" },
  out: { type: "string" },
  config: { type: "string" },
  check: { type: "boolean", default: false },
  lint: { type: "string" },
  validators: { type: "boolean", default: false },
  watch: { type: "boolean", default: false },
  "allow-ref": { type: "string", multiple: true },
} satisfies CommandOptions;

/** The document that a command is for, if none is given. Of it, everything is generated. */
export interface OwnDocument {
  readonly spec: string;
  readonly out: string;
  readonly config: string;
}

/** What a command calls itself, and which steps it runs. */
export interface GenerateCommand {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly own?: OwnDocument;
}

/** Makes the whole pipeline a command: lint, every step, then the outputs, all of them or none. */
export function generateCommandOf({ name, steps, own }: GenerateCommand): Command {
  const listed = steps.map(({ file, purpose, isOptional }) => {
    return `  ${file.padEnd(24)}${purpose}${isOptional ? " (with --validators)" : ""}\n`;
  });
  const preset =
    own === undefined ? ["", ""] : [" (default: spec/openapi.yaml)", " (default: generated)"];
  const usage = `Usage: ${name} --spec FILE|URL --out DIR [options]

Generates a typed client's files from an OpenAPI document (3.0, 3.1, 3.2):

${listed.join("")}
  --spec FILE|URL      entry file of the document${preset[0] ?? ""}
  --out DIR            folder of the outputs${preset[1] ?? ""}
  --validators         generate the validators, too, which takes ajv
  --watch              generate again at each change of the document, until Ctrl-C
  --check              compare the outputs with what the document gives; write nothing
  --lint LEVEL         lint the document first, and fail for: strict (any finding), error, warn
                       (nothing), off (no lint). Default: ${own === undefined ? "off" : "strict for spec/openapi.yaml, otherwise off"}
  --config FILE        Redocly's configuration: the rules of the lint, and how references are read
  --allow-ref PLACE    also allow references below this folder or URL; may be given several times
  --help               this text
`;
  return defineCommand(usage, options, async (values) => {
    const { spec = own?.spec ?? "", out = own?.out ?? "", validators, watch } = values;
    for (const [option, value] of Object.entries({ spec, out })) {
      if (value.trim() === "") throw new UsageError(`--${option} is missing or empty.`);
    }
    if (watch && isUrl(spec)) throw new UsageError("--watch needs a file: a URL has no changes.");
    const isOwn = resolve(spec) === own?.spec;
    // Left to itself, V8 lets a large document's garbage grow to four times what is in use.
    setFlagsFromString("--heap-growing-percent=50");
    const chosen = steps.filter(({ isOptional }) => isOwn || validators || !isOptional);
    const run = watch ? (await import("../watch.js")).watchPipeline : runPipeline;
    await run(chosen, {
      ...{ spec, out, check: values.check, allowed: values["allow-ref"] },
      config: values.config ?? (isOwn ? own.config : undefined),
      lint: parseLintLevel(values.lint ?? (isOwn ? "strict" : "off")),
    });
  });
}
