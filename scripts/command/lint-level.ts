import { UsageError } from "./entry-point.js";

/**
 * What becomes of findings: `strict` fails on any, `error` on errors alone, `warn` only shows them,
 * and `off` does not look. `strict` is for our own spec, in which mistakes are fixed.
 */
export type LintLevel = (typeof lintLevels)[number];

const lintLevels = ["strict", "error", "warn", "off"] as const;

/**
 * Reads the value of `--lint`.
 *
 * @throws UsageError
 */
export function parseLintLevel(value: string): LintLevel {
  const level = lintLevels.find((each) => each === value);
  if (level !== undefined) return level;
  throw new UsageError(`--lint must be ${lintLevels.join(", ")}; got "${value}".`);
}
