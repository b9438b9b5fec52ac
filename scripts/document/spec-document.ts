import { GenerationError } from "../command/generation-error.js";

export type JsonObject = Readonly<Record<string, unknown>>;

/** An OpenAPI document in one piece: every reference in it points into itself. */
export interface SpecDocument {
  readonly document: JsonObject;
  /** Where a part of the document was written: `file:line:col`, or the JSON pointer itself. */
  readonly locate: (pointer: string) => string;
}

/**
 * A part of a document. Its pointer is the way that was walked to it, through references, so that
 * it leads to the same place in the split files that the document was made of.
 */
export interface SpecNode {
  readonly spec: SpecDocument;
  readonly pointer: string;
  /** The value with a reference followed; `undefined` where there is none. */
  readonly value: unknown;
}

/** A document value as the steps take it. Without a locator, places are JSON pointers. */
export function specDocument(
  document: JsonObject,
  locate: SpecDocument["locate"] = (pointer) => pointer,
): SpecDocument {
  return { document, locate };
}

export function rootNode(spec: SpecDocument): SpecNode {
  return { spec, pointer: "#", value: spec.document };
}

/** The part of a node under a member name or an index. */
export function child(node: SpecNode, key: string | number): SpecNode {
  const pointer = `${node.pointer}/${escapeSegment(String(key))}`;
  return { spec: node.spec, pointer, value: follow(node.spec, memberOf(node.value, key), pointer) };
}

/** The members of an object, in the order in which they were written. */
export function members(node: SpecNode): [name: string, member: SpecNode][] {
  return isObject(node.value)
    ? Object.keys(node.value).map((name) => [name, child(node, name)])
    : [];
}

/** The elements of an array. */
export function elements(node: SpecNode): SpecNode[] {
  return Array.isArray(node.value) ? node.value.map((_, index) => child(node, index)) : [];
}

export function textOf(node: SpecNode): string | undefined {
  return typeof node.value === "string" ? node.value : undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Where the node was written. */
export function placeOf(node: SpecNode): string {
  return node.spec.locate(node.pointer);
}

/** The member names of a JSON pointer such as `#/paths/~1keys/post`. */
export function segmentsOf(pointer: string): string[] {
  return pointer
    .replace(/^#?\/?/, "")
    .split("/")
    .filter((segment) => segment !== "")
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The inverse of `segmentsOf`. */
export function pointerTo(segments: readonly string[]): string {
  return ["#", ...segments.map(escapeSegment)].join("/");
}

function escapeSegment(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** What stands under a member name or an index; nothing in what has no members. */
export function memberOf(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return value[Number(key)];
  // Own members alone: a parameter called "constructor" must not find Object's.
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Follows local references; a document that still refers elsewhere has not been bundled. */
function follow(spec: SpecDocument, start: unknown, pointer: string): unknown {
  const seen = new Set<string>();
  let value = start;
  while (isObject(value) && typeof value["$ref"] === "string") {
    const reference = value["$ref"];
    const target = reference.startsWith("#") && !seen.has(reference);
    seen.add(reference);
    value = target
      ? segmentsOf(decodeURIComponent(reference)).reduce(memberOf, spec.document)
      : undefined;
    if (value === undefined) {
      throw new GenerationError([
        {
          message: `The reference "${reference}" leads nowhere.`,
          places: [spec.locate(pointer)],
          advice: "Correct it, or bundle the document first if it points into another file.",
        },
      ]);
    }
  }
  return value;
}
