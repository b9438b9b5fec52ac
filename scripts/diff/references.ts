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

type Two = readonly [before: SpecDocument, after: SpecDocument];

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
function differences(both: Two): (pointer: string) => boolean {
  const known = new Map<string, boolean>();
  return (pointer) => {
    const [old, now] = both.map((spec) => JSON.stringify(valueAt(spec, pointer)));
    const differs = known.get(pointer) ?? old !== now;
    known.set(pointer, differs);
    return differs;
  };
}

/** Returns a function that tells whether a value refers, also indirectly, to a part that differs. */
export function changedReferences(...both: Two): (value: unknown) => boolean {
  const differs = differences(both);
  const users = new Map<string, Set<string>>();
  const changed: string[] = [];
  for (const spec of both) {
    mapUnits(spec, (value, names) => {
      const own = pointerTo(names);
      for (const to of referencesIn(value)) users.set(to, (users.get(to) ?? new Set()).add(own));
      if (differs(own)) changed.push(own);
      return true;
    });
  }
  const affected = new Set<string>();
  for (let own = changed.pop(); own !== undefined; own = changed.pop()) {
    if (affected.has(own)) continue;
    affected.add(own);
    changed.push(...(users.get(own) ?? []));
  }
  // A reference into a path leads to a part whose references are not followed here.
  return (value) =>
    [...referencesIn(value)].some((to) => affected.has(to) || !to.startsWith("#/components/"));
}

/**
 * Reduces two documents to the operations and components that differ, and everything they refer
 * to. The rest generates the same code in both, so it need not be compared.
 */
export function cutToAffected(...both: Two): SpecDocument[] {
  const differs = differences(both);
  const isAffected = changedReferences(...both);
  // A reference into a path could lead to a part that is removed here.
  const isEverything =
    ["#/security", "#/servers"].some(differs) ||
    both.some(({ document }) =>
      [...referencesIn(document)].some((to) => !to.startsWith("#/components/")),
    );
  const kept = new Set<string>();
  for (const spec of both) {
    const roots: unknown[] = [spec.document["webhooks"]];
    const isKept = ([section, group = "", name = ""]: readonly string[]): boolean => {
      const own = [section ?? "", group, name];
      if (isEverything || group === "securitySchemes") return true;
      if (section === "components") return differs(pointerTo(own));
      // `parameters` and `servers` of a path apply to all its operations.
      const item = memberOf(spec.document["paths"], group);
      const shared = Object.keys(isObject(item) ? item : {}).filter(
        (each) => !methods.includes(each),
      );
      const all = [name, ...shared].map((each) => ({ [each]: memberOf(item, each) }));
      return (
        !methods.includes(name) ||
        [name, ...shared].some((each) => differs(pointerTo(["paths", group, each]))) ||
        isAffected(all)
      );
    };
    mapUnits(spec, (value, names) => {
      if (!isKept(names)) return false;
      kept.add(pointerTo(names));
      return roots.push({ [names[2] ?? ""]: value }) > 0;
    });
    for (const own of reachedFrom(spec, roots)) kept.add(own);
  }
  return both.map((spec) => mapUnits(spec, (_, names) => kept.has(pointerTo(names))));
}

/** Filters the members of paths and the components of a document. */
function mapUnits(
  { document, locate }: SpecDocument,
  isKept: (value: unknown, names: readonly string[]) => boolean,
): SpecDocument {
  const sections = ["paths", "components"].flatMap((section) => {
    const holder = document[section];
    if (!isObject(holder)) return [];
    const groups = Object.entries(holder).map(([group, members]) => {
      if (!isObject(members)) return [group, members] as const;
      const all = Object.entries(members);
      const left = all.filter(([name, value]) => isKept(value, [section, group, name]));
      return [group, Object.fromEntries(left)] as const;
    });
    const kept: unknown = Object.fromEntries(groups);
    return [[section, kept] as const];
  });
  return specDocument({ ...document, ...Object.fromEntries(sections) }, locate);
}
