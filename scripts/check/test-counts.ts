/** What is read of vitest's `TestModule`. */
export interface CountedModule {
  /** Whether nothing in it failed. */
  ok(): boolean;
  readonly children: {
    allTests(): Iterable<{
      result(): { readonly state: "passed" | "failed" | "skipped" | "pending" };
    }>;
  };
}

export interface TestCounts {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Counts the tests in modules of vitest. A module that could not be loaded or set up counts as one
 * failed test.
 *
 * @param passed - whether vitest itself ended well. If it failed for another reason than a test,
 *   such as a coverage below its threshold, one test counts as failed
 */
export function countTests(modules: readonly CountedModule[], passed: boolean): TestCounts {
  const counts: TestCounts = { passed: 0, failed: 0, skipped: 0 };
  for (const module of modules) {
    const failedBefore = counts.failed;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      counts[state === "pending" ? "failed" : state]++;
    }
    if (!module.ok() && counts.failed === failedBefore) counts.failed++;
  }
  if ((!passed || modules.length === 0) && counts.failed === 0) counts.failed = 1;
  return counts;
}

/** `120 passed, 0 failed`, and `, 2 skipped` if any were. */
export function formatCounts({ passed, failed, skipped }: TestCounts): string {
  const skippedText = skipped === 0 ? "" : `, ${skipped} skipped`;
  return `${passed} passed, ${failed} failed${skippedText}`;
}
