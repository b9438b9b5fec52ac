import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

import { changedLines } from "./api-report/compare.js";
import { readEntryPoints } from "./api-report/entry-points.js";
import { extractReports } from "./api-report/extract.js";
import { collapse, readExportedNames } from "./api-report/generated-names.js";
import { buildPackage } from "./command/built-package.js";
import {
  isEntryPoint,
  runOptionCommand,
  type CommandOptions,
  type CommandValues,
} from "./command/entry-point.js";
import { GenerationError, type Problem } from "./command/generation-error.js";
import { count, reportDone, shownPath, startClock } from "./command/progress.js";
import { projectRoot, scratch } from "./command/project.js";
import { findStale, removeFile, writeOutputs, type Output } from "./step.js";

const reportFolder = join(projectRoot, "test", "package", "api");

/** Creates the reports of the public types of a built package, one per subpath. */
export async function makeReports(folder: string, out: string): Promise<Output[]> {
  const entries = await readEntryPoints(folder);
  const generated = await readExportedNames(join(folder, "dist", "generated", "schema.d.ts"));
  const texts = await extractReports(folder, entries, scratch);
  return entries.map(({ name }, index) => ({
    path: join(out, `${name}.api.md`),
    text: collapse(texts[index] ?? "", generated),
  }));
}

/**
 * Compares reports with the files in their folder.
 *
 * @throws GenerationError with the changed lines
 */
export async function checkReports(reports: readonly Output[], folder: string): Promise<void> {
  const problems: Problem[] = [];
  for (const { path, text } of await findStale(reports)) {
    const before = await readFile(path, "utf8").catch(() => "");
    const lines = changedLines(before, text).join("\n  ");
    problems.push({
      message: `is not what the package exports:\n  ${lines}`,
      places: [shownPath(path)],
    });
  }
  for (const path of await findOrphans(reports, folder)) {
    problems.push({
      message: "does not belong to a subpath of the package.",
      places: [shownPath(path)],
    });
  }
  const last = problems.pop();
  if (last === undefined) return;
  const advice =
    "If you want to change the public types, run `npm run api:report` and commit the result.";
  throw new GenerationError([...problems, { ...last, advice }]);
}

async function findOrphans(reports: readonly Output[], folder: string): Promise<string[]> {
  const paths = (await readdir(folder)).map((name) => join(folder, name));
  return paths.filter((path) => !reports.some((report) => report.path === path));
}

const usage = `Usage: npm run api:report [-- options]

Builds the package and writes the exports of each subpath to a file in test/package/api/, so that
reviewers see changes to the public types. For schemas, the report has only their names.

  --check  compare the reports with dist/ from the last build, and write nothing
  --help   show this text
`;

const options = {
  check: { type: "boolean", default: false },
} satisfies CommandOptions;

async function main(values: CommandValues<typeof options>): Promise<void> {
  if (!values.check) await buildPackage();
  const elapsed = startClock();
  const reports = await makeReports(projectRoot, reportFolder);
  const subpaths = count(reports.length, "subpath");
  if (values.check) {
    await checkReports(reports, reportFolder);
    reportDone("api", shownPath(reportFolder), `${subpaths}, as reported`, elapsed());
    return;
  }
  const written = await writeOutputs(reports);
  for (const path of await findOrphans(reports, reportFolder)) await removeFile(path);
  reportDone("api", shownPath(reportFolder), subpaths, `${written.length} changed`, elapsed());
}

if (isEntryPoint(import.meta.url)) await runOptionCommand(usage, options, main);
