import type { Problem } from "../command/generation-error.js";
import { pointerTo, type SpecDocument } from "../document/spec-document.js";

/** Records a part of the document that was changed or omitted. */
export type NormalizeReport = (
  message: string,
  segments: readonly string[],
  advice: string,
) => void;

/** Collects reports, with the places where the parts were written. */
export function collectReports(spec: SpecDocument): {
  report: NormalizeReport;
  problems: Problem[];
} {
  const problems: Problem[] = [];
  const report: NormalizeReport = (message, segments, advice) => {
    problems.push({
      message,
      // A getter, because places are slow to find and only a few are shown.
      get places() {
        return [spec.locate(pointerTo(segments))];
      },
      advice,
    });
  };
  return { report, problems };
}
