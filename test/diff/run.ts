import { createVitest } from "vitest/node";
import { isEntryPoint, runPlainCommand } from "../../scripts/command/entry-point.js";

const usage = `Usage: npm run test:diff -- [options]

Applies every mutation of the tests to the spec. Compares its class in spec:diff with the effect on
programs, which are compiled and run against servers. Prints a table of the classes. Takes 6 to 10
minutes of processor time. npm run test:full does the same for every ninth mutation.

  --help  show this text
`;

async function main(): Promise<void> {
  process.env["MUTATIONS"] = "all";
  const vitest = await createVitest("test", {
    ...{ watch: false, project: ["full"] },
  });
  await vitest.start(["test/diff/mutations.test.ts"]);
  await vitest.close();
}

if (isEntryPoint(import.meta.url)) await runPlainCommand(usage, main);
