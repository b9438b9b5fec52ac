import { resolve } from "node:path";

import {
  isEntryPoint,
  runOptionCommand,
  type CommandOptions,
  type CommandValues,
} from "./command/entry-point.js";
import { GenerationError } from "./command/generation-error.js";
import { count, reportDone, reportWarning, startClock } from "./command/progress.js";
import { projectRoot } from "./command/project.js";
import { findAdvisories, refusedAdvisories } from "./supply-chain/advisories.js";
import { refusedLicences } from "./supply-chain/licences.js";
import { readLockFile } from "./supply-chain/lock-file.js";

const usage = `Usage: npm run audit [-- options]

Checks every package of package-lock.json: its licence against a list, without a network, and by npm
audit whether the registry has an advisory of it. One of what users install fails, whatever its
severity; one of a tool fails where it is high or critical. No answer from the registry fails, too.

  --folder DIR  where package-lock.json is    (default: this project)
  --help        this text
`;

const options = {
  folder: { type: "string", default: projectRoot },
} satisfies CommandOptions;

async function main(values: CommandValues<typeof options>): Promise<void> {
  await audit(resolve(values.folder));
}

async function audit(folder: string): Promise<void> {
  const elapsed = startClock();
  const packages = await readLockFile(folder);
  const problems = refusedLicences(packages);
  if (problems.length > 0) throw new GenerationError(problems);
  reportDone("licences", `${count(packages.length, "package")}, all allowed`, elapsed());

  const auditElapsed = startClock();
  const advisories = await findAdvisories(folder, packages);
  const refused = refusedAdvisories(advisories);
  if (refused.length > 0) throw new GenerationError(refused);
  for (const { name, severity, title, url } of advisories) {
    reportWarning("advisories", `${name}, a tool: ${severity}: ${title} (${url})`);
  }
  reportDone("advisories", "none that forbids a release", auditElapsed());
}

if (isEntryPoint(import.meta.url)) await runOptionCommand(usage, options, main);
