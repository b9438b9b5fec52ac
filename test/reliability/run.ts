import {
  isEntryPoint,
  UsageError,
  runOptionCommand,
  type CommandOptions,
  type CommandValues,
} from "../../scripts/command/entry-point.js";
import { reportDone, reportFailed, startClock } from "../../scripts/command/progress.js";
import { lookForLeftovers } from "./support/leftovers.js";

const usage = `Usage: npm run test:leftovers [-- options]

Makes 100,000 calls with one long-lived signal in a separate process, 64 at a time.
Then checks for leftover listeners, memory and connections, and that the process exits.
Takes about a minute.

  --calls N  the number of calls, at least 20000 (default: 100000)
  --help     show this text
`;

const options = {
  calls: { type: "string", default: "100000" },
} satisfies CommandOptions;

async function main(values: CommandValues<typeof options>): Promise<void> {
  const calls = Number(values.calls);
  if (!Number.isInteger(calls) || calls < 20_000) {
    throw new UsageError(`--calls must be an integer, 20000 or greater; got "${values.calls}".`);
  }
  const elapsed = startClock();
  const { summary, complaints } = await lookForLeftovers(calls);
  process.stdout.write(`${summary.replaceAll("; ", "\n")}\n`);
  for (const complaint of complaints) reportFailed("leftovers", complaint);
  (complaints.length > 0 ? reportFailed : reportDone)("leftovers", `${calls} calls`, elapsed());
  if (complaints.length > 0) process.exitCode = 1;
}

if (isEntryPoint(import.meta.url)) await runOptionCommand(usage, options, main);
