import { walkDocument, type MutableObject } from "../document/grammar.js";
import { isObject, type JsonObject } from "../document/spec-document.js";
import { referredName, resolveSchema, schemasOf } from "./component-schemas.js";

/** The member of a discriminator, and the schemas of its values. */
interface Discriminator {
  readonly property: string;
  /** Returns the values that select a schema. */
  readonly valuesOf: (name: string) => string[];
}

/**
 * Replaces discriminators with schemas of the same meaning: the member has a different value in each
 * alternative. If a schema itself restricts the member to one value, that value is used, because
 * servers send it even if the discriminator implies another one.
 */
export function spellOutDiscriminators(document: MutableObject): void {
  const schemas = schemasOf(document);
  const parents = new Map<string, Discriminator>();
  walkDocument(document, ({ value, kind, segments }) => {
    if (kind !== "schema" || !isObject(value["discriminator"])) return;
    const discriminator = readDiscriminator(value["discriminator"]);
    delete value["discriminator"];
    if (discriminator === undefined) return;
    const unions = ["oneOf", "anyOf"].filter((keyword) => Array.isArray(value[keyword]));
    for (const keyword of unions) {
      const members = value[keyword] as readonly unknown[]; // Safe: the filter has checked it.
      value[keyword] = members.map((member) => narrow(member, discriminator, schemas));
    }
    const [, , name, ...deeper] = segments;
    const isComponent = segments[0] === "components" && deeper.length === 0;
    if (unions.length === 0 && isComponent && name !== undefined) parents.set(name, discriminator);
  });
  if (parents.size > 0) tagChildren(schemas, parents);
}

function readDiscriminator({ propertyName, mapping }: JsonObject): Discriminator | undefined {
  if (typeof propertyName !== "string") return undefined;
  const entries = Object.entries(isObject(mapping) ? mapping : {});
  return {
    property: propertyName,
    valuesOf(name) {
      const values = entries.filter(
        ([, target]) => target === name || referredName(target) === name,
      );
      return values.length === 0 ? [name] : values.map(([value]) => value);
    },
  };
}

/** Adds its discriminator values to an alternative of a union. */
function narrow(
  member: unknown,
  { property, valuesOf }: Discriminator,
  schemas: MutableObject,
): unknown {
  const name = isObject(member) ? referredName(member["$ref"]) : undefined;
  if (name === undefined) return member;
  const tag = tagOf(schemas[name], property, valuesOf(name), schemas);
  return tag === undefined ? member : { allOf: [member, tag] };
}

/** Restricts the member in each child to the values of the child and of schemas that extend it. */
function tagChildren(schemas: MutableObject, parents: ReadonlyMap<string, Discriminator>): void {
  const children = new Map<string, string[]>();
  for (const [name, schema] of Object.entries(schemas)) {
    for (const parent of parentsOf(schema)) {
      children.set(parent, [...(children.get(parent) ?? []), name]);
    }
  }
  const below = (name: string, seen = new Set<string>()): string[] => {
    if (seen.has(name)) return [];
    seen.add(name);
    return [name, ...(children.get(name) ?? []).flatMap((child) => below(child, seen))];
  };
  for (const [parent, { property, valuesOf }] of parents) {
    for (const name of new Set(below(parent).slice(1))) {
      const schema = schemas[name];
      if (!isObject(schema) || !Array.isArray(schema["allOf"])) continue;
      const values = [...new Set(below(name).flatMap(valuesOf))];
      const tag = tagOf(schema, property, values, schemas);
      if (tag !== undefined) (schema["allOf"] as unknown[]).push(tag);
    }
  }
}

function parentsOf(schema: unknown): string[] {
  const parts = isObject(schema) && Array.isArray(schema["allOf"]) ? schema["allOf"] : [];
  return parts.flatMap((part) => (isObject(part) ? (referredName(part["$ref"]) ?? []) : []));
}

/** Creates a schema for discriminator values, unless the schema already has a fixed value. */
function tagOf(
  schema: unknown,
  property: string,
  values: readonly string[],
  schemas: MutableObject,
): MutableObject | undefined {
  const found = findProperty(schema, property, schemas);
  const { isInteger, literals } = found ?? {};
  const typed: unknown[] = isInteger ? values.map(Number) : [...values];
  const possible = literals === undefined ? typed : typed.filter((each) => literals.includes(each));
  if (possible.length === 0 || literals?.length === 1) return undefined;
  // In a nested union, the alternatives have the property.
  if (found === undefined && isUnion(schema, schemas)) return undefined;
  const properties = { [property]: { enum: possible } };
  return { type: "object", required: [property], properties };
}

interface Property {
  readonly isInteger: boolean;
  readonly literals: readonly unknown[] | undefined;
}

/** Finds a property in a schema or in the schemas that it extends. */
function findProperty(
  schema: unknown,
  property: string,
  schemas: MutableObject,
  depth = 0,
): Property | undefined {
  const resolved = resolveSchema(schema, schemas);
  if (!isObject(resolved) || depth > 16) return undefined;
  const { properties, allOf } = resolved;
  const own = isObject(properties) ? resolveSchema(properties[property], schemas) : undefined;
  const parts = Array.isArray(allOf) ? allOf : [];
  const all = [
    ...(isObject(own) ? [toProperty(own)] : []),
    ...parts.flatMap((part) => findProperty(part, property, schemas, depth + 1) ?? []),
  ];
  return all.find(({ literals }) => literals !== undefined) ?? all[0];
}

function toProperty({ type, const: value, enum: values }: JsonObject): Property {
  const literals = value !== undefined ? [value] : Array.isArray(values) ? values : undefined;
  const isInteger = type === "integer" || type === "number";
  return { isInteger, literals: literals as readonly unknown[] | undefined }; // Safe: JSON.
}

function isUnion(schema: unknown, schemas: MutableObject): boolean {
  const resolved = resolveSchema(schema, schemas);
  return (
    isObject(resolved) && (Array.isArray(resolved["oneOf"]) || Array.isArray(resolved["anyOf"]))
  );
}
