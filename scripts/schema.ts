import { astToString } from "openapi-typescript/dist/lib/ts.mjs";
import ts from "typescript";
import transformSchema from "openapi-typescript/dist/transform/index.mjs";

import { GenerationError } from "./command/generation-error.js";
import { count } from "./command/progress.js";
import { nameSchemas } from "./schema/named-schemas.js";
import { hidePercentSign, showPercentSigns } from "./schema/percent-signs.js";
import { tidyComments } from "./schema/schema-comments.js";
import { chooseSchemaNames } from "./schema/schema-names.js";
import { typeContext, typeDocumentOf } from "./schema/type-document.js";
import type { MutableObject } from "./document/grammar.js";
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
    const hidden = new Map([...names].map(([own, name]) => [hidePercentSign(own), name]));
    const { paths, webhooks, components } = document;
    // One after the other, since the trees of a large document take most of the memory.
    const operations = printPart({ paths, webhooks }, document, hidden);
    const schemas = printPart({ components }, document, hidden);
    const statements = { ...schemas.statements, ...operations.statements };
    const { components: printed = "" } = schemas.statements;
    const ordered = { paths: "", webhooks: "", ...statements, components: printed };
    return showPercentSigns([Object.values(ordered).join(""), ...schemas.declarations].join("\n"));
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

/** The statements of a part of the document by their names, and the schemas that are declared. */
function printPart(
  part: MutableObject,
  document: MutableObject,
  names: ReadonlyMap<string, string>,
): { readonly statements: Record<string, string>; readonly declarations: string[] } {
  // Not its main function, which lints and bundles what has been bundled here. The cast is safe: it
  // takes any value at run time, and what it cannot read is caught below.
  const types = tidyComments(transformSchema(part as never, typeContext(document)));
  const { nodes, declarations } = nameSchemas(types, names);
  const statements = nodes.map((node) => [nameOf(node), astToString(node)]);
  return {
    statements: Object.fromEntries(statements) as Record<string, string>,
    declarations: declarations.map((each) => astToString(each)),
  };
}

function nameOf(statement: ts.Node): string {
  const isDeclaration =
    ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
  return isDeclaration ? statement.name.text : "";
}
