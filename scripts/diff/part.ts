import {
  isObject,
  memberOf,
  pointerTo,
  segmentsOf,
  type SpecDocument,
} from "../document/spec-document.js";

/** A part of a document with two pointers to it. */
export interface Part {
  readonly spec: SpecDocument;
  /** The path through references, used to find the line in the split files. */
  readonly pointer: string;
  /** The pointer without references, which identifies the part. */
  readonly own: string;
  /** The value, with references not resolved. */
  readonly value: unknown;
}

/** A value of the old and of the new document. */
export type Both<T> = readonly [before: T, after: T];

/** Calls a function for the value of each document. */
export function both<T, R>([before, after]: Both<T>, call: (value: T) => R): Both<R> {
  return [call(before), call(after)];
}

/** Returns the part at a pointer. */
export function partAt(spec: SpecDocument, pointer: string): Part {
  return step({ spec, pointer: "#", own: "#", value: spec.document }, ...segmentsOf(pointer));
}

/** Resolves a part that is a reference, and returns any other part as it is. */
export function follow(part: Part): Part {
  let { own, value } = part;
  const seen = new Set<string>();
  while (isObject(value) && typeof value["$ref"] === "string" && !seen.has(value["$ref"])) {
    seen.add(value["$ref"]);
    const segments = segmentsOf(decodeURIComponent(value["$ref"]));
    own = pointerTo(segments);
    value = segments.reduce<unknown>(memberOf, part.spec.document);
  }
  return { ...part, own, value };
}

/** Returns the part below some names. References are resolved on the path. */
export function step(part: Part, ...names: readonly string[]): Part {
  return names.reduce<Part>((from, name) => {
    const { spec, pointer, own, value } = follow(from);
    const below = pointerTo([name]).slice(1);
    return { spec, pointer: pointer + below, own: own + below, value: memberOf(value, name) };
  }, part);
}

/** Returns the members of an object or the elements of an array. */
export function partsIn(part: Part): [name: string, part: Part][] {
  const { value } = follow(part);
  const names = typeof value === "object" && value !== null ? Object.keys(value) : [];
  return names.map((name) => [name, step(part, name)]);
}

/** Whether a value is a reference and nothing else. */
export function isReference(value: unknown): boolean {
  return isObject(value) && "$ref" in value && Object.keys(value).length === 1;
}

const known = new WeakMap<object, string>();

/** Prints a value as JSON with sorted members. */
export function canonical(value: unknown): string {
  if (typeof value !== "object" || value === null)
    return value === undefined ? "" : JSON.stringify(value);
  const text = known.get(value) ?? JSON.stringify(value, sorted);
  known.set(value, text);
  return text;
}

function sorted(_: string, value: unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Prints a value as text that fits on a line. */
export function clipped(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
