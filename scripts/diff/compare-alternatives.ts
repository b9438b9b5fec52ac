import { child, elements, isObject, members, type SpecNode } from "../document/spec-document.js";
import { compareSchemas } from "./compare-schemas.js";
import { differ, isSame, writtenValue, type Comparison } from "./difference.js";
import { isProse } from "./prose.js";

/**
 * Compares the alternatives of two schemas, where one of them has any: a schema without is one
 * alternative by itself.
 *
 * @returns whether the schemas are compared by that: the keywords beside alternatives are not
 */
export function compareAlternatives(
  before: SpecNode,
  after: SpecNode,
  subject: string,
  comparison: Comparison,
): boolean {
  const [old, now] = [alternativesOf(before), alternativesOf(after)];
  if (old === undefined && now === undefined) return false;
  const { pairs, removed, added } = pair(old ?? [before], now ?? [after]);
  for (const [one, other] of pairs) {
    compareSchemas(one, other, `an alternative of ${subject}`, comparison);
  }
  for (const one of removed) {
    const kind = isNull(one) ? "null-removed" : "alternative-removed";
    differ(comparison, kind, subject, one, after, { from: nameOf(one) });
  }
  for (const one of added) {
    const kind = isNull(one) ? "null-added" : "alternative-added";
    differ(comparison, kind, subject, before, one, { to: nameOf(one) });
  }
  for (const [one, other] of [
    [before, old],
    [after, now],
  ] as const) {
    if (other === undefined || (old !== undefined && now !== undefined)) continue;
    const beside = members(one).filter(([name]) => !isProse(name) && !/^(one|any)Of$/.test(name));
    if (beside.length > 0) differ(comparison, "keyword-changed", subject, before, after);
  }
  return old === undefined || now === undefined;
}

/** A schema and the schemas that it is made of by `allOf`, theirs included. */
export function partsOf(schema: SpecNode, holders: readonly unknown[] = []): SpecNode[] {
  if (holders.includes(schema.value)) return [];
  const parts = elements(child(schema, "allOf"));
  return [schema, ...parts.flatMap((part) => partsOf(part, [...holders, schema.value]))];
}

/** What `compareSchemas` takes from a part as if it stood in the whole. */
const ofWhole = new Set(["type", "properties", "required", "allOf", "$ref"]);

/** Compares what parts, `allOf`, demand beside their properties. */
export function compareParts(
  before: SpecNode,
  after: SpecNode,
  subject: string,
  comparison: Comparison,
): void {
  const demanding = (schema: SpecNode): SpecNode[] =>
    partsOf(schema)
      .slice(1)
      .filter((part) => members(part).some(([name]) => !ofWhole.has(name) && !isProse(name)));
  const { pairs, removed, added } = pair(demanding(before), demanding(after));
  for (const [one, other] of pairs) {
    if (!isSame(one.value, other.value)) differ(comparison, "keyword-changed", subject, one, other);
  }
  for (const one of removed) {
    differ(comparison, "part-removed", subject, one, after, { from: nameOf(one) });
  }
  for (const one of added) {
    differ(comparison, "part-added", subject, before, one, { to: nameOf(one) });
  }
}

function alternativesOf(schema: SpecNode): SpecNode[] | undefined {
  for (const keyword of ["oneOf", "anyOf"]) {
    const alternatives = elements(child(schema, keyword));
    if (alternatives.length > 0) return alternatives;
  }
  return undefined;
}

/** Finds for each schema the one that it has become: the same, else the next that is left. */
function pair(
  before: readonly SpecNode[],
  after: readonly SpecNode[],
): { pairs: (readonly [SpecNode, SpecNode])[]; removed: SpecNode[]; added: SpecNode[] } {
  const pairs: (readonly [SpecNode, SpecNode])[] = [];
  let [removed, added] = [[...before], [...after]];
  const matchers = [
    (one: SpecNode, other: SpecNode) => isSame(writtenValue(one), writtenValue(other)),
    (one: SpecNode, other: SpecNode) =>
      !isReference(one) && !isReference(other) && !isNull(one) && !isNull(other),
  ];
  for (const matches of matchers) {
    for (const one of removed) {
      const other = added.find((each) => matches(one, each));
      if (other === undefined) continue;
      pairs.push([one, other]);
      removed = removed.filter((each) => each !== one);
      added = added.filter((each) => each !== other);
    }
  }
  return { pairs, removed, added };
}

function isReference(node: SpecNode): boolean {
  const written = writtenValue(node);
  return isObject(written) && "$ref" in written;
}

function isNull(node: SpecNode): boolean {
  return child(node, "type").value === "null";
}

function nameOf(node: SpecNode): string {
  const written = writtenValue(node);
  if (isObject(written) && typeof written["$ref"] === "string") {
    return written["$ref"].slice(written["$ref"].lastIndexOf("/") + 1);
  }
  return JSON.stringify(child(node, "type").value ?? "schema");
}
