import { readFile } from "node:fs/promises";
import { join } from "node:path";

import {
  checkNames,
  isEntryPoint,
  runOptionCommand,
  type CommandOptions,
  type CommandValues,
} from "./command/entry-point.js";
import { reportDone, reportFailed, startClock } from "./command/progress.js";
import { scratch } from "./command/project.js";
import { runStage, runStages, type Stage } from "./command/stages.js";
import { removeFile } from "./step.js";
import { countTests, formatCounts, type TestCounts } from "./command/test-counts.js";

const tsc = "node_modules/typescript/bin/tsc";
const tsx = ["--import", "tsx"];
const report = join(scratch, "test-results.json");

/** Cheap before dear. No two of them write to the same place, so that they can run side by side. */
const stages: readonly Stage[] = [
  {
    name: "format",
    purpose: "every file is formatted by prettier",
    programs: [["node_modules/prettier/bin/prettier.cjs", "--check", "."]],
  },
  {
    name: "generate",
    purpose: "the spec is free of lint, and generated/ is what it gives",
    programs: [[...tsx, "scripts/generate.ts", "--check"]],
  },
  {
    name: "typecheck",
    purpose: "all code under strict settings, and src/ without Node's types",
    programs: ["tsconfig.json", "tsconfig.src.json"].map((file) => [tsc, "-p", file]),
  },
  {
    name: "lint",
    purpose: "no finding of eslint",
    programs: [["node_modules/eslint/bin/eslint.js", "--max-warnings", "0", "."]],
  },
  {
    name: "build",
    purpose:
      "dist/ is made anew, has the types of test/package/api/, and compiles in a lax project",
    programs: [
      [...tsx, "scripts/build.ts"],
      [...tsx, "scripts/api-report.ts", "--check"],
      [tsc, "-p", "test/types/lax"],
    ],
  },
];

const tests: Stage = {
  name: "test",
  purpose: "every test, with coverage",
  programs: [
    [
      ...["node_modules/vitest/vitest.mjs", "run", "--coverage"],
      ...["--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
    ],
  ],
};

async function runTests(): Promise<TestCounts> {
  await removeFile(report);
  const { passed } = await runStage(tests, "shown");
  const text = await readFile(report, "utf8").catch(() => "null");
  return countTests(JSON.parse(text), passed);
}

const names = [...stages, tests].map(({ name }) => name);

const usage = `Usage: npm test [-- options]

Checks everything that must hold before a commit; the first failure ends it:

${[...stages, tests].map(({ name, purpose }) => `  ${name.padEnd(12)}${purpose}\n`).join("")}
The last line on stdout counts the tests: "N passed, N failed", and ", N skipped" if any were. A
failure before the tests counts as one failed.

  --only NAME  just this part; may be given several times
  --help       this text
`;

const options = {
  only: { type: "string", multiple: true, default: names },
} satisfies CommandOptions;

async function main(values: CommandValues<typeof options>): Promise<void> {
  checkNames("--only", values.only, names);
  const elapsed = startClock();
  const wanted = stages.filter(({ name }) => values.only.includes(name));
  const withTests = values.only.includes(tests.name);

  let counts: TestCounts = { passed: 0, failed: 0, skipped: 0 };
  if (!(await runStages(wanted))) counts = { ...counts, failed: 1 };
  else if (withTests) counts = await runTests();

  const failed = counts.failed > 0;
  (failed ? reportFailed : reportDone)("check", elapsed());
  if (failed) process.exitCode = 1;
  if (failed || withTests) process.stdout.write(`${formatCounts(counts)}\n`);
}

if (isEntryPoint(import.meta.url)) await runOptionCommand(usage, options, main);
