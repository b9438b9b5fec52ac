import ts from "typescript";
import { scanDiscriminators, type GlobalContext, type SchemaObject } from "openapi-typescript";

import { walkDocument, type MutableObject } from "../document/grammar.js";
import { decode, isObject, memberOf, segmentsOf } from "../document/spec-document.js";

/**
 * What openapi-typescript reads otherwise than JSON Schema means it, written so that both agree. The
 * document is changed.
 */
export function rewriteForTypes(document: MutableObject): void {
  // Each is inlined where it is used; here its operations would be declared a second time.
  if (isObject(document["components"])) {
    const components: MutableObject = document["components"];
    delete components["pathItems"];
  }
  walkDocument(document, ({ value, kind }) => {
    if (kind !== "schema") return;
    // It would be typed as a member called "$defs".
    delete value["$defs"];
    // It takes what stands beside `anyOf` for one more alternative; both must hold.
    const hasMore = ["type", "properties", "allOf", "additionalProperties"].some(
      (name) => name in value,
    );
    if (!Array.isArray(value["anyOf"]) || !hasMore || "discriminator" in value) return;
    const { anyOf } = value;
    const others: readonly unknown[] = Array.isArray(value["allOf"]) ? value["allOf"] : [];
    delete value["anyOf"];
    value["allOf"] = [...others, { anyOf }];
  });
}

/** A file, which a program holds as a `Blob`. */
export function isFile(schema: MutableObject): boolean {
  if (schema["format"] === "binary") return true;
  return (
    schema["contentMediaType"] === "application/octet-stream" &&
    schema["contentEncoding"] === undefined
  );
}

/** What openapi-typescript's transformation wants, with its defaults. */
export function typeContext(document: MutableObject): GlobalContext {
  const silent = { silent: true };
  return {
    additionalProperties: false,
    alphabetize: false,
    arrayLength: false,
    conditionalEnums: false,
    defaultNonNullable: true,
    dedupeEnums: false,
    // The types are for the same document at run time. The cast is safe: it is read by name.
    discriminators: scanDiscriminators(document as never, silent),
    emptyObjectsUnknown: true,
    enum: false,
    enumValues: false,
    excludeDeprecated: false,
    exportType: false,
    generatePathParams: false,
    immutable: false,
    injectFooter: [],
    makePathsEnum: false,
    pathParamsAsTypes: false,
    postTransform: undefined,
    propertiesRequiredByDefault: false,
    readWriteMarkers: false,
    // It is for reading files, which has been done.
    redoc: undefined as never,
    rootTypes: false,
    rootTypesKeepCasing: false,
    rootTypesNoSchemaPrefix: false,
    silent: true,
    transform: (schema: SchemaObject) =>
      isFile({ ...schema }) ? ts.factory.createTypeReferenceNode("Blob") : undefined,
    transformProperty: undefined,
    resolve: (reference) => find(document, reference) as never,
  };
}

function find(document: MutableObject, reference: string): unknown {
  const seen = new Set<string>();
  let value: unknown = { $ref: reference };
  while (isObject(value) && typeof value["$ref"] === "string" && !seen.has(value["$ref"])) {
    seen.add(value["$ref"]);
    value = segmentsOf(decode(value["$ref"])).reduce<unknown>(memberOf, document);
  }
  return value;
}
