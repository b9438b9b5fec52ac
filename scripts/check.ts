import process from "node:process";

import { runStages, type Stage } from "./check/stages.js";
import { countTests, formatCounts, type TestCounts } from "./check/test-counts.js";
import { checkNames, defineCommand, isEntryPoint, runAsProcess } from "./command/entry-point.js";
import { reportDone, reportFailed, startClock } from "./command/progress.js";

const tsc = "node_modules/typescript/bin/tsc";
const tsx = ["--import", "tsx"];
const eslint = ["node_modules/eslint/bin/eslint.js", "--max-warnings", "0", "."];

/**
 * The checks before a commit, except the tests. Each stage writes to its own files, so they can run
 * in parallel.
 */
const stages: readonly Stage[] = [
  {
    name: "lint",
    purpose: "eslint finds nothing in changed files, and there are no circular imports",
    programs: [
      [...eslint, "--cache", "--cache-location", ".cache/eslint/"],
      ["node_modules/oxlint/bin/oxlint", "src", "scripts", "test"],
    ],
  },
  {
    name: "typecheck",
    purpose: "all code and the type tests compile with strict settings",
    programs: ["tsconfig.json", "tsconfig.src.json", "docs/.vitepress"].map((file) => [
      tsc,
      "-p",
      file,
    ]),
  },
  {
    name: "build",
    purpose: "generated/ is up to date, and dist/ has the reported types",
    programs: [
      [...tsx, "scripts/build.ts", "--check"],
      [...tsx, "scripts/api-report.ts", "--check"],
      [tsc, "-p", "test/types/lax"],
    ],
  },
  {
    name: "format",
    purpose: "prettier has formatted every file",
    programs: [
      [
        ...["node_modules/prettier/bin/prettier.cjs", "--check", "."],
        ...["--cache", "--cache-strategy", "content", "--cache-location", ".cache/prettier"],
      ],
    ],
  },
];

/**
 * ESLint's cache checks each file separately, but rules that use types also depend on other files.
 * So the full lane lints without the cache.
 */
const fullStages: readonly Stage[] = [
  { name: "lint", purpose: "eslint finds nothing in any file", programs: [eslint] },
];

/** The last stage of both lanes. */
const test = "test";

/** Whether a vitest project belongs to the full lane, because its tests are slow. */
const isFull = (project: string): boolean => project.startsWith("full");

/**
 * Runs the tests of a lane. The full lane runs all tests to measure the coverage, but counts only
 * its own.
 */
async function runTests(full: boolean): Promise<TestCounts> {
  const { startVitest } = await import("vitest/node");
  const vitest = await startVitest("test", [], {
    watch: false,
    ...(full ? { coverage: { enabled: true } } : { project: ["!full*"] }),
  });
  const modules = vitest.state.getTestModules();
  await vitest.close();
  const passed = process.exitCode === undefined || process.exitCode === 0;
  return countTests(
    modules.filter(({ project }) => isFull(project.name) === full),
    passed,
  );
}

const describeStages = (lane: readonly Stage[]): string =>
  lane.map(({ name, purpose }) => `  ${name.padEnd(12)}${purpose}\n`).join("");

const usage = `Usage: npm test [-- options]
       npm run test:full [-- options]

Runs the checks before a commit. Stops at the first failure:

${describeStages(stages)}  test        the quick tests

With --full (npm run test:full), runs the other checks. Takes about ten minutes:

${describeStages(fullStages)}  test        the slow tests, and the coverage of all tests

The last line on stdout has the number of tests: "N passed, N failed", and ", N skipped" if there are any.
A failure outside the tests counts as one failed test.

  --only NAME  run one stage (you can repeat this option)
  --full       run the full lane
  --help       show this text
`;

const options = {
  only: { type: "string", multiple: true },
  full: { type: "boolean", default: false },
} as const;

/** `npm test` and `npm run test:full`. */
export const checkCommand = defineCommand(usage, options, async ({ only, full }) => {
  const all = full ? fullStages : stages;
  const names = [...all.map(({ name }) => name), test];
  const wanted = only ?? names;
  checkNames("--only", wanted, names);
  const elapsed = startClock();

  let counts: TestCounts = { passed: 0, failed: 0, skipped: 0 };
  if (!(await runStages(all.filter(({ name }) => wanted.includes(name))))) counts.failed = 1;
  else if (wanted.includes(test)) counts = await runTests(full);

  const failed = counts.failed > 0;
  (failed ? reportFailed : reportDone)(full ? "test:full" : "test", elapsed());
  if (failed || wanted.includes(test)) process.stdout.write(`${formatCounts(counts)}\n`);
  return failed ? 1 : 0;
});

if (isEntryPoint(import.meta.url)) await runAsProcess(checkCommand);
