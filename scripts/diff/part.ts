import {
  isObject,
  memberOf,
  pointerTo,
  segmentsOf,
  type SpecDocument,
} from "../document/spec-document.js";

/** A part of a document, with the two ways to say where it is. */
export interface Part {
  readonly spec: SpecDocument;
  /** The way to it through references, which leads to its line in the split files. */
  readonly pointer: string;
  /** Its own place, which is the same whichever way leads to it. */
  readonly own: string;
  /** The value as written, a reference included. */
  readonly value: unknown;
}

/** The part that a pointer leads to. */
export function partAt(spec: SpecDocument, pointer: string): Part {
  return step({ spec, pointer: "#", own: "#", value: spec.document }, ...segmentsOf(pointer));
}

/** The part that a reference leads to; the part itself if it is no reference. */
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

/** The part below some names, through references. */
export function step(part: Part, ...names: readonly string[]): Part {
  return names.reduce<Part>((from, name) => {
    const { spec, pointer, own, value } = follow(from);
    const below = pointerTo([name]).slice(1);
    return { spec, pointer: pointer + below, own: own + below, value: memberOf(value, name) };
  }, part);
}

/** The members of an object, or the elements of an array. */
export function partsIn(part: Part): [name: string, part: Part][] {
  const { value } = follow(part);
  const names = typeof value === "object" && value !== null ? Object.keys(value) : [];
  return names.map((name) => [name, step(part, name)]);
}

/** A schema and all that it is composed of. */
export function composition(part: Part, seen: readonly string[] = []): Part[] {
  const target = follow(part);
  if (seen.includes(target.own) || !isObject(target.value)) return [];
  const parts = ["allOf", "anyOf", "oneOf"].flatMap((name) => partsIn(step(target, name)));
  return [target, ...parts.flatMap(([, each]) => composition(each, [...seen, target.own]))];
}

/** The schema below some names in the one part of a composition that declares it, or the whole. */
export function declared(part: Part, ...names: readonly string[]): Part {
  const found = composition(part)
    .map((each) => step(each, ...names))
    .filter(({ value }) => value !== undefined);
  return found.length === 1 ? (found[0] ?? part) : part;
}

/** A text that is the same for all orders of members. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isObject(value)) return value === undefined ? "" : JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join()}}`;
}

/** Whether both schemas say the same. The schemas that they refer to are compared on their own. */
export function isSame(one: Part, other: Part): boolean {
  const text = canonical(one.value);
  const elsewhere = /"\$ref":"(?!#\/components\/(schemas|headers|examples)\/)/;
  return text === canonical(other.value) && !elsewhere.test(text);
}

/** A value as a text that fits in a line. */
export function clipped(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
