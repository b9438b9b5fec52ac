import { copyOf, type MutableObject } from "../document/grammar.js";
import { isObject } from "../document/spec-document.js";
import { freeName } from "../operations/names.js";
import { referenceTo, referredName, schemasOf } from "./component-schemas.js";

const lists = ["allOf", "oneOf", "anyOf"] as const;

/**
 * Breaks cycles that TypeScript rejects: schemas that are composed of themselves. Cycles through
 * properties and items are valid types.
 *
 * If a schema extends a parent that lists it as an alternative, it extends a copy of the parent
 * without the alternatives. In the remaining cycles, the part that refers back is removed, because it
 * adds nothing: "A is A or B" means "A is B".
 */
export function breakCycles(document: MutableObject): void {
  const schemas = schemasOf(document);
  const bases = new Map<string, string>();
  const cycle = findCycles(schemas);
  for (const [name, schema] of Object.entries(schemas)) {
    if (cycle.has(name)) extendBases(schema, (parent) => baseOf(parent, schemas, bases, cycle));
  }
  for (const name of findCycles(schemas)) cutCycles(name, schemas, []);
}

/** Returns the names of the schemas that a schema is composed of, including nested parts. */
function partsOf(schema: unknown): string[] {
  if (!isObject(schema)) return [];
  const parts = lists.flatMap((list): unknown[] => {
    return Array.isArray(schema[list]) ? schema[list] : [];
  });
  return [referredName(schema["$ref"]) ?? [], ...parts.map(partsOf)].flat();
}

/** Finds the schemas that are directly or indirectly parts of themselves. */
function findCycles(schemas: MutableObject): Set<string> {
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

/** Replaces the parents of a schema for which `replace` returns another name. */
function extendBases(schema: unknown, replace: (name: string) => string | undefined): void {
  const parts = isObject(schema) && Array.isArray(schema["allOf"]) ? schema["allOf"] : [];
  for (const part of parts as MutableObject[]) {
    if (!isObject(part)) continue;
    const base = replace(referredName(part["$ref"]) ?? "");
    if (base === undefined) extendBases(part, replace);
    else part["$ref"] = referenceTo(base);
  }
}

/** Copies a schema without its alternatives, if they are part of a cycle. Returns the copy's name. */
function baseOf(
  name: string,
  schemas: MutableObject,
  bases: Map<string, string>,
  cycle: ReadonlySet<string>,
): string | undefined {
  const schema = schemas[name];
  if (bases.has(name)) return bases.get(name);
  if (!cycle.has(name) || !isObject(schema)) return undefined;
  const { oneOf, anyOf, ...base } = schema;
  if (!partsOf({ oneOf, anyOf }).some((part) => cycle.has(part))) return undefined;
  const free = freeName(`${name}Base`, (each) => Object.hasOwn(schemas, each));
  bases.set(name, free);
  schemas[free] = copyOf(base);
  extendBases(schemas[free], (parent) => baseOf(parent, schemas, bases, cycle));
  return free;
}

/** Removes the parts of a schema that refer back to a schema on the path to it. */
function cutCycles(name: string, schemas: MutableObject, path: readonly string[]): void {
  const here = [...path, name];
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
        else if (partsOf(schemas[target]).length > 0) cutCycles(target, schemas, here);
        return true;
      });
      if (kept.length > 0) holder[list] = kept;
      else Reflect.deleteProperty(holder, list);
    }
    const alias = referredName(holder["$ref"]);
    if (alias !== undefined && !here.includes(alias)) cutCycles(alias, schemas, here);
  };
  cut(schemas[name]);
}
