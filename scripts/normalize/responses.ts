import type { MutableObject } from "../document/grammar.js";
import { isObject } from "../document/spec-document.js";
import { operationPlaces } from "./operations.js";
import type { NormalizeReport } from "./report.js";

/** Adds a success to operations without one. Otherwise, every response would be an error. */
export function normalizeResponses(document: MutableObject, report: NormalizeReport): void {
  for (const { operation, segments } of operationPlaces(document)) {
    const responses = isObject(operation["responses"]) ? operation["responses"] : {};
    if (Object.keys(responses).some((status) => /^([23](\d\d|XX)|default)$/i.test(status)))
      continue;
    const advice = "Each 2xx response counts as a success without data.";
    report("The operation documents no success.", segments, advice);
    operation["responses"] = { ...responses, "2XX": { description: "A success." } };
  }
}
