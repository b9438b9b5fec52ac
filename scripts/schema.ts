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
import { isObject, type SpecDocument } from "./document/spec-document.js";
import { headerOf, type Step } from "./step.js";

/** Prints the types of all paths, operations and schemas, and an export for each schema. */
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
 * Prints the types of paths, operations and components, without formatting.
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
    const parts = partsOf(document).map((part) => printPart(part, document, hidden));
    const statements = mergeStatements(parts.map((part) => part.statements));
    const declarations = parts.flatMap((part) => part.declarations);
    return showPercentSigns([Object.values(statements).join(""), ...declarations].join("\n"));
  } catch (error) {
    throw new GenerationError(
      [
        {
          message: `openapi-typescript: ${error instanceof Error ? error.message : String(error)}`,
          places: [spec.locate("#/openapi")],
          advice: "Lint the document with --lint error. The findings usually show the place.",
        },
      ],
      { cause: error },
    );
  }
}

/** The number of paths or schemas to print at once. Their syntax trees need most memory. */
const atOnce = 200;

/** The document in parts that are printed one after the other. */
function partsOf({ paths, webhooks, components }: MutableObject): MutableObject[] {
  const { schemas, ...others } = isObject(components) ? components : {};
  const [first, ...further] = slicesOf(schemas);
  return [
    ...slicesOf(paths).map((slice) => ({ paths: slice })),
    { webhooks, components: { ...(first !== undefined && { schemas: first }), ...others } },
    ...further.map((slice) => ({ components: { schemas: slice } })),
  ];
}

function slicesOf(all: unknown): MutableObject[] {
  const entries = Object.entries(isObject(all) ? all : {});
  const starts = Array.from({ length: Math.ceil(entries.length / atOnce) }, (_, n) => n * atOnce);
  return starts.map((start) => Object.fromEntries(entries.slice(start, start + atOnce)));
}

/**
 * Joins the members of interfaces that parts declare under one name. Of `components`, each part has
 * members of `schemas`. An alias stands for an interface without members.
 */
function mergeStatements(parts: readonly Readonly<Record<string, string>>[]) {
  const merged: Record<string, string> = { paths: "", webhooks: "", components: "" };
  for (const [name, text] of parts.flatMap((part) => Object.entries(part))) {
    const known = merged[name] ?? "";
    if (known === "" || isAlias(known)) merged[name] = isAlias(text) && known !== "" ? known : text;
    else if (!isAlias(text)) merged[name] = joinMembers(known, text, name === "components");
  }
  return merged;
}

function isAlias(statement: string): boolean {
  return /^(\/\*\*[^]*?\*\/\s*)?export type /.test(statement);
}

/** The printer indents by four spaces, and begins each line of a comment with a star. */
function joinMembers(one: string, other: string, areNested: boolean): string {
  const open = areNested ? "\n    schemas: {\n" : "{\n";
  const close = areNested ? "\n    };\n" : "\n}\n";
  const begin = other.indexOf(open) + open.length;
  const members = other.slice(begin, other.indexOf(close, begin));
  const end = one.indexOf(close, one.indexOf(open));
  return `${one.slice(0, end)}\n${members}${one.slice(end)}`;
}

/** Prints a part of the document: its statements by name, and the declarations of schemas. */
function printPart(
  part: MutableObject,
  document: MutableObject,
  names: ReadonlyMap<string, string>,
): { readonly statements: Record<string, string>; readonly declarations: string[] } {
  // Not the main function of openapi-typescript, which would lint and bundle again. The cast is safe:
  // the function accepts any value, and `printTypes` reports its exceptions.
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
