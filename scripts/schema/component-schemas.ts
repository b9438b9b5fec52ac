import type { MutableObject } from "../document/grammar.js";
import { decode, isObject, segmentsOf } from "../document/spec-document.js";

/** Returns the schemas of `components` by name. */
export function schemasOf(document: MutableObject): MutableObject {
  const { components } = document;
  const schemas = isObject(components) ? components["schemas"] : undefined;
  return isObject(schemas) ? schemas : {};
}

/** Returns the name of the schema component that a reference points to, if it points to one. */
export function referredName(reference: unknown): string | undefined {
  if (typeof reference !== "string" || !reference.startsWith("#/components/schemas/")) return;
  const [, , name, ...deeper] = segmentsOf(decode(reference));
  return deeper.length === 0 ? name : undefined;
}

export function referenceTo(name: string): string {
  return `#/components/schemas/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** Follows the references of a schema. */
export function resolveSchema(schema: unknown, schemas: MutableObject): unknown {
  const seen = new Set<unknown>();
  let value = schema;
  while (isObject(value) && !seen.has(value)) {
    const name = referredName(value["$ref"]);
    if (name === undefined) return value;
    seen.add(value);
    value = schemas[name];
  }
  return isObject(value) ? undefined : value;
}
