import ts from "typescript";
import type { GlobalContext, SchemaObject, TransformNodeOptions } from "openapi-typescript";
import transformSchemaObject from "openapi-typescript/dist/transform/schema-object.mjs";

import { copyOf, walkDocument, type MutableObject } from "../document/grammar.js";
import {
  decode,
  isObject,
  memberOf,
  segmentsOf,
  type SpecDocument,
} from "../document/spec-document.js";
import { isFile } from "../operations/file-schema.js";
import { breakCycles } from "./cycles.js";
import { settleFiles } from "./files.js";
import { hidePercentSigns } from "./percent-signs.js";
import { splitDirections } from "./directions.js";
import { spellOutDiscriminators } from "./discriminators.js";

/** A copy of a document that openapi-typescript converts to the right types. */
export interface TypeDocument {
  readonly document: MutableObject;
  /** The copies of schemas for requests, by the name of the original schema. */
  readonly copies: ReadonlyMap<string, string>;
}

const cache = new WeakMap<object, TypeDocument>();

/** Copies a document and rewrites the parts that openapi-typescript would convert to wrong types. */
export function typeDocumentOf({ document: original }: SpecDocument): TypeDocument {
  const known = cache.get(original);
  if (known !== undefined) return known;
  const document = copyOf<MutableObject>(original);
  // Path items are inlined where they are used. Here, their operations would be declared again.
  if (isObject(document["components"])) {
    const components: MutableObject = document["components"];
    delete components["pathItems"];
  }
  spellOutDiscriminators(document);
  const copies = splitDirections(document);
  breakCycles(document);
  settleFiles(document);
  walkDocument(document, ({ value, kind }) => {
    if (kind === "schema") rewriteSchema(value);
    if (kind === "parameter" || kind === "header") useContent(value);
    // The schema of a stream describes one item.
    if (kind === "mediaType" && "itemSchema" in value) value["schema"] = value["itemSchema"];
  });
  hidePercentSigns(document);
  const result = { document, copies };
  cache.set(original, result);
  return result;
}

/** Moves the schema of a parameter with `content` to the place that openapi-typescript reads. */
function useContent(parameter: MutableObject): void {
  const content = isObject(parameter["content"]) ? parameter["content"] : {};
  const [mediaType] = Object.values(content);
  if (isObject(mediaType) && mediaType["schema"] !== undefined) {
    parameter["schema"] = mediaType["schema"];
  }
}

function rewriteSchema(schema: MutableObject): void {
  // openapi-typescript would declare a member called "$defs".
  delete schema["$defs"];
  if (schema["const"] === null) {
    delete schema["const"];
    schema["type"] = "null";
  }
  for (const list of ["allOf", "anyOf", "oneOf", "prefixItems"]) {
    // A schema can also be `true` or `false`. An invalid one can be `null`.
    if (Array.isArray(schema[list])) {
      schema[list] = schema[list].map((each) =>
        isObject(each) ? each : each === false ? { enum: [] } : {},
      );
    }
  }
  if (schema["type"] === undefined && ("prefixItems" in schema || "items" in schema)) {
    schema["type"] = "array";
  }
  // openapi-typescript treats keywords next to `anyOf`, and some next to `oneOf`, as one more
  // alternative. But a value must satisfy both. An `allOf` expresses that.
  const isTyped = ["type", "properties", "allOf", "additionalProperties"].some(
    (name) => name in schema && !(name === "type" && schema[name] === "object"),
  );
  for (const list of ["anyOf", "oneOf"]) {
    const alternatives = schema[list];
    if (!Array.isArray(alternatives) || !(isTyped || (list === "anyOf" && "type" in schema)))
      continue;
    const others: readonly unknown[] = Array.isArray(schema["allOf"]) ? schema["allOf"] : [];
    Reflect.deleteProperty(schema, list);
    schema["allOf"] = [...others, { [list]: alternatives }];
  }
}

/** Returns the type of a schema that openapi-typescript would convert to a wrong one. */
function transform(schema: SchemaObject, options: TransformNodeOptions): ts.TypeNode | undefined {
  const own: MutableObject = { ...schema };
  if (isFile(own)) return ts.factory.createTypeReferenceNode("Blob");
  const { prefixItems, items } = own;
  if (own["type"] !== "array" || !Array.isArray(prefixItems)) return undefined;
  // Both casts are safe: the function accepts any object, and `rewriteSchema` has created objects.
  const elements = prefixItems.map((each) => transformSchemaObject(each as SchemaObject, options));
  const rest = isObject(items)
    ? [ts.factory.createArrayTypeNode(transformSchemaObject(items as SchemaObject, options))]
    : [];
  return ts.factory.createTupleTypeNode([
    ...elements,
    ...rest.map((type) => ts.factory.createRestTypeNode(type)),
  ]);
}

/** Returns the context that openapi-typescript's transformation needs, with its defaults. */
export function typeContext(document: MutableObject): GlobalContext {
  return {
    additionalProperties: false,
    alphabetize: false,
    arrayLength: false,
    conditionalEnums: false,
    // A member with a default can be missing in requests and in responses.
    defaultNonNullable: false,
    dedupeEnums: false,
    // `spellOutDiscriminators` has replaced them.
    discriminators: { objects: {}, refsHandled: [] },
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
    // Redocly's configuration is needed only to read files, which is already done.
    redoc: undefined as never,
    rootTypes: false,
    rootTypesKeepCasing: false,
    rootTypesNoSchemaPrefix: false,
    silent: true,
    transform,
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
