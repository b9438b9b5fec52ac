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

/** A document as openapi-typescript is to read it. */
export interface TypeDocument {
  readonly document: MutableObject;
  /** The copies of schemas that are for requests, by the schema's own name. */
  readonly copies: ReadonlyMap<string, string>;
}

const made = new WeakMap<object, TypeDocument>();

/** Writes a copy of the document so that openapi-typescript reads what JSON Schema means. */
export function typeDocumentOf({ document: original }: SpecDocument): TypeDocument {
  const known = made.get(original);
  if (known !== undefined) return known;
  const document = copyOf<MutableObject>(original);
  // Each is inlined where it is used; here its operations would be declared a second time.
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
    // An item of a stream is what the media type holds.
    if (kind === "mediaType" && "itemSchema" in value) value["schema"] = value["itemSchema"];
  });
  hidePercentSigns(document);
  const result = { document, copies };
  made.set(original, result);
  return result;
}

/** A value that is sent as a text of a media type has the type of that text's schema. */
function useContent(parameter: MutableObject): void {
  const content = isObject(parameter["content"]) ? parameter["content"] : {};
  const [mediaType] = Object.values(content);
  if (isObject(mediaType) && mediaType["schema"] !== undefined) {
    parameter["schema"] = mediaType["schema"];
  }
}

function rewriteSchema(schema: MutableObject): void {
  // It would be typed as a member called "$defs".
  delete schema["$defs"];
  if (schema["const"] === null) {
    delete schema["const"];
    schema["type"] = "null";
  }
  for (const list of ["allOf", "anyOf", "oneOf", "prefixItems"]) {
    // A schema may be `true` or `false`, and a mistake is `null`.
    if (Array.isArray(schema[list])) {
      schema[list] = schema[list].map((each) =>
        isObject(each) ? each : each === false ? { enum: [] } : {},
      );
    }
  }
  if (schema["type"] === undefined && ("prefixItems" in schema || "items" in schema)) {
    schema["type"] = "array";
  }
  // It takes what stands next to `anyOf` for one more alternative; both must hold. It takes values
  // next to `oneOf` for more alternatives, too.
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

/** The types that openapi-typescript does not get right. */
function transform(schema: SchemaObject, options: TransformNodeOptions): ts.TypeNode | undefined {
  const own: MutableObject = { ...schema };
  if (isFile(own)) return ts.factory.createTypeReferenceNode("Blob");
  const { prefixItems, items } = own;
  if (own["type"] !== "array" || !Array.isArray(prefixItems)) return undefined;
  // Both casts are safe: it takes any value, and `rewriteSchema` has made them objects.
  const elements = prefixItems.map((each) => transformSchemaObject(each as SchemaObject, options));
  const rest = isObject(items)
    ? [ts.factory.createArrayTypeNode(transformSchemaObject(items as SchemaObject, options))]
    : [];
  return ts.factory.createTupleTypeNode([
    ...elements,
    ...rest.map((type) => ts.factory.createRestTypeNode(type)),
  ]);
}

/** What openapi-typescript's transformation wants, with its defaults. */
export function typeContext(document: MutableObject): GlobalContext {
  return {
    additionalProperties: false,
    alphabetize: false,
    arrayLength: false,
    conditionalEnums: false,
    // A member with a default may be left out, of requests and of answers.
    defaultNonNullable: false,
    dedupeEnums: false,
    // They are spelt out.
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
    // It is for reading files, which has been done.
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
