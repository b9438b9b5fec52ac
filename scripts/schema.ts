import { astToString } from "openapi-typescript/dist/lib/ts.mjs";
import transformSchema from "openapi-typescript/dist/transform/index.mjs";

import { GenerationError } from "./command/generation-error.js";
import { count } from "./command/progress.js";
import { nameSchemas } from "./schema/named-schemas.js";
import { hidePercentSign, showPercentSigns } from "./schema/percent-signs.js";
import { tidyComments } from "./schema/schema-comments.js";
import { chooseSchemaNames } from "./schema/schema-names.js";
import { typeContext, typeDocumentOf } from "./schema/type-document.js";
import type { SpecDocument } from "./document/spec-document.js";
import { headerOf, type Step } from "./step.js";

/** The types of every path, operation and schema, and each schema by its own name. */
export const schemaStep: Step = {
  name: "schema",
  file: "schema.ts",
  isRead: true,
  purpose: "writes the types of every path, operation and schema",
  run(spec) {
    const { names, warnings } = chooseSchemaNames(spec);
    const text = `${headerOf(spec)}\n${printTypes(spec, names)}`;
    return { text, summary: count(names.size, "schema"), warnings };
  },
};

/**
 * The types of paths, operations and components, not yet formatted.
 *
 * @param names - the schemas that are declared under their own names
 */
export function printTypes(
  spec: SpecDocument,
  names: ReadonlyMap<string, string> = new Map(),
): string {
  try {
    const { document } = typeDocumentOf(spec);
    // Not its main function, which lints and bundles what has been bundled here. The cast is safe: it
    // takes any value at run time, and what it cannot read is caught below.
    const types = tidyComments(transformSchema(document as never, typeContext(document)));
    const hidden = new Map([...names].map(([own, name]) => [hidePercentSign(own), name]));
    const { nodes, declarations } = nameSchemas(types, hidden);
    const printed = [nodes, ...declarations].map((each) => astToString(each));
    return showPercentSigns(printed.join("\n"));
  } catch (error) {
    throw new GenerationError(
      [
        {
          message: `openapi-typescript: ${error instanceof Error ? error.message : String(error)}`,
          places: [spec.locate("#/openapi")],
          advice: "Lint the document; what it finds usually names the place.",
        },
      ],
      { cause: error },
    );
  }
}
