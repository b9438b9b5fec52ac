import { lintDocument, type Config } from "@redocly/openapi-core";

import {
  defineCommand,
  isEntryPoint,
  runAsProcess,
  type CommandOptions,
} from "./command/entry-point.js";
import { GenerationError, formatProblem } from "./command/generation-error.js";
import { parseLintLevel, type LintLevel } from "./command/lint-level.js";
import { count, reportDone, reportWarning, shownPath, startClock } from "./command/progress.js";
import { defaultConfig, defaultSpec } from "./command/project.js";
import { DocumentReader } from "./document/document-reader.js";
import {
  entryOf,
  notReadable,
  openDocument,
  readConfig,
  type ReadOptions,
} from "./document/read-spec.js";
import { fromRedocly } from "./document/redocly-problem.js";

export interface LintResult {
  /** The printed problems: place, rule and message. */
  readonly problems: readonly string[];
  readonly errors: number;
  readonly warnings: number;
}

/**
 * Checks all files of an OpenAPI document with Redocly's rules.
 *
 * @throws GenerationError with all problems if the level makes the lint fail
 */
export async function lintSpec(
  file: string,
  config: Config,
  level: LintLevel = "strict",
  { allowed, inputs }: ReadOptions = {},
): Promise<LintResult> {
  const entry = entryOf(file);
  const externalRefResolver = new DocumentReader(config.resolve, entry, { allowed, inputs });
  const document = await openDocument(entry, externalRefResolver);

  const reader = { document, config, externalRefResolver };
  const all = await lintDocument(reader).catch(async (error: unknown) => {
    throw await notReadable(entry, externalRefResolver, error);
  });
  const found = all.filter(({ ignored }) => ignored !== true);
  const errors = found.filter(({ severity }) => severity === "error");
  const fatal = { strict: found, error: errors, warn: [], off: [] }[level];
  if (fatal.length > 0) throw new GenerationError(found.map(fromRedocly));
  return {
    problems: found.map((problem) => formatProblem(fromRedocly(problem))),
    errors: errors.length,
    warnings: found.length - errors.length,
  };
}

/** The maximum number of tolerated problems to print. Large documents can have thousands. */
const shown = 20;

/**
 * Lints a document. Prints the tolerated problems and a progress line to stderr.
 *
 * @returns the printed problems
 */
export async function reportLint(
  file: string,
  config: Config,
  level: LintLevel,
  options: ReadOptions = {},
): Promise<string[]> {
  if (level === "off") return [];
  const elapsed = startClock();
  const { problems, errors, warnings } = await lintSpec(file, config, level, options);
  const lines = problems.slice(0, shown);
  if (problems.length > shown) {
    lines.push(`and ${problems.length - shown} more. Run npx @redocly/cli lint to see all.`);
  }
  for (const line of lines) reportWarning("lint", line);
  const summary = `${count(errors, "error")}, ${count(warnings, "warning")}`;
  reportDone("lint", shownPath(file), summary, elapsed());
  return lines;
}

const usage = `Usage: tsx scripts/lint.ts [options]

Checks an OpenAPI document with Redocly's rules. Prints each problem as file:line:col rule: message.

  --spec FILE    the entry file of the document   (default: spec/openapi.yaml)
  --config FILE  Redocly's configuration          (default: redocly.yaml)
  --lint LEVEL   fail for any finding (strict), for errors (error), or for none (warn), or do not
                 lint (off)                       (default: strict)
  --help         show this text
`;

const options = {
  spec: { type: "string", default: defaultSpec },
  config: { type: "string", default: defaultConfig },
  lint: { type: "string", default: "strict" },
} satisfies CommandOptions;

/** `tsx scripts/lint.ts`. */
export const lintCommand = defineCommand(usage, options, async (values) => {
  await reportLint(values.spec, await readConfig(values.config), parseLintLevel(values.lint));
});

if (isEntryPoint(import.meta.url)) await runAsProcess(lintCommand);
