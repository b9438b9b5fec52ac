import fc, { type Arbitrary } from "fast-check";

const { PROPERTY_RUNS: runs = "30", PROPERTY_SEED: seed } = process.env;

/**
 * Holds a property against random examples: so many as `PROPERTY_RUNS` says. A failure is made as
 * small as it goes, and prints its seed: given as `PROPERTY_SEED`, it draws the same examples again.
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
