/** The maximum nesting of a document. Real documents have fewer than 60 levels. */
const maxLevels = 400;

/** The maximum factor by which aliases may enlarge a document. */
const maxGrowth = 20;

/** The number of parts up to which the factor does not matter. */
const smallSize = 100_000;

/**
 * Checks that a parsed YAML or JSON value is small enough to be processed. With YAML aliases, a few
 * lines can represent gigabytes, or a value can contain itself.
 *
 * @throws Error if the value is too large, too deep or contains itself
 */
export function checkExtent(value: unknown): void {
  const sizes = new Map<object, number>();
  const total = sizeOf(value, 0, sizes);
  if (total > smallSize && total > sizes.size * maxGrowth) {
    throw new Error(`its aliases make it ${Math.round(total / sizes.size)} times as large`);
  }
}

/** Counts the parts of a value. An alias counts each time it is used. */
function sizeOf(value: unknown, level: number, sizes: Map<object, number>): number {
  if (typeof value !== "object" || value === null) return 1;
  const known = sizes.get(value);
  if (known === 0) throw new Error("an alias contains itself");
  if (known !== undefined) return known;
  if (level > maxLevels) throw new Error(`it is nested more than ${maxLevels} levels deep`);
  sizes.set(value, 0);
  let size = 1;
  for (const each of Object.values(value)) size += sizeOf(each, level + 1, sizes);
  sizes.set(value, size);
  return size;
}
