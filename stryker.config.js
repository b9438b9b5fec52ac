import process from "node:process";

// Away from UTC, so that local time for UTC is seen; the processes that run the tests inherit it.
process.env["TZ"] = "Asia/Kathmandu";

/**
 * Mutation testing: `npm run test:mutation`.
 *
 * @type {import("@stryker-mutator/api/core").PartialStrykerOptions}
 */
export default {
  mutate: ["src/**/*.ts", "!src/testing/**", "!src/**/index.ts"],
  testRunner: "vitest",
  vitest: { configFile: "test/mutation/vitest.config.ts" },
  plugins: ["@stryker-mutator/vitest-runner"],
  // A mutant of what runs when a module loads meets all tests, for no test tells that it reaches it.
  // There are few, as long as tests call src/ within themselves, and not to make their own names.
  coverageAnalysis: "perTest",
  concurrency: 2,
  // A test that waits in vain fails by Vitest's own limit, and a loop ends by its count: this is for
  // the rest, and counts as killed, so that it must never come of a busy machine.
  timeoutMS: 15_000,
  incremental: true,
  incrementalFile: ".cache/mutation/incremental.json",
  tempDirName: ".cache/mutation/sandbox",
  // What the sandbox need not hold.
  ignorePatterns: ["dist", "coverage", ".cache", "docs", "spec"],
  clearTextReporter: { logTests: false, allowColor: false },
  reporters: ["clear-text", "progress-append-only", "html", "json"],
  htmlReporter: { fileName: ".cache/mutation/report.html" },
  jsonReporter: { fileName: ".cache/mutation/report.json" },
  thresholds: { high: 95, low: 90, break: 90 },
};
