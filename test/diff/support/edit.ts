import { isObject, segmentsOf } from "../../../scripts/document/spec-document.js";

/** A part of a document that may be changed in place. */
export type Part = Record<string, unknown>;

/** The part at a pointer. A reference is not followed: an edit says where it edits. */
export function partAt(document: Part, pointer: string): Part {
  let value: unknown = document;
  for (const segment of segmentsOf(pointer)) {
    value = Array.isArray(value)
      ? (value as unknown[])[Number(segment)]
      : isObject(value)
        ? value[segment]
        : undefined;
  }
  if (!isObject(value)) throw new Error(`${pointer} is no part of the document`);
  // What JSON.parse made may be written to.
  return value;
}

/** The array at a name of a part; made where there is none. */
export function listIn(part: Part, name: string): unknown[] {
  const value = part[name];
  if (Array.isArray(value)) return value as unknown[];
  const made: unknown[] = [];
  part[name] = made;
  return made;
}

/** The object at a name of a part; made where there is none. */
export function objectIn(part: Part, name: string): Part {
  const value = part[name];
  // As above.
  if (isObject(value)) return value;
  const made: Part = {};
  part[name] = made;
  return made;
}

/** Gives a member another name, in its place. */
export function renameMember(part: Part, from: string, to: string): Part {
  return replaceMembers(
    part,
    Object.entries(part).map(([name, value]) => [name === from ? to : name, value]),
  );
}

/** Turns the order of members round. */
export function reverseMembers(part: Part): Part {
  return replaceMembers(part, Object.entries(part).reverse());
}

function replaceMembers(part: Part, entries: readonly (readonly [string, unknown])[]): Part {
  for (const name of Object.keys(part)) Reflect.deleteProperty(part, name);
  return Object.assign(part, Object.fromEntries(entries));
}
