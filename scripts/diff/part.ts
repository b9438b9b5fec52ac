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

export function rootPart(spec: SpecDocument): Part {
  return { spec, pointer: "#", own: "#", value: spec.document };
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
export function step(part: Part, ...names: readonly (string | number)[]): Part {
  return names.reduce<Part>((from, name) => {
    const { spec, pointer, own, value } = follow(from);
    const below = pointerTo([String(name)]).slice(1);
    return { spec, pointer: pointer + below, own: own + below, value: memberOf(value, name) };
  }, part);
}

export function isThere(part: Part): boolean {
  return part.value !== undefined;
}

/** The members of an object, or the elements of an array. */
export function partsIn(part: Part): [name: string, part: Part][] {
  const { value } = follow(part);
  const names = typeof value === "object" && value !== null ? Object.keys(value) : [];
  return names.map((name) => [name, step(part, name)]);
}

const compositions = ["allOf", "anyOf", "oneOf"];

const knownCompositions = new WeakMap<object, Part[]>();

/** A schema and all that it is composed of. */
export function composition(part: Part, seen: readonly string[] = []): Part[] {
  const target = follow(part);
  if (seen.includes(target.own) || !isObject(target.value)) return [];
  const known = knownCompositions.get(target.value);
  if (known !== undefined) return known;
  const parts = compositions
    .filter((name) => memberOf(target.value, name) !== undefined)
    .flatMap((name) => partsIn(step(target, name)));
  const all = [target, ...parts.flatMap(([, each]) => composition(each, [...seen, target.own]))];
  // Within a composition that contains itself, the list depends on the way to it.
  if (seen.length === 0) knownCompositions.set(target.value, all);
  return all;
}

/** The schema below some names, in whichever part of a composition declares it. */
export function declared(part: Part, ...names: readonly string[]): Part | undefined {
  return composition(part)
    .map((each) => step(each, ...names))
    .find(isThere);
}

/** A text that is the same for all orders of members. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isObject(value)) return value === undefined ? "" : JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join()}}`;
}

/** Two parts that differ, without the references that both have in common on the way to the cause. */
export function causeOf(before: Part, after: Part, depth = 0): readonly [Part, Part] {
  if (depth > 20 || canonical(before.value) !== canonical(after.value)) return [before, after];
  for (const [old, now] of sharedReferences(before, after)) {
    if (differ(old, now)) return causeOf(follow(old), follow(now), depth + 1);
  }
  return [before, after];
}

/** The references within two equal values, not through them. */
function sharedReferences(before: Part, after: Part): (readonly [Part, Part])[] {
  const { value } = before;
  if (typeof value !== "object" || value === null) return [];
  if ("$ref" in value) return [[before, after]];
  return Object.keys(value).flatMap((name) =>
    sharedReferences(step(before, name), step(after, name)),
  );
}

/** Whether two parts say something else, here or behind their references. */
export function differ(before: Part, after: Part, seen = new Set<string>()): boolean {
  const [old, now] = [follow(before), follow(after)];
  const key = `${old.own} ${now.own}`;
  if (seen.has(key)) return false;
  seen.add(key);
  if (typeof old.value !== "object" || typeof now.value !== "object")
    return old.value !== now.value;
  if (old.value === null || now.value === null) return old.value !== now.value;
  const names = Object.keys(old.value);
  if (names.length !== Object.keys(now.value).length) return true;
  return names.some((name) => differ(step(old, name), step(now, name), seen));
}

/** A value as a text that fits in a line. */
export function clipped(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
