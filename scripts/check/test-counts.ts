/** The part of vitest's `TestModule` that we use. */
export interface CountedModule {
  /** Whether nothing in the module failed. */
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
 * Counts the tests in vitest modules. A module that could not be loaded or set up counts as one
 * failed test.
 *
 * @param passed - whether vitest succeeded. If it failed for another reason than a test, such as a
 * low coverage, one test counts as failed
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

/** Formats counts as `120 passed, 0 failed`, followed by `, 2 skipped` if there are any. */
export function formatCounts({ passed, failed, skipped }: TestCounts): string {
  const skippedText = skipped === 0 ? "" : `, ${skipped} skipped`;
  return `${passed} passed, ${failed} failed${skippedText}`;
}
