import { isObject } from "../document/spec-document.js";
import type { AppSize } from "./measure.js";

/** gzip itself differs by some bytes between releases of Node. */
const gzipTolerance = 16;

/** Something whose bytes are not those of the budget. */
export interface SizeChange {
  readonly name: string;
  /** Undefined for a module that is new. */
  readonly before: number | undefined;
  /** Undefined for a module that is gone. */
  readonly after: number | undefined;
}

/** Whether an app has become larger as a whole. That one module grew while another shrank is fine. */
export function isLarger(size: AppSize, budget: AppSize): boolean {
  return size.minified > budget.minified || size.gzip > budget.gzip + gzipTolerance;
}

/** The modules whose bytes changed, the largest growth first. */
export function changedModules(size: AppSize, budget: AppSize): SizeChange[] {
  const names = new Set([...Object.keys(size.modules), ...Object.keys(budget.modules)]);
  return [...names]
    .map((name) => ({ name, before: budget.modules[name], after: size.modules[name] }))
    .filter(({ before, after }) => before !== after)
    .sort((one, other) => growthOf(other) - growthOf(one));
}

/** `src/client.ts  1200 → 1250  +50`, a line each; the totals on top. */
export function formatChanges(size: AppSize, budget: AppSize): string {
  const totals = [
    { name: "minified", before: budget.minified, after: size.minified },
    { name: "gzip", before: budget.gzip, after: size.gzip },
  ];
  return [...totals, ...changedModules(size, budget)].map(formatChange).join("\n");
}

function formatChange(change: SizeChange): string {
  const { name, before = 0, after = 0 } = change;
  const growth = growthOf(change);
  return `${name.padEnd(36)}${before} → ${after}  ${growth > 0 ? "+" : ""}${growth}`;
}

function growthOf({ before = 0, after = 0 }: SizeChange): number {
  return after - before;
}

/**
 * Reads a budget.
 *
 * @throws TypeError where the value is none
 */
export function parseBudget(value: unknown): AppSize {
  if (isObject(value)) {
    const { minified, gzip, modules } = value;
    if (typeof minified === "number" && typeof gzip === "number" && isBytesByName(modules)) {
      return { minified, gzip, modules };
    }
  }
  throw new TypeError("A budget has the numbers minified and gzip, and modules: bytes by name.");
}

function isBytesByName(value: unknown): value is Readonly<Record<string, number>> {
  return isObject(value) && Object.values(value).every((bytes) => typeof bytes === "number");
}
