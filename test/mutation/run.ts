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

Changes src/ outside testing/ in every place, one change at a time, and runs the fast tests on it:
a change that no test notices has survived. Prints the score and the survivors; fails below 90 %.
Takes about half an hour. What did not change since the last run is taken from it.

  --mutate FILES  just these, like src/retry.ts or src/issues.ts:10-20,src/retry.ts
  --force         everything anew
  --help          this text

The report is .cache/mutation/report.html; test/mutation/equivalent.md lists the survivors that make no
difference.
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
