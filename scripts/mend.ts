import type { Problem } from "./command/generation-error.js";
import { copyOf, type MutableObject } from "./document/grammar.js";
import type { SpecDocument } from "./document/spec-document.js";
import { mendBodies } from "./mend/bodies.js";
import { mendNulls } from "./mend/nulls.js";
import { nameOperations } from "./mend/operation-names.js";
import { mendParameters } from "./mend/parameters.js";
import { tidyReferences } from "./mend/references.js";
import { collectReports } from "./mend/report.js";
import { mendResponses } from "./mend/responses.js";

/**
 * Makes of a document that is not ours one that the steps take: they are strict, so that a mistake
 * in our own spec is mended there. What changes the meaning is reported; nothing is in silence.
 *
 * @param options - `inPlace`: whether to change the document itself
 * @throws GenerationError where a reference leads nowhere
 */
export function mendDocument(
  spec: SpecDocument,
  { inPlace = false } = {},
): { spec: SpecDocument; mended: Problem[] } {
  const { report, problems } = collectReports(spec);
  // Safe: the caller who allows it has no other use of the document.
  const document = inPlace
    ? (spec.document as MutableObject)
    : copyOf<MutableObject>(spec.document);
  mendNulls(document);
  tidyReferences(document, spec);
  mendBodies(document, report);
  mendResponses(document, report);
  mendParameters(document, report);
  nameOperations(document, report);
  return { spec: { ...spec, document }, mended: problems };
}
