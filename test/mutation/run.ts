import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  isEntryPoint,
  runOptionCommand,
  type CommandOptions,
  type CommandValues,
} from "../../scripts/command/entry-point.js";
import { projectRoot } from "../../scripts/command/project.js";

const usage = `Usage: npm run test:mutation [-- options]

Makes one small change (a mutant) at a time in src/, except in testing/, and runs the fast tests.
A mutant survives if no test fails. Prints the score and the survivors, and fails below 90 %.
Takes about half an hour. Results of the last run are reused for unchanged files.

  --mutate FILES  only these files, such as src/retry.ts or src/issues.ts:10-20,src/retry.ts
  --force         ignore the results of the last run
  --help          show this text

The report is in .cache/mutation/report.html. test/mutation/equivalent.md lists the survivors that
do not change behavior.
`;

const options = {
  mutate: { type: "string" },
  force: { type: "boolean", default: false },
} satisfies CommandOptions;

async function main(values: CommandValues<typeof options>): Promise<void> {
  const child = spawn(
    process.execPath,
    [
      ...["node_modules/@stryker-mutator/core/bin/stryker.js", "run"],
      ...(values.mutate === undefined ? [] : ["--mutate", values.mutate]),
      ...(values.force ? ["--force"] : []),
    ],
    { cwd: projectRoot, stdio: "inherit" },
  );
  const [code] = (await once(child, "close")) as [number | null]; // As Node documents the event.
  process.exitCode = code ?? 1;
}

if (isEntryPoint(import.meta.url)) await runOptionCommand(usage, options, main);
