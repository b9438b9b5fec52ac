import {
  isObject,
  memberOf,
  pointerTo,
  segmentsOf,
  specDocument,
  type SpecDocument,
} from "../document/spec-document.js";
import { methods } from "../operations/operation-list.js";
import type { Direction } from "./findings.js";

/** A reference in a document. */
interface Reference {
  /** The component, or the part of a path, that is referenced. */
  readonly to: string;
  readonly pointer: string;
  /** Whether the reference is inside `not` or `if`. */
  readonly isNegated: boolean;
}

const known = new WeakMap<object, readonly Reference[]>();

/** Returns the references in a value, with pointers relative to it. */
function referencesIn(value: unknown): readonly Reference[] {
  if (typeof value !== "object" || value === null) return [];
  const found: Reference[] = [];
  const visit = (each: object, at: string, isNegated: boolean): void => {
    for (const [name, member] of Object.entries(each) as [string, unknown][]) {
      if (typeof member === "object" && member !== null) {
        const isInside = isNegated || name === "not" || name === "if";
        visit(member, at + pointerTo([name]).slice(1), isInside);
      } else if (name === "$ref" && typeof member === "string") {
        const segments = segmentsOf(decodeURIComponent(member));
        const to = segments.slice(0, segments[0] === "components" ? 3 : undefined);
        found.push({ to: pointerTo(to), pointer: at, isNegated });
      }
    }
  };
  const all = known.get(value);
  if (all === undefined) visit(value, "", false);
  known.set(value, all ?? found);
  return all ?? found;
}

/** Visits the references in a value. Goes into a referenced part if `enter` returns true. */
function reach(
  { document }: SpecDocument,
  value: unknown,
  pointer: string,
  enter: (reference: Reference) => boolean,
): void {
  const visit = (from: unknown, at: string, isInside: boolean): void => {
    for (const { to, pointer, isNegated } of referencesIn(from)) {
      const reference = { to, pointer: at + pointer, isNegated: isNegated || isInside };
      if (enter(reference))
        visit(
          segmentsOf(to).reduce<unknown>(memberOf, document),
          reference.pointer,
          reference.isNegated,
        );
    }
  };
  visit(value, pointer, false);
}

/** The operations that use a component, and whether they send or receive it. */
export interface Use {
  readonly directions: Set<Direction>;
  readonly methods: Set<string>;
  /** A pointer that leads to the component. */
  readonly pointer: string;
}

/** Collects the uses of all components. */
export class Uses {
  readonly #uses = new Map<string, Use>();

  /** Adds the references of a value that programs send or receive. */
  note(spec: SpecDocument, value: unknown, at: string, direction: Direction, method = ""): void {
    const seen = new Set<string>();
    reach(spec, value, at, ({ to, pointer, isNegated }) => {
      const use = this.#uses.get(to) ?? { directions: new Set(), methods: new Set(), pointer };
      this.#uses.set(to, use);
      for (const each of isNegated ? (["request", "response"] as const) : [direction])
        use.directions.add(each);
      if (method !== "") use.methods.add(method);
      const { size } = seen;
      return seen.add(`${String(isNegated)} ${to}`).size > size;
    });
  }

  of(own: string): Use {
    const both = new Set<Direction>(["request", "response"]);
    return this.#uses.get(own) ?? { directions: both, methods: new Set(), pointer: own };
  }
}

/**
 * Reduces two documents to the operations and components that differ, and everything they refer
 * to. The rest generates the same types in both, so it need not be compared.
 */
export function cutToAffected(...both: readonly [SpecDocument, SpecDocument]): SpecDocument[] {
  const changed = new Map<string, boolean>();
  const isChanged = (own: string): boolean => {
    const known = changed.get(own);
    if (known !== undefined) return known;
    const [old, now] = both.map(({ document }) =>
      JSON.stringify(segmentsOf(own).reduce<unknown>(memberOf, document)),
    );
    changed.set(own, old !== now);
    return old !== now;
  };
  const reached = (spec: SpecDocument, value: unknown): Set<string> => {
    const seen = new Set<string>();
    reach(spec, value, "", ({ to }) => {
      const { size } = seen;
      return seen.add(to).size > size;
    });
    return seen;
  };
  // A reference into a path could lead to a part that is removed here.
  const isEverything =
    isChanged("#/security") ||
    both.some(({ document }) => /"\$ref":"#\/(?!components\/)/.test(JSON.stringify(document)));
  const isAffected = (spec: SpecDocument, value: unknown, names: readonly string[]): boolean => {
    const [section, path, name] = names;
    if (isEverything || section === "components")
      return isEverything || path === "securitySchemes" || isChanged(pointerTo(names));
    if (!methods.includes(name ?? "")) return true;
    const item = memberOf(memberOf(spec.document["paths"], path ?? ""), "parameters");
    const own = [names, ["paths", path ?? "", "parameters"]].map(pointerTo);
    return own.some(isChanged) || [...reached(spec, [value, item])].some(isChanged);
  };
  const kept = new Set<string>();
  for (const spec of both) {
    const roots: unknown[] = [spec.document["webhooks"]];
    mapUnits(spec, (value, names) => {
      if (!isAffected(spec, value, names)) return false;
      kept.add(pointerTo(names));
      return roots.push({ [names[2] ?? ""]: value }) > 0;
    });
    for (const own of reached(spec, roots)) kept.add(own);
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
