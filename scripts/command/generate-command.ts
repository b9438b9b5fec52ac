import { dirname, join, resolve } from "node:path";
import { setFlagsFromString } from "node:v8";

import { defineCommand, UsageError, type Command, type CommandOptions } from "./entry-point.js";
import { parseLintLevel } from "./lint-level.js";
import { count, reportDone, reportWarning, startClock } from "./progress.js";
import { openStamp, type Stamp } from "./stamp.js";
import { isUrl } from "../document/download.js";
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

/** The default document of a command. All outputs are generated from it. */
export interface OwnDocument {
  readonly spec: string;
  readonly out: string;
  readonly config: string;
}

/** The name of a command in its usage, and the steps that it runs. */
export interface GenerateCommand {
  readonly name: string;
  /** Loads the steps, and with them the libraries, which takes most of the time of a small document. */
  readonly steps: () => Promise<readonly Step[]>;
  readonly own?: OwnDocument;
  /** Where runs are remembered, and the digest of the tools; without it, each run does all of it. */
  readonly stamps?: () => Promise<{ readonly folder: string; readonly tools: string } | undefined>;
}

/** Creates a command that runs the whole pipeline: lint, all steps, then all outputs or none. */
export function generateCommandOf({ name, steps, own, stamps }: GenerateCommand): Command {
  const usage = async (): Promise<string> =>
    usageOf(name, await steps(), own, stamps !== undefined);
  return defineCommand(usage, options, async (values) => {
    const elapsed = startClock();
    const { spec = own?.spec ?? "", out = own?.out ?? "", validators, watch, check } = values;
    for (const [option, value] of Object.entries({ spec, out })) {
      if (value.trim() === "") throw new UsageError(`--${option} is missing or empty.`);
    }
    if (watch && isUrl(spec)) throw new UsageError("--watch needs a file. URLs cannot be watched.");
    const isOwn = resolve(spec) === own?.spec;
    const lint = parseLintLevel(values.lint ?? (isOwn ? "strict" : "off"));
    const config = values.config ?? (isOwn ? own.config : undefined);
    const allowed = values["allow-ref"];
    const options = { spec, out, config, lint, allowed };

    const place = watch ? undefined : await stamps?.();
    const stamp =
      place &&
      (await openStamp(place.folder, {
        options: { ...options, validators, cwd: process.cwd() },
        files: config === undefined ? [] : [config, join(dirname(config), ignoreFile)],
        tools: place.tools,
      }));
    if (await isDone(stamp, check ? "check" : "generate", elapsed)) return;

    // Saves memory. By default, V8's heap grows to four times the size of a large document's data.
    setFlagsFromString("--heap-growing-percent=50");
    const chosen = (await steps()).filter(({ isOptional }) => isOwn || validators || !isOptional);
    const whole = { ...options, check, isOurs: own !== undefined && lint === "strict" };
    if (watch) {
      await (await import("../watch.js")).watchPipeline(chosen, whole);
      return;
    }
    const run = await (await import("../pipeline.js")).runPipeline(chosen, whole);
    if (run !== undefined) await stamp?.save(run);
  });
}

/** Redocly reads it next to its configuration. */
const ignoreFile = ".redocly.lint-ignore.yaml";

/** Reports the last run instead of another one, if that would do the same. */
async function isDone(
  stamp: Stamp | undefined,
  name: string,
  elapsed: () => string,
): Promise<boolean> {
  const past = await stamp?.find();
  if (past === undefined) return false;
  for (const [kind, text] of past.warnings) reportWarning(kind, text);
  reportDone(name, `${count(past.outputs, "output")}, nothing has changed`, elapsed());
  return true;
}

function usageOf(
  name: string,
  steps: readonly Step[],
  own: OwnDocument | undefined,
  remembers: boolean,
): string {
  const listed = steps.map(({ file, purpose, isOptional }) => {
    return `  ${file.padEnd(24)}${purpose}${isOptional ? " (with --validators)" : ""}\n`;
  });
  const preset =
    own === undefined ? ["", ""] : [" (default: spec/openapi.yaml)", " (default: generated)"];
  return `Usage: ${name} --spec FILE|URL --out DIR [options]

Generates the files of a typed client from an OpenAPI document (3.0, 3.1, 3.2):

${listed.join("")}
  --spec FILE|URL      the entry file of the document${preset[0] ?? ""}
  --out DIR            the folder of the outputs${preset[1] ?? ""}
  --validators         also generate the validators (requires ajv)
  --watch              generate again after each change of the document, until Ctrl-C
  --check              fail if an output is not up to date, and write nothing
  --lint LEVEL         lint the document first: off (no lint), warn (only print the findings), error
                       (fail for errors), strict (fail for any finding).
                       Default: ${own === undefined ? "off" : "strict for spec/openapi.yaml, otherwise off"}
  --config FILE        Redocly's configuration: the lint rules, and how to load references
  --allow-ref PLACE    allow references into this folder or URL (you can repeat this option)
  --help               show this text
${remembers ? "\nDoes nothing if nothing has changed since the last run, which node_modules/.cache/ remembers.\n" : ""}`;
}
