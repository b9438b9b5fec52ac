import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import {
  describeFailure,
  isEntryPoint,
  UsageError,
  runOptionCommand,
  type CommandOptions,
  type CommandValues,
} from "../../scripts/command/entry-point.js";
import {
  count,
  reportDone,
  reportFailed,
  reportWarning,
  startClock,
} from "../../scripts/command/progress.js";
import { projectRoot, scratch } from "../../scripts/command/project.js";
import { npmPack } from "../package/support/npm-pack.js";
import { formatTable, type Row } from "./table.js";
import type { Target } from "./target.js";
import { targets } from "./targets.js";
import { settingNames } from "./targets/typescript.js";
import { MissingError } from "./toolchain.js";
import { createWorkspace, type Workspace } from "./workspace.js";

const usage = `Usage: npm run test:runtimes -- [options]

Packs the package, installs the tarball without a network in a project for each runtime, bundler, test
runner and compiler, and runs the same checks in each, against an embedded server on loopback.
The first run installs exact versions of the runtimes and tools into .cache/runtimes/tools/.

${targets.map(({ name, purpose }) => `  ${name.padEnd(18)}${purpose}\n`).join("")}
Each TypeScript also checks the package's declarations with several settings. The last setting has only
Node's types. The other settings have the types of the DOM:
  ${settingNames.join(", ")}

  --only NAME      run only this target, or the targets with this text before a "-" (you can repeat
                   this option)
  --break          break each copy of the package first, to test the checks; exits with 1 if a target
                   passes
  --help           show this text

Prints a table to stdout. Exits with 1 if a check failed or a tool could not be installed. Tools that
npm cannot install on this machine, such as Chromium, are listed as missing.
`;

/** Returns the targets in `--only`, or all targets without it. */
export function selectTargets(all: readonly Target[], names: readonly string[]): Target[] {
  const isNamed = (target: Target, name: string) =>
    target.name === name || target.name.startsWith(`${name}-`);
  const unknown = names.find((name) => !all.some((target) => isNamed(target, name)));
  if (unknown !== undefined) {
    const known = all.map((target) => target.name).join(", ");
    throw new UsageError(`--only must be one of ${known}; got "${unknown}".`);
  }
  return names.length === 0
    ? [...all]
    : all.filter((target) => names.some((name) => isNamed(target, name)));
}

async function pack(): Promise<string> {
  const elapsed = startClock();
  const folder = join(scratch, "runtimes");
  await mkdir(folder, { recursive: true });
  const { filename } = await npmPack(projectRoot, ["--silent", "--pack-destination", folder]);
  reportDone("pack", filename, elapsed());
  return join(folder, filename);
}

async function tryTarget(target: Target, workspace: Workspace): Promise<Row> {
  const elapsed = startClock();
  try {
    const { version, checks } = await target.run(workspace);
    const failed = checks.filter(({ passed }) => !passed);
    const report = failed.length === 0 ? reportDone : reportFailed;
    report(target.name, version, count(checks.length, "check"), elapsed());
    for (const { name, detail = "" } of failed) {
      process.stderr.write(indent(`✗ ${name}\n${detail}`));
    }
    const passed = checks.length - failed.length;
    return { name: target.name, version, passed, checks: checks.length, time: elapsed() };
  } catch (error) {
    if (error instanceof MissingError) {
      reportWarning(target.name, error.message);
      return { name: target.name, missing: error.message, time: elapsed() };
    }
    reportFailed(target.name, elapsed());
    process.stderr.write(indent(describeFailure(error)));
    return { name: target.name, version: "", passed: 0, checks: 1, time: elapsed() };
  }
}

function indent(text: string): string {
  return `${text.trimEnd().replaceAll(/^/gm, "    ")}\n`;
}

const options = {
  only: { type: "string", multiple: true, default: [] },
  break: { type: "boolean", default: false },
} satisfies CommandOptions;

async function main(values: CommandValues<typeof options>): Promise<void> {
  const wanted = selectTargets(targets, values.only);
  const elapsed = startClock();
  await using workspace = await createWorkspace(await pack(), { broken: values.break });
  const rows: Row[] = [];
  for (const target of wanted) rows.push(await tryTarget(target, workspace));
  process.stdout.write(formatTable(rows));
  const failed = rows.filter((row) => "checks" in row && row.passed < row.checks).length;
  const missing = rows.filter((row) => "missing" in row).length;
  const passed = rows.length - failed - missing;
  const good = (values.break ? passed : failed) === 0;
  const summary = `${passed} passed, ${failed} failed, ${missing} missing`;
  (good ? reportDone : reportFailed)("runtimes", summary, elapsed());
  if (!good) process.exitCode = 1;
}

if (isEntryPoint(import.meta.url)) await runOptionCommand(usage, options, main);
