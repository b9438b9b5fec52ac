import type { MutableObject } from "../document/grammar.js";
import { isObject } from "../document/spec-document.js";
import { operationPlaces } from "./operations.js";
import type { MendReport } from "./report.js";

/** Gives operations that document no success one, or every answer would be an error. */
export function normalizeResponses(document: MutableObject, report: MendReport): void {
  for (const { operation, segments } of operationPlaces(document)) {
    const responses = isObject(operation["responses"]) ? operation["responses"] : {};
    if (Object.keys(responses).some((status) => /^([23](\d\d|XX)|default)$/i.test(status)))
      continue;
    report("The operation documents no success.", segments, "Any 2xx is one, without data.");
    operation["responses"] = { ...responses, "2XX": { description: "A success." } };
  }
}
