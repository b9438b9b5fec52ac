import { child, elements, isObject, members, type SpecNode } from "../document/spec-document.js";
import { compareAlternatives, compareParts, partsOf } from "./compare-alternatives.js";
import { compareConstraints, handledConstraints } from "./compare-constraints.js";
import { compareTypes } from "./compare-types.js";
import { differ, isSame, ownPointer, type Comparison } from "./difference.js";
import { isProse } from "./prose.js";
import type { DifferenceKind } from "./rules.js";

const handled = new Set([
  ...["type", "nullable", "enum", "const", "properties", "required", "additionalProperties"],
  ...["items", "allOf", "anyOf", "oneOf", "default", "deprecated", "$ref", ...handledConstraints],
]);

/** Compares two schemas, and all that they refer to. */
export function compareSchemas(
  before: SpecNode,
  after: SpecNode,
  subject: string,
  comparison: Comparison,
): void {
  const pair = [before, after].map(ownPointer).join(" ");
  const key = `${comparison.operation ?? ""} ${comparison.position ?? ""} ${pair}`;
  if (comparison.seen.has(key)) return;
  comparison.seen.add(key);

  if (compareAlternatives(before, after, subject, comparison)) return;
  if (compareTypes(before, after, subject, comparison)) return;
  compareConstraints(before, after, subject, comparison);
  compareMembers(before, after, comparison);
  compareClosing(before, after, subject, comparison);
  compareParts(before, after, subject, comparison);
  const items = [child(before, "items"), child(after, "items")] as const;
  comparePresent(...items, `items of ${subject}`, comparison);
  compareDeprecation(before, after, subject, comparison);
  compareOthers(before, after, handled, comparison);
}

/** Compares two schemas that may be missing: no schema is one that takes anything. */
export function comparePresent(
  before: SpecNode,
  after: SpecNode,
  subject: string,
  comparison: Comparison,
): void {
  if (before.value === undefined && after.value === undefined) return;
  compareSchemas(open(before), open(after), subject, comparison);
}

function open(node: SpecNode): SpecNode {
  return node.value === undefined || node.value === true ? { ...node, value: {} } : node;
}

function compareMembers(before: SpecNode, after: SpecNode, comparison: Comparison): void {
  const [old, now] = [propertiesOf(before), propertiesOf(after)];
  const [wasRequired, isRequired] = [requiredOf(before), requiredOf(after)];
  for (const [name, property] of old) {
    const subject = `property \`${name}\``;
    const next = now.get(name);
    if (next === undefined) {
      differ(comparison, "property-removed", subject, property, after);
      continue;
    }
    const [was, is] = [wasRequired.has(name), isRequired.has(name)];
    if (!was && is) differ(comparison, "required-added", subject, property, next);
    if (was && !is) differ(comparison, "required-removed", subject, property, next);
    compareDefaults(property, next, subject, comparison, is && was ? "required" : "optional");
    compareSchemas(property, next, subject, comparison);
  }
  for (const [name, property] of now) {
    if (old.has(name)) continue;
    const kind = isRequired.has(name) ? "required-property-added" : "property-added";
    // openapi-typescript takes a member with a default for one that is always there.
    const isDemanded = isObject(property.value) && "default" in property.value;
    const subject = `property \`${name}\``;
    differ(comparison, isDemanded ? "required-property-added" : kind, subject, before, property);
  }
  for (const name of new Set([...wasRequired, ...isRequired])) {
    const isDeclared = old.has(name) || now.has(name);
    if (isDeclared || wasRequired.has(name) === isRequired.has(name)) continue;
    const kind = isRequired.has(name) ? "required-added" : "required-removed";
    const lists = [child(before, "required"), child(after, "required")] as const;
    differ(comparison, kind, `member \`${name}\``, ...lists);
  }
}

/** An object's properties, those of its parts included. */
function propertiesOf(schema: SpecNode): Map<string, SpecNode> {
  return new Map(partsOf(schema).flatMap((part) => members(child(part, "properties"))));
}

function requiredOf(schema: SpecNode): Set<string> {
  const names = partsOf(schema).flatMap((part) => elements(child(part, "required")));
  return new Set(names.map(({ value }) => String(value)));
}

/** Compares what is meant where a value is left out. A value that must be given has no default. */
export function compareDefaults(
  before: SpecNode,
  after: SpecNode,
  subject: string,
  comparison: Comparison,
  member: "optional" | "required" | "parameter",
): void {
  const [old, now] = [child(before, "default"), child(after, "default")];
  if (isSame(old.value, now.value)) return;
  const values = {
    ...(old.value !== undefined && { from: JSON.stringify(old.value) }),
    ...(now.value !== undefined && { to: JSON.stringify(now.value) }),
  };
  const report = (kind: DifferenceKind): void => {
    differ(comparison, kind, subject, old.value === undefined ? before : old, after, values);
  };
  if (member === "required") report("text-changed");
  else if (old.value === undefined) {
    report(member === "parameter" ? "default-added" : "member-default-added");
  } else report(now.value === undefined ? "default-removed" : "default-changed");
}

/** Compares whether an object may have members that are not declared. */
function compareClosing(
  before: SpecNode,
  after: SpecNode,
  subject: string,
  comparison: Comparison,
): void {
  const [old, now] = [child(before, "additionalProperties"), child(after, "additionalProperties")];
  const [was, is] = [openness(old), openness(now)];
  if (was === "typed" && is === "typed") {
    comparePresent(old, now, `members of ${subject}`, comparison);
    return;
  }
  if (was === is) return;
  const kind =
    was === "typed"
      ? "index-removed"
      : is === "typed"
        ? "index-added"
        : is === "closed"
          ? "members-closed"
          : "members-opened";
  differ(comparison, kind, subject, before, after);
  // What may be sent beside the declared members is narrower, too, where it gets a schema.
  if (was === "open" && is === "typed" && !isSame(now.value, true) && !isSame(now.value, {})) {
    differ(comparison, "type-added", `members of ${subject}`, before, now);
  }
}

/** `open`: they may be there, and the types do not give them; `typed`: the types give them. */
function openness({ value }: SpecNode): "closed" | "open" | "typed" {
  if (value === undefined) return "open";
  return value === false ? "closed" : "typed";
}

/** Compares marks that a part will go away. */
export function compareDeprecation(
  before: SpecNode,
  after: SpecNode,
  subject: string,
  comparison: Comparison,
): void {
  const [was, is] = [before, after].map((node) => child(node, "deprecated").value === true);
  if (was === is) return;
  differ(comparison, is ? "deprecated" : "no-longer-deprecated", subject, before, after);
}

/** Reports every other keyword that differs: what nobody can judge counts as a break. */
export function compareOthers(
  before: SpecNode,
  after: SpecNode,
  known: ReadonlySet<string>,
  comparison: Comparison,
): void {
  const names = new Set([...members(before), ...members(after)].map(([name]) => name));
  for (const name of names) {
    if (known.has(name) || isProse(name)) continue;
    const [old, now] = [child(before, name), child(after, name)];
    if (isSame(old.value, now.value)) continue;
    differ(comparison, "keyword-changed", `\`${name}\``, old, now);
  }
}
