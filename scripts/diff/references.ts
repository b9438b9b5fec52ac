import {
  decode,
  isObject,
  memberOf,
  pointerTo,
  segmentsOf,
  specDocument,
  type SpecDocument,
} from "../document/spec-document.js";
import { methods } from "../operations/operation-list.js";
import { both, type Both } from "./part.js";

const known = new WeakMap<object, ReadonlySet<string>>();

/** Returns the components, and other parts, that a value refers to. */
function referencesIn(value: unknown): ReadonlySet<string> {
  if (typeof value !== "object" || value === null) return new Set();
  const found = new Set<string>();
  const visit = (each: object): void => {
    for (const [name, member] of Object.entries(each) as [string, unknown][]) {
      if (typeof member === "object" && member !== null) visit(member);
      else if (name === "$ref" && typeof member === "string") {
        const segments = segmentsOf(decode(member));
        found.add(pointerTo(segments.slice(0, segments[0] === "components" ? 3 : undefined)));
      }
    }
  };
  const all = known.get(value) ?? found;
  if (all === found) visit(value);
  known.set(value, all);
  return all;
}

function valueAt({ document }: SpecDocument, pointer: string): unknown {
  return segmentsOf(pointer).reduce<unknown>(memberOf, document);
}

/** Returns the components, and other parts, that a value refers to, also indirectly. */
export function reachedFrom(spec: SpecDocument, value: unknown): ReadonlySet<string> {
  const reached = new Set<string>();
  const visit = (from: unknown): void => {
    for (const to of referencesIn(from)) {
      if (reached.has(to)) continue;
      reached.add(to);
      visit(valueAt(spec, to));
    }
  };
  visit(value);
  return reached;
}

/** Returns a function that tells whether a part differs between two documents. */
function differences(documents: Both<SpecDocument>): (pointer: string) => boolean {
  const known = new Map<string, boolean>();
  return (pointer) => {
    const found = known.get(pointer);
    if (found !== undefined) return found;
    const [old, now] = both(documents, (spec) => JSON.stringify(valueAt(spec, pointer)));
    known.set(pointer, old !== now);
    return old !== now;
  };
}

/** Returns a function that tells whether a value refers, also indirectly, to a part that differs. */
export function changedReferences(
  documents: Both<SpecDocument>,
  differs = differences(documents),
): (value: unknown) => boolean {
  const users = new Map<string, string[]>();
  const changed: string[] = [];
  for (const spec of documents) {
    for (const [section, group, name, value] of unitsOf(spec)) {
      if (section !== "components") continue;
      const own = pointerTo([section, group, name]);
      for (const to of referencesIn(value)) users.set(to, [...(users.get(to) ?? []), own]);
      if (differs(own)) changed.push(own);
    }
  }
  const affected = new Set<string>();
  for (let own = changed.pop(); own !== undefined; own = changed.pop()) {
    if (!affected.has(own)) changed.push(...(users.get(own) ?? []));
    affected.add(own);
  }
  // A reference into a path leads to a part whose references are not followed here.
  return (value) => [...referencesIn(value)].some((to) => affected.has(to) || !isComponent(to));
}

/**
 * Reduces two documents to the operations and components that differ, and everything they refer
 * to. The rest generates the same code in both, so it need not be compared.
 */
export function cutToAffected(documents: Both<SpecDocument>): Both<SpecDocument> {
  const differs = differences(documents);
  const isAffected = changedReferences(documents, differs);
  // A reference into a path could lead to a part that is removed here.
  const isEverything =
    ["#/security", "#/servers"].some(differs) ||
    documents.some(({ document }) => ![...referencesIn(document)].every(isComponent));
  const isKept = ({ document }: SpecDocument, [section, group, name]: Unit): boolean => {
    if (isEverything || group === "securitySchemes") return true;
    if (section === "components") return differs(pointerTo([section, group, name]));
    if (!methods.includes(name)) return true;
    // `parameters` and `servers` of a path apply to all its operations.
    const item = memberOf(document["paths"], group);
    const shared = Object.keys(isObject(item) ? item : {}).filter((key) => !methods.includes(key));
    return [name, ...shared].some(
      (key) => differs(pointerTo([section, group, key])) || isAffected(memberOf(item, key)),
    );
  };
  const kept = new Set<string>();
  for (const spec of documents) {
    const units = unitsOf(spec).filter((unit) => isKept(spec, unit));
    for (const [section, group, name] of units) kept.add(pointerTo([section, group, name]));
    const roots = units.map(([, , name, value]) => (name === "$ref" ? { $ref: value } : value));
    for (const own of reachedFrom(spec, [...roots, spec.document["webhooks"]])) kept.add(own);
  }
  return both(documents, ({ document, locate }) => {
    const sections: Record<string, Record<string, Record<string, unknown>>> = {};
    for (const [section, group, name, value] of unitsOf({ document }))
      if (kept.has(pointerTo([section, group, name])))
        ((sections[section] ??= {})[group] ??= {})[name] = value;
    return specDocument({ ...document, ...{ paths: {}, components: {} }, ...sections }, locate);
  });
}

/** An operation, another member of a path, or a component. */
type Unit = readonly [section: string, group: string, name: string, value: unknown];

function unitsOf({ document }: Pick<SpecDocument, "document">): Unit[] {
  return ["paths", "components"].flatMap((section) =>
    entriesOf(document[section]).flatMap(([group, members]) =>
      entriesOf(members).map(([name, value]): Unit => [section, group, name, value]),
    ),
  );
}

function entriesOf(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}

function isComponent(pointer: string): boolean {
  return pointer.startsWith("#/components/");
}
