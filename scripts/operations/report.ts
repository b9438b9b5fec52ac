import type { SpecNode } from "../document/spec-document.js";

/** Takes note of a problem; the list goes on, so that a reader learns of all of them at once. */
export type Report = (
  severity: "error" | "warning",
  message: string,
  nodes: readonly SpecNode[],
  advice: string,
) => void;
