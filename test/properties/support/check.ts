import fc, { type Arbitrary } from "fast-check";

/** How many examples a property gets; the mutation run takes fewer. */
const runs = Number(process.env["PROPERTY_RUNS"] ?? 30);

/**
 * Holds a property against random examples. A failure is shrunk, and prints its seed and path:
 * `{ seed, path }` as the last argument repeats it.
 */
export async function forAll<T>(
  examples: Arbitrary<T>,
  property: (example: T) => Promise<void>,
  repeat: { readonly seed?: number; readonly path?: string } = {},
): Promise<void> {
  await fc.assert(fc.asyncProperty(examples, property), { numRuns: runs, ...repeat });
}
