import { describe, expect, it, vi } from "vitest";

import { countTests, formatCounts } from "../../scripts/command/test-counts.js";
import { runScript } from "./support/run-script.js";

// A process takes seconds to start on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

describe("the count of tests", () => {
  const report = {
    numPassedTests: 3,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 1,
    testResults: [{ status: "failed", assertionResults: [{ status: "failed" }] }],
  };
  const brokenFile = { status: "failed", assertionResults: [] };

  it.each([
    ["the tests of vitest's report", report, false, "3 passed, 1 failed, 3 skipped"],
    ["no skipped tests where none are", { numPassedTests: 3 }, true, "3 passed, 0 failed"],
    [
      "a file that could not be loaded as failed",
      { numPassedTests: 3, numFailedTests: 0, testResults: [brokenFile] },
      false,
      "3 passed, 1 failed",
    ],
    [
      "a failure that is no test's, such as too little coverage",
      { numPassedTests: 3, numFailedTests: 0 },
      false,
      "3 passed, 1 failed",
    ],
    ["a run without a report as failed", null, false, "0 passed, 1 failed"],
  ])("has %s", (_, given, passed, wanted) => {
    expect(formatCounts(countTests(given, passed))).toBe(wanted);
  });
});

describe("scripts/check.ts", () => {
  it("explains itself and its parts under --help", async () => {
    const { code, stdout } = await runScript("check.ts", ["--help"]);

    expect(code).toBe(0);
    for (const part of ["format", "generate", "typecheck", "lint", "build", "test"]) {
      expect(stdout).toMatch(new RegExp(`^  ${part} `, "m"));
    }
  });

  it("refuses a part that it does not have", async () => {
    const { code, stderr } = await runScript("check.ts", ["--only", "everything"]);

    expect(code).toBe(2);
    expect(stderr).toContain("--only must be one of format, ");
  });
});
