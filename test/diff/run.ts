import { createVitest } from "vitest/node";
import { isEntryPoint, runPlainCommand } from "../../scripts/command/entry-point.js";

const usage = `Usage: npm run test:diff -- [options]

Makes every mutation of the spec that the tests know, compares the class that spec:diff gives it
with what becomes of programs, by compiling and by calling servers, and prints the table. It takes 6 to
10 minutes of processor time. npm run test:full does the same with one mutation in nine.

  --help  this text
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
