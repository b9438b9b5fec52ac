/** How deep a document may be nested. Real ones have fewer than 60 levels. */
const mostLevels = 400;

/** How many times larger aliases may make a document, once it has more than `fewParts`. */
const mostGrowth = 20;
const fewParts = 100_000;

/**
 * Checks that a value which was read from YAML or JSON can be walked: YAML's aliases let a few lines
 * stand for gigabytes, or contain themselves.
 *
 * @throws Error if it cannot
 */
export function checkExtent(value: unknown): void {
  const sizes = new Map<object, number>();
  const total = sizeOf(value, 0, sizes);
  if (total > fewParts && total > sizes.size * mostGrowth) {
    throw new Error(`aliases make it ${Math.round(total / sizes.size)} times as large`);
  }
}

/** The number of parts of a value. An alias counts as often as it stands there. */
function sizeOf(value: unknown, level: number, sizes: Map<object, number>): number {
  if (typeof value !== "object" || value === null) return 1;
  const known = sizes.get(value);
  if (known === 0) throw new Error("an alias contains itself");
  if (known !== undefined) return known;
  if (level > mostLevels) throw new Error(`it is nested more than ${mostLevels} levels deep`);
  sizes.set(value, 0);
  let size = 1;
  for (const each of Object.values(value)) size += sizeOf(each, level + 1, sizes);
  sizes.set(value, size);
  return size;
}
