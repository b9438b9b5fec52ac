import type { Comparison } from "./tee.js";

/** An accepted kind of difference. */
export interface KnownDifference {
  readonly name: string;
  readonly reason: string;
  applies(comparison: Comparison): boolean;
}

const rejections = new Set([403, 404, 500]);

export const knownDifferences: readonly KnownDifference[] = [
  {
    name: "which of several ids is rejected first",
    reason:
      "The server checks the ids of a bulk deletion in the order of a Python set, which differs at " +
      "each start. In both cases nothing is deleted.",
    applies: ({ planned, real, embedded }) =>
      planned.operation.startsWith("BulkDelete") &&
      rejections.has(real.status) &&
      rejections.has(embedded.status),
  },
];
