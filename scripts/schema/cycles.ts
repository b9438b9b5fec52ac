import { copyOf, type MutableObject } from "../document/grammar.js";
import { isObject } from "../document/spec-document.js";
import { freeName } from "../operations/names.js";
import { referenceTo, referredName, schemasOf } from "./component-schemas.js";

const lists = ["allOf", "oneOf", "anyOf"] as const;

/**
 * Breaks the circles that TypeScript refuses: schemas that are composed of themselves. Circles
 * through members and items are none of them.
 *
 * A schema that extends another one, which in turn lists it among its alternatives, extends that one
 * without the alternatives. What remains says nothing: a schema that is itself or something else is
 * something else.
 */
export function breakCycles(document: MutableObject): void {
  const schemas = schemasOf(document);
  const bases = new Map<string, string>();
  const circle = findCircles(schemas);
  for (const [name, schema] of Object.entries(schemas)) {
    if (circle.has(name)) extendBases(schema, (parent) => baseOf(parent, schemas, bases, circle));
  }
  for (const name of findCircles(schemas)) cutCircles(name, schemas, []);
}

/** The parts that a schema is composed of, also within other parts. */
function partsOf(schema: unknown): string[] {
  if (!isObject(schema)) return [];
  const parts = lists.flatMap((list): unknown[] => {
    return Array.isArray(schema[list]) ? schema[list] : [];
  });
  return [referredName(schema["$ref"]) ?? [], ...parts.map(partsOf)].flat();
}

/** The schemas that are parts of themselves, directly or not: those that stay if leaves are taken off. */
function findCircles(schemas: MutableObject): Set<string> {
  const parts = new Map(Object.entries(schemas).map(([name, schema]) => [name, partsOf(schema)]));
  const isCircular = (start: string): boolean => {
    const seen = new Set<string>();
    const left = [...(parts.get(start) ?? [])];
    for (let name = left.pop(); name !== undefined; name = left.pop()) {
      if (name === start) return true;
      if (seen.has(name)) continue;
      seen.add(name);
      left.push(...(parts.get(name) ?? []));
    }
    return false;
  };
  return new Set([...parts.keys()].filter(isCircular));
}

/** Replaces the schemas that are extended, as far as `replace` knows another one. */
function extendBases(schema: unknown, replace: (name: string) => string | undefined): void {
  const parts = isObject(schema) && Array.isArray(schema["allOf"]) ? schema["allOf"] : [];
  for (const part of parts as MutableObject[]) {
    if (!isObject(part)) continue;
    const base = replace(referredName(part["$ref"]) ?? "");
    if (base === undefined) extendBases(part, replace);
    else part["$ref"] = referenceTo(base);
  }
}

/** The schema without its alternatives, if they are a part of the circle. */
function baseOf(
  name: string,
  schemas: MutableObject,
  bases: Map<string, string>,
  circle: ReadonlySet<string>,
): string | undefined {
  const schema = schemas[name];
  if (bases.has(name)) return bases.get(name);
  if (!circle.has(name) || !isObject(schema)) return undefined;
  const { oneOf, anyOf, ...base } = schema;
  if (!partsOf({ oneOf, anyOf }).some((part) => circle.has(part))) return undefined;
  const free = freeName(`${name}Base`, (each) => Object.hasOwn(schemas, each));
  bases.set(name, free);
  schemas[free] = copyOf(base);
  extendBases(schemas[free], (parent) => baseOf(parent, schemas, bases, circle));
  return free;
}

/** Takes out of a schema the parts that lead back to a schema on the way to it. */
function cutCircles(name: string, schemas: MutableObject, way: readonly string[]): void {
  const here = [...way, name];
  const cut = (schema: unknown): void => {
    if (!isObject(schema)) return;
    const holder: MutableObject = schema;
    for (const list of lists) {
      const parts = holder[list];
      if (!Array.isArray(parts)) continue;
      const kept = parts.filter((part) => {
        const target = isObject(part) ? referredName(part["$ref"]) : undefined;
        if (target !== undefined && here.includes(target)) return false;
        if (target === undefined) cut(part);
        else if (partsOf(schemas[target]).length > 0) cutCircles(target, schemas, here);
        return true;
      });
      if (kept.length > 0) holder[list] = kept;
      else Reflect.deleteProperty(holder, list);
    }
    const alias = referredName(holder["$ref"]);
    if (alias !== undefined && !here.includes(alias)) cutCircles(alias, schemas, here);
  };
  cut(schemas[name]);
}
