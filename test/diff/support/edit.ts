import { isObject, segmentsOf } from "../../../scripts/document/spec-document.js";

/** A part of a document that edits change in place. */
export type Part = Record<string, unknown>;

/** Returns the part at a pointer. References are not followed. */
export function partAt(document: Part, pointer: string): Part {
  let value: unknown = document;
  for (const segment of segmentsOf(pointer)) {
    value = Array.isArray(value)
      ? (value as unknown[])[Number(segment)]
      : isObject(value)
        ? value[segment]
        : undefined;
  }
  if (!isObject(value)) throw new Error(`${pointer} is not in the document`);
  // The document is a copy made by JSON.parse, so it may be changed.
  return value;
}

/** Returns the array at a name of a part, and adds it if it is missing. */
export function listIn(part: Part, name: string): unknown[] {
  const value = part[name];
  if (Array.isArray(value)) return value as unknown[];
  const made: unknown[] = [];
  part[name] = made;
  return made;
}

/** Returns the object at a name of a part, and adds it if it is missing. */
export function objectIn(part: Part, name: string): Part {
  const value = part[name];
  if (isObject(value)) return value;
  const made: Part = {};
  part[name] = made;
  return made;
}

/** Renames a member and keeps its position. */
export function renameMember(part: Part, from: string, to: string): Part {
  return replaceMembers(
    part,
    Object.entries(part).map(([name, value]) => [name === from ? to : name, value]),
  );
}

/** Reverses the order of members. */
export function reverseMembers(part: Part): Part {
  return replaceMembers(part, Object.entries(part).reverse());
}

function replaceMembers(part: Part, entries: readonly (readonly [string, unknown])[]): Part {
  for (const name of Object.keys(part)) Reflect.deleteProperty(part, name);
  return Object.assign(part, Object.fromEntries(entries));
}
