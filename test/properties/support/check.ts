import fc, { type Arbitrary } from "fast-check";

const { PROPERTY_RUNS: runs = "30", PROPERTY_SEED: seed } = process.env;

/**
 * Checks a property with `PROPERTY_RUNS` random examples. A failing example is reduced as far as
 * possible, and the error contains its seed. `PROPERTY_SEED` repeats the examples of a seed.
 */
export async function forAll<T>(
  examples: Arbitrary<T>,
  property: (example: T) => Promise<void>,
): Promise<void> {
  await fc.assert(fc.asyncProperty(examples, property), {
    numRuns: Number(runs),
    ...(seed !== undefined && { seed: Number(seed) }),
  });
}
