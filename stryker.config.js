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
  coverageAnalysis: "perTest",
  concurrency: 2,
  // A time-out counts as killed: it must never come of a busy machine. Loops end by their count.
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
