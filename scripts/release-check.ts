import { resolve } from "node:path";

import {
  isEntryPoint,
  runOptionCommand,
  type CommandOptions,
  type CommandValues,
} from "./command/entry-point.js";
import { GenerationError, type Problem } from "./command/generation-error.js";
import { count, reportDone, reportFailed, startClock } from "./command/progress.js";
import { projectRoot } from "./command/project.js";
import { gates, readCandidate } from "./release/gates.js";

const usage = `Usage: npm run release:check -- [options]

Checks whether a release is ready and lists everything that is missing. The spec is compared with
the document of the last tag v*. Without a tag, this is the first release.

${gates.map(({ name, purpose }) => `  ${name.padEnd(12)}${purpose}\n`).join("")}
  --folder DIR  the repository to release    (default: this one)
  --help        show this text
`;

const options = {
  folder: { type: "string", default: projectRoot },
} satisfies CommandOptions;

async function releaseCheck(values: CommandValues<typeof options>): Promise<void> {
  await checkRelease(resolve(values.folder));
}

/**
 * Runs every check of a release.
 *
 * @throws GenerationError with all problems if the release is not ready
 */
export async function checkRelease(folder: string): Promise<void> {
  const elapsed = startClock();
  const candidate = await readCandidate(folder);
  const problems: Problem[] = [];
  for (const { name, check } of gates) {
    const gateElapsed = startClock();
    const found = await check(candidate);
    problems.push(...found);
    if (found.length === 0) reportDone(name, gateElapsed());
    else reportFailed(name, count(found.length, "problem"), gateElapsed());
  }
  if (problems.length > 0) throw new GenerationError(problems);
  const since =
    candidate.previous === undefined ? "the first release" : `after ${candidate.previous}`;
  reportDone("release:check", `${candidate.version} may be released, ${since}`, elapsed());
}

if (isEntryPoint(import.meta.url)) await runOptionCommand(usage, options, releaseCheck);
