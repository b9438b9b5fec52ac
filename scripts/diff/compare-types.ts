import { child, type SpecNode } from "../document/spec-document.js";
import { differ, isSame, type Comparison } from "./difference.js";

/**
 * Compares the types of two schemas, and the values that they list.
 *
 * @returns whether they have nothing in common, so that their parts cannot be compared
 */
export function compareTypes(
  before: SpecNode,
  after: SpecNode,
  subject: string,
  comparison: Comparison,
): boolean {
  const [old, now] = [typesOf(before), typesOf(after)];
  const values = { from: print(old), to: print(now) };
  compareNull(before, after, subject, comparison);
  const apart = compareTypeNames(old, now, (kind) => {
    differ(comparison, kind, subject, before, after, values);
  });
  if (!apart) compareValues(before, after, subject, comparison);
  return apart;
}

type TypeKind =
  | "type-added"
  | "type-removed"
  | "type-changed"
  | "type-widened"
  | "type-narrowed"
  | "integer-to-number"
  | "number-to-integer";

function compareTypeNames(
  old: ReadonlySet<string> | undefined,
  now: ReadonlySet<string> | undefined,
  report: (kind: TypeKind) => void,
): boolean {
  if (old === undefined || now === undefined) {
    if (old !== now) report(old === undefined ? "type-added" : "type-removed");
    return false;
  }
  let added = [...now].filter((type) => type !== "null" && !old.has(type));
  let removed = [...old].filter((type) => type !== "null" && !now.has(type));
  // An integer is a number.
  if (removed.includes("integer") && now.has("number")) {
    removed = removed.filter((type) => type !== "integer");
    added = added.filter((type) => type !== "number");
    report("integer-to-number");
  } else if (added.includes("integer") && old.has("number") && removed.includes("number")) {
    removed = removed.filter((type) => type !== "number");
    added = added.filter((type) => type !== "integer");
    report("number-to-integer");
  }
  if (added.length > 0 && removed.length > 0) {
    report("type-changed");
    return true;
  }
  if (added.length > 0) report("type-widened");
  if (removed.length > 0) report("type-narrowed");
  return false;
}

function compareNull(
  before: SpecNode,
  after: SpecNode,
  subject: string,
  comparison: Comparison,
): void {
  const [was, is] = [typesOf(before)?.has("null"), typesOf(after)?.has("null")];
  if (was === undefined || is === undefined || was === is) return;
  differ(comparison, is ? "null-added" : "null-removed", subject, before, after);
}

/** The types that a schema names; `undefined` where it takes any. */
function typesOf(schema: SpecNode): ReadonlySet<string> | undefined {
  const { value } = child(schema, "type");
  if (value === undefined) return undefined;
  const types = (Array.isArray(value) ? value : [value]).map(String);
  // OpenAPI 3.0 has a keyword for what later is a second type.
  return new Set(child(schema, "nullable").value === true ? [...types, "null"] : types);
}

function print(types: ReadonlySet<string> | undefined): string {
  return types === undefined ? "any" : [...types].sort().join(" | ");
}

/** Compares lists of values, `enum`, and single ones, `const`. */
function compareValues(
  before: SpecNode,
  after: SpecNode,
  subject: string,
  comparison: Comparison,
): void {
  const [old, now] = [valuesOf(before), valuesOf(after)];
  if (old === undefined || now === undefined) {
    if (old === now) return;
    const listed = (old ?? now ?? []).map((value) => JSON.stringify(value)).join(", ");
    const kind = old === undefined ? "values-listed" : "values-unlisted";
    const values = old === undefined ? { to: listed } : { from: listed };
    differ(comparison, kind, subject, before, after, values);
    return;
  }
  const lacks = (list: readonly unknown[], value: unknown): boolean =>
    !list.some((other) => isSame(other, value));
  for (const value of now.filter((each) => lacks(old, each))) {
    differ(comparison, "value-added", subject, before, after, { to: JSON.stringify(value) });
  }
  for (const value of old.filter((each) => lacks(now, each))) {
    differ(comparison, "value-removed", subject, before, after, { from: JSON.stringify(value) });
  }
}

function valuesOf(schema: SpecNode): readonly unknown[] | undefined {
  const single = child(schema, "const").value;
  if (single !== undefined) return [single];
  const { value } = child(schema, "enum");
  return Array.isArray(value) ? value : undefined;
}
