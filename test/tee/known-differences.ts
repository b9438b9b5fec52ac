import type { Comparison } from "./tee.js";

/** A kind of difference that stays, and why. */
export interface KnownDifference {
  readonly name: string;
  readonly reason: string;
  applies(comparison: Comparison): boolean;
}

const refusals = new Set([403, 404, 500]);

export const knownDifferences: readonly KnownDifference[] = [
  {
    name: "which of several things is refused first",
    reason:
      "The server goes through the ids of a bulk deletion as a Python set, whose order is another " +
      "at each start. Nothing is deleted either way.",
    applies: ({ planned, real, embedded }) =>
      planned.operation.startsWith("BulkDelete") &&
      refusals.has(real.status) &&
      refusals.has(embedded.status),
  },
];
