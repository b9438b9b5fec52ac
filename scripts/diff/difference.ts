import { segmentsOf, type SpecNode } from "../document/spec-document.js";
import { memberOf, isObject, pointerTo } from "../document/spec-document.js";
import type { DifferenceKind } from "./rules.js";

/** The side from which users of a client meet a part of the document: they send it, or they get it. */
export type Position = "request" | "response";

/** A single way in which one document is not the other. It says nothing of how grave that is. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** What differs, in a person's words, like ``property `label` ``. */
  readonly subject: string;
  /** Where the part stands in the document before, and in the one after; one of them may lack it. */
  readonly before: SpecNode | undefined;
  readonly after: SpecNode | undefined;
  /** Absent where the part is neither sent nor received, like the name of a method. */
  readonly position?: Position;
  /** The method that the part belongs to, if it is one operation's. */
  readonly operation?: string;
  /** The values that differ, printed. */
  readonly from?: string;
  readonly to?: string;
}

/** Where a comparison stands, and where its findings go. */
export interface Comparison {
  readonly report: (difference: Difference) => void;
  readonly position?: Position;
  readonly operation?: string;
  /** Pairs of schemas that were compared: a schema may contain itself. */
  readonly seen: Set<string>;
}

/** Reports a difference at the place where a comparison stands. */
export function differ(
  { report, position, operation }: Comparison,
  kind: DifferenceKind,
  subject: string,
  before: SpecNode | undefined,
  after: SpecNode | undefined,
  values: Pick<Difference, "from" | "to"> = {},
): void {
  report({
    ...{ kind, subject, before, after, ...values },
    ...(position && { position }),
    ...(operation !== undefined && { operation }),
  });
}

/** The pointer to a node's own place: where references on the way lead, rather than the way itself. */
export function ownPointer({ spec, pointer }: SpecNode): string {
  let segments: string[] = [];
  let value: unknown = spec.document;
  for (const segment of segmentsOf(pointer)) {
    segments = [...segments, segment];
    value = memberOf(value, segment);
    // The walker has followed the same references before, and found no circle of them.
    while (isObject(value) && typeof value["$ref"] === "string") {
      segments = segmentsOf(decodeURIComponent(value["$ref"]));
      value = segments.reduce(memberOf, spec.document);
    }
  }
  return pointerTo(segments);
}

/** The pointer to where a node is written, be it as a reference to elsewhere. */
function writtenPointer({ spec, pointer }: SpecNode): string {
  const segments = segmentsOf(pointer);
  const last = segments.pop();
  if (last === undefined) return "#";
  const holder = ownPointer({ spec, pointer: pointerTo(segments), value: undefined });
  return pointerTo([...segmentsOf(holder), last]);
}

/** The pointer that tells of a difference: of a part itself, or of its being there at all. */
export function pointerOf(kind: DifferenceKind, node: SpecNode): string {
  const isOfPlace = /^(required|property|parameter|status|content-type|header|component|operation)/;
  return isOfPlace.test(kind) ? writtenPointer(node) : ownPointer(node);
}

/** Where a node was written: `file:line:col`, or its pointer where no file is known. */
export function fileOf({ spec, pointer }: SpecNode): string {
  // A pointer follows the file: differences tell it by themselves.
  return spec.locate(pointer).replace(/(?<=.) #\/.*$/, "");
}

/** The value as it is written, a reference unfollowed. */
export function writtenValue(node: SpecNode): unknown {
  return segmentsOf(writtenPointer(node)).reduce(memberOf, node.spec.document);
}

/** Whether two values are the same but for the order of members. */
export function isSame(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

/** JSON with the members in one order; empty for `undefined`, of which JSON has none. */
export function canonical(value: unknown): string {
  if (value === undefined) return "";
  return JSON.stringify(value, (_, member: unknown) =>
    isObject(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
