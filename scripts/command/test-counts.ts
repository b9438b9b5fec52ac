import { isObject } from "../document/spec-document.js";

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * Counts the tests in the report of vitest's JSON reporter.
 *
 * @param passed - whether vitest itself ended well: it also fails for what is no test, such as a
 *   coverage below its threshold, and that must show in the count
 */
export function countTests(report: unknown, passed: boolean): TestCounts {
  const numberOf = (name: string): number =>
    isObject(report) && typeof report[name] === "number" ? report[name] : 0;
  const failed = numberOf("numFailedTests") + countBrokenFiles(report);
  return {
    passed: numberOf("numPassedTests"),
    failed: passed ? failed : Math.max(failed, 1),
    skipped: numberOf("numPendingTests") + numberOf("numTodoTests"),
  };
}

/** Files that failed although none of their tests did: they could not be loaded or set up. */
function countBrokenFiles(report: unknown): number {
  const files = isObject(report) ? report["testResults"] : undefined;
  if (!Array.isArray(files)) return 0;
  return files.filter((file: unknown) => {
    if (!isObject(file) || file["status"] !== "failed") return false;
    const tests = Array.isArray(file["assertionResults"]) ? file["assertionResults"] : [];
    return !tests.some((test: unknown) => isObject(test) && test["status"] === "failed");
  }).length;
}

/** `120 passed, 0 failed`, and `, 2 skipped` if any were. */
export function formatCounts({ passed, failed, skipped }: TestCounts): string {
  const skippedText = skipped === 0 ? "" : `, ${skipped} skipped`;
  return `${passed} passed, ${failed} failed${skippedText}`;
}
