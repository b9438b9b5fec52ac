import process from "node:process";

// A time zone other than UTC, so that tests fail if code uses local time. Child processes inherit it.
process.env["TZ"] = "Asia/Kathmandu";

/**
 * Configures mutation testing (`npm run test:mutation`).
 *
 * @type {import("@stryker-mutator/api/core").PartialStrykerOptions}
 */
export default {
  mutate: ["src/**/*.ts", "!src/testing/**", "!src/**/index.ts"],
  testRunner: "vitest",
  vitest: { configFile: "test/mutation/vitest.config.ts" },
  plugins: ["@stryker-mutator/vitest-runner"],
  // Stryker runs all tests for a mutant in code that runs when a module loads. There are few such
  // mutants as long as tests call src/ in their bodies and not in their titles.
  coverageAnalysis: "perTest",
  concurrency: 2,
  // A mutant that times out counts as killed, so the limit must be long enough for a busy machine.
  // Waiting tests fail earlier, by Vitest's own limit.
  timeoutMS: 15_000,
  incremental: true,
  incrementalFile: ".cache/mutation/incremental.json",
  tempDirName: ".cache/mutation/sandbox",
  // Files that the sandbox does not need.
  ignorePatterns: ["dist", "coverage", ".cache", "docs", "spec"],
  clearTextReporter: { logTests: false, allowColor: false },
  reporters: ["clear-text", "progress-append-only", "html", "json"],
  htmlReporter: { fileName: ".cache/mutation/report.html" },
  jsonReporter: { fileName: ".cache/mutation/report.json" },
  thresholds: { high: 95, low: 90, break: 90 },
};
