import { walkDocument, type MutableObject } from "../document/grammar.js";
import { isObject, type JsonObject } from "../document/spec-document.js";
import { referredName, resolveSchema, schemasOf } from "./component-schemas.js";

/** What a discriminator says: the member, and the schemas that its values stand for. */
interface Discriminator {
  readonly property: string;
  /** The values by the name of their schema. */
  readonly valuesOf: (name: string) => string[];
}

/**
 * Writes discriminators as what they mean: each alternative has a value of its own. The value that a
 * schema names itself holds, since servers send it whatever the discriminator implies.
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
      const members = value[keyword] as readonly unknown[]; // Safe: the filter has looked.
      value[keyword] = members.map((member) => narrowed(member, discriminator, schemas));
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

/** An alternative of a union, with its value. */
function narrowed(
  member: unknown,
  { property, valuesOf }: Discriminator,
  schemas: MutableObject,
): unknown {
  const name = isObject(member) ? referredName(member["$ref"]) : undefined;
  if (name === undefined) return member;
  const tag = tagOf(schemas[name], property, valuesOf(name), schemas);
  return tag === undefined ? member : { allOf: [member, tag] };
}

/** Schemas that extend a parent have their values, and those of the schemas that extend them. */
function tagChildren(schemas: MutableObject, parents: ReadonlyMap<string, Discriminator>): void {
  const children = new Map<string, string[]>();
  for (const [name, schema] of Object.entries(schemas)) {
    for (const parent of extended(schema)) {
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

function extended(schema: unknown): string[] {
  const parts = isObject(schema) && Array.isArray(schema["allOf"]) ? schema["allOf"] : [];
  return parts.flatMap((part) => (isObject(part) ? (referredName(part["$ref"]) ?? []) : []));
}

/** The schema of a value, unless the schema that gets it has a value of its own. */
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
  // A union of its own has the property in its members.
  if (found === undefined && isUnion(schema, schemas)) return undefined;
  const properties = { [property]: { enum: possible } };
  return { type: "object", required: [property], properties };
}

interface Property {
  readonly isInteger: boolean;
  readonly literals: readonly unknown[] | undefined;
}

/** A property of a schema, its own or one of those that it extends. */
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
  return { isInteger, literals: literals as readonly unknown[] | undefined }; // Safe: of JSON.
}

function isUnion(schema: unknown, schemas: MutableObject): boolean {
  const resolved = resolveSchema(schema, schemas);
  return (
    isObject(resolved) && (Array.isArray(resolved["oneOf"]) || Array.isArray(resolved["anyOf"]))
  );
}
