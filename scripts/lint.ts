import { resolve } from "node:path";
import { parseArgs } from "node:util";

import { BaseResolver, lintDocument, type Config } from "@redocly/openapi-core";

import { UsageError, isEntryPoint, runCommand } from "./command/entry-point.js";
import { GenerationError, formatProblem } from "./command/generation-error.js";
import { count, reportDone, reportWarning, shownPath, startClock } from "./command/progress.js";
import { defaultConfig, defaultSpec } from "./command/project.js";
import { openDocument, readConfig } from "./document/read-spec.js";
import { fromRedocly } from "./document/redocly-problem.js";

/** The mildest problem that fails the lint. */
export type FailOn = "warning" | "error" | "never";

export interface LintResult {
  /** Each problem as it is shown: place, rule, message. */
  readonly problems: readonly string[];
  readonly errors: number;
  readonly warnings: number;
}

/**
 * Checks an OpenAPI document against redocly's rules, at each file that it is split into.
 *
 * @param failOn - what is too much: `warning` for a spec of ours, less for documents of others
 * @throws GenerationError with every problem
 */
export async function lintSpec(
  file: string,
  config: Config,
  failOn: FailOn = "warning",
): Promise<LintResult> {
  const entry = resolve(file);
  const externalRefResolver = new BaseResolver(config.resolve);
  const document = await openDocument(entry, externalRefResolver);

  const all = await lintDocument({ document, config, externalRefResolver });
  const found = all.filter(({ ignored }) => ignored !== true);
  const errors = found.filter(({ severity }) => severity === "error");
  const fatal = { warning: found, error: errors, never: [] }[failOn];
  if (fatal.length > 0) throw new GenerationError(found.map(fromRedocly));
  return {
    problems: found.map((problem) => formatProblem(fromRedocly(problem))),
    errors: errors.length,
    warnings: found.length - errors.length,
  };
}

/** Lints with a progress line and the tolerated problems on stderr. */
export async function reportLint(file: string, config: Config, failOn: FailOn): Promise<void> {
  const elapsed = startClock();
  const { problems, errors, warnings } = await lintSpec(file, config, failOn);
  for (const problem of problems) reportWarning("lint", problem);
  const summary = `${count(errors, "error")}, ${count(warnings, "warning")}`;
  reportDone("lint", shownPath(file), summary, elapsed());
}

/**
 * Reads the value of `--fail-on`.
 *
 * @throws UsageError
 */
export function parseFailOn(value: string): FailOn {
  if (value === "warning" || value === "error" || value === "never") return value;
  throw new UsageError(`--fail-on must be warning, error or never; got "${value}".`);
}

const usage = `Usage: tsx scripts/lint.ts [options]

Checks the OpenAPI document with redocly's rules; prints each problem as file:line:col rule: message.

  --spec FILE      entry file of the document   (default: spec/openapi.yaml)
  --config FILE    redocly's configuration      (default: redocly.yaml)
  --fail-on LEVEL  warning, error or never      (default: warning)
  --help           this text
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      spec: { type: "string", default: defaultSpec },
      config: { type: "string", default: defaultConfig },
      "fail-on": { type: "string", default: "warning" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  await reportLint(values.spec, await readConfig(values.config), parseFailOn(values["fail-on"]));
}

if (isEntryPoint(import.meta.url)) await runCommand(main);
