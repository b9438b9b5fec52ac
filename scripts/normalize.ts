import type { Problem } from "./command/generation-error.js";
import { copyOf, type MutableObject } from "./document/grammar.js";
import type { SpecDocument } from "./document/spec-document.js";
import { normalizeBodies } from "./normalize/bodies.js";
import { normalizeNulls } from "./normalize/nulls.js";
import { nameOperations } from "./normalize/operation-names.js";
import { normalizeParameters } from "./normalize/parameters.js";
import { tidyReferences } from "./normalize/references.js";
import { collectReports } from "./normalize/report.js";
import { normalizeResponses } from "./normalize/responses.js";

/**
 * Changes other people's documents so that the steps of the pipeline accept them. The steps are strict,
 * so that mistakes in our own spec are fixed in the spec. Changes to the meaning are reported.
 *
 * @param options - `inPlace`: whether to change the document itself
 * @throws GenerationError if a reference has no target
 */
export function normalizeDocument(
  spec: SpecDocument,
  { inPlace = false } = {},
): { spec: SpecDocument; changes: Problem[] } {
  const { report, problems } = collectReports(spec);
  // Safe: with `inPlace`, the caller allows the document to be changed.
  const document = inPlace
    ? (spec.document as MutableObject)
    : copyOf<MutableObject>(spec.document);
  normalizeNulls(document);
  tidyReferences(document, spec);
  normalizeBodies(document, report);
  normalizeResponses(document, report);
  normalizeParameters(document, report);
  nameOperations(document, report);
  return { spec: { ...spec, document }, changes: problems };
}
