import { isObject, memberOf, segmentsOf, type JsonObject } from "../document/spec-document.js";

/** A value that a schema allows by its type: required members, and the first of each choice. */
export function sample(document: JsonObject, schema: unknown): unknown {
  if (!isObject(schema)) return null;
  const { $ref: reference, type, properties, required, items, allOf } = schema;
  if (typeof reference === "string") return sample(document, resolve(document, reference));
  if ("const" in schema) return schema["const"];
  for (const choice of [schema["enum"], schema["examples"]]) {
    if (Array.isArray(choice) && choice.length > 0) return choice[0];
  }
  for (const choice of [schema["oneOf"], schema["anyOf"]]) {
    if (Array.isArray(choice)) return sample(document, choice[0]);
  }
  if (Array.isArray(allOf)) {
    return Object.assign({}, ...allOf.map((part: unknown) => sample(document, part)));
  }
  const [first] = Array.isArray(type) ? (type as unknown[]) : [type];
  if (first === "array") return [sample(document, items)];
  if (first === "integer" || first === "number") return 1;
  if (first === "boolean") return true;
  if (first === "string") return "a";
  if (first === "null") return null;
  const names = Array.isArray(required) ? required.map(String) : [];
  return Object.fromEntries(
    names.map((name) => [name, sample(document, memberOf(properties, name))]),
  );
}

function resolve(document: JsonObject, reference: string): unknown {
  return segmentsOf(reference).reduce<unknown>(memberOf, document);
}
