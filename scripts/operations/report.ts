import type { SpecNode } from "../document/spec-document.js";

/** Records a problem and continues, so that all problems are reported together. */
export type Report = (
  severity: "error" | "warning",
  message: string,
  nodes: readonly SpecNode[],
  advice: string,
) => void;
