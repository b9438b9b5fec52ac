import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Returns the serious and critical findings of axe on a page, one per line. */
export async function findSerious(page: Page): Promise<string[]> {
  await page.evaluate(source);
  // Without preloading, because axe would request the style sheets again.
  const results = await page.evaluate<AxeResults>(
    "axe.run({ preload: false, resultTypes: ['violations'] })",
  );
  return results.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${page.url()}: ${id}: ${nodes[0]?.html.slice(0, 120) ?? ""}`);
}
