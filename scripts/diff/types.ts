import ts from "typescript";

import type { Direction, Finding, Findings, Kind } from "./findings.js";
import { clipped, composition, declared, isSame, partsIn, step, type Part } from "./part.js";

/** A member of an object type, or an argument. `types` are the alternatives of a union. */
export interface Member {
  readonly types: readonly ts.Type[];
  readonly optional: boolean;
  readonly part: Part;
}

/** The parts of both documents that are compared. */
export interface Sides {
  readonly before: Part;
  readonly after: Part;
  readonly direction: Direction;
}

const { TypeFlags } = ts;
const empty = TypeFlags.Null | TypeFlags.Undefined;

/** Compares types with TypeScript's type checker and reports the members that differ. */
export class TypeComparer {
  readonly #checker: ts.TypeChecker;
  readonly #findings: Findings;
  readonly #seen = new Map<ts.Type, Set<ts.Type>>();

  constructor(checker: ts.TypeChecker, findings: Findings) {
    this.#checker = checker;
    this.#findings = findings;
  }

  /** Returns the member of a type. */
  member(type: ts.Type | undefined, name: string, part: Part): Member | undefined {
    const symbol = type?.getProperty(name);
    if (symbol === undefined) return undefined;
    const optional = (symbol.flags & ts.SymbolFlags.Optional) !== 0;
    const types = alternatives(this.#checker.getTypeOfSymbol(symbol)).filter(
      ({ flags }) => !optional || (flags & TypeFlags.Undefined) === 0,
    );
    return types.length === 0 ? undefined : { types, optional, part };
  }

  /** Returns the type below some names, without the `undefined` of optional members. */
  at(type: ts.Type | undefined, part: Part, ...names: readonly string[]): ts.Type | undefined {
    return names.reduce((from, name) => this.member(from, name, part)?.types[0], type);
  }

  /** Compares members by name. */
  members(
    before: ReadonlyMap<string, Member>,
    after: ReadonlyMap<string, Member>,
    sides: Sides,
    isAccepted: (member: Member) => boolean = () => false,
  ): void {
    for (const [name, old] of before) {
      const now = after.get(name);
      if (now !== undefined) this.pair(old, now, sides.direction, name);
      else if (sides.direction === "response" || !isAccepted(old))
        this.#add("removed", { ...sides, before: old.part }, { from: this.print(old.types) });
    }
    for (const [name, now] of after) {
      if (before.has(name)) continue;
      const kind = now.optional ? "added" : "required-added";
      this.#add(kind, { ...sides, after: now.part }, { to: this.print(now.types) });
    }
  }

  /** Compares a member that both types have. */
  pair(old: Member, now: Member, direction: Direction, name: string): void {
    const sides = { before: old.part, after: now.part, direction };
    if (old.optional !== now.optional) {
      const print = ({ optional, types }: Member) =>
        `${name}${optional ? "?" : ""}: ${this.print(types)}`;
      const values = { from: print(old), to: print(now) };
      this.#add(old.optional ? "required" : "optional", sides, values);
    }
    this.types(old.types, now.types, sides);
  }

  /** Compares the types of a place. */
  types(before: readonly ts.Type[], after: readonly ts.Type[], sides: Sides): void {
    if (isSame(sides.before, sides.after)) return;
    const [old, now] = [before.flatMap(alternatives), after.flatMap(alternatives)];
    const pairs = this.#match(old.filter(isObjectType), now.filter(isObjectType));
    for (const [one, other] of pairs) {
      const parts = [
        alternativeFor(sides.before, one),
        alternativeFor(sides.after, other),
      ] as const;
      this.#objects(one, other, { ...sides, before: parts[0], after: parts[1] });
    }
    const matched = new Set(pairs.flat());
    const only = (types: readonly ts.Type[], others: readonly ts.Type[]): ts.Type[] =>
      types.filter((type) => {
        const isCovered = !isObjectType(type) && this.isAssignable([type], others);
        return !matched.has(type) && !isCovered;
      });
    const kind = kindOf(only(old, now), only(now, old), old);
    if (kind !== undefined)
      this.#add(kind, sides, { from: this.print(before), to: this.print(after) });
  }

  print(types: readonly ts.Type[]): string {
    const texts = types.map((type) => this.#checker.typeToString(type));
    const isEmpty = (text: string): boolean => text === "null" || text === "undefined";
    const ordered = [...texts.filter((text) => !isEmpty(text)), ...texts.filter(isEmpty)];
    return clipped(ordered.join(" | ").replace("false | true", "boolean")) ?? "";
  }

  /** Whether each type of `from` is assignable to a type of `to`. */
  isAssignable(from: readonly ts.Type[], to: readonly ts.Type[]): boolean {
    return from.every((type) => to.some((each) => this.#checker.isTypeAssignableTo(type, each)));
  }

  #add(kind: Kind, sides: Sides, values: Pick<Finding, "from" | "to">): void {
    const { before, after, direction } = sides;
    this.#findings.add({
      ...{ kind, direction, ...values },
      ...(values.from !== undefined && { before }),
      ...(values.to !== undefined && { after }),
    });
  }

  /** Pairs object types: first those that are assignable to each other, then by order. */
  #match(before: readonly ts.Type[], after: readonly ts.Type[]): [ts.Type, ts.Type][] {
    const likeness = (old: ts.Type, now: ts.Type): number =>
      Number(this.isAssignable([old], [now])) + Number(this.isAssignable([now], [old]));
    const all = before
      .flatMap((old) => after.map((now) => ({ old, now, likeness: likeness(old, now) })))
      .filter(({ old, now }) => this.#shape(old) === this.#shape(now))
      .filter((each) => each.likeness > 0 || before.length === after.length);
    const pairs: [ts.Type, ts.Type][] = [];
    for (const { old, now } of all.sort((one, other) => other.likeness - one.likeness)) {
      if (!pairs.some((pair) => pair[0] === old || pair[1] === now)) pairs.push([old, now]);
    }
    return pairs;
  }

  #shape(type: ts.Type): string {
    if (this.#checker.isArrayType(type)) return "array";
    if (this.#checker.isTupleType(type)) return "tuple";
    return type.getSymbol()?.name === "Blob" ? "Blob" : "object";
  }

  #objects(old: ts.Type, now: ts.Type, sides: Sides): void {
    const seen = this.#seen.get(old) ?? new Set();
    if (seen.has(now) || isSame(sides.before, sides.after)) return;
    this.#seen.set(old, seen.add(now));
    const shape = this.#shape(old);
    if (shape === "object") this.#properties(old, now, sides);
    else if (shape !== "Blob") this.#elements(old, now, sides, shape === "tuple");
  }

  #elements(old: ts.Type, now: ts.Type, sides: Sides, isTuple: boolean): void {
    const [one = [], other = []] = [old, now].map((type) =>
      // Safe: arrays and tuples are references to a generic type.
      this.#checker.getTypeArguments(type as ts.TypeReference),
    );
    if (one.length !== other.length) {
      this.#add("changed", sides, { from: this.print([old]), to: this.print([now]) });
      return;
    }
    for (const [index, element] of one.entries()) {
      const names = isTuple ? ["prefixItems", String(index)] : ["items"];
      this.types([element], [other[index] ?? element], below(sides, ...names));
    }
  }

  #properties(old: ts.Type, now: ts.Type, sides: Sides): void {
    const members = (type: ts.Type, part: Part): Map<string, Member> =>
      new Map(
        type.getProperties().flatMap(({ name }) => {
          const found = this.member(type, name, declared(part, "properties", name));
          return found === undefined ? [] : [[name, found]];
        }),
      );
    const [index, next] = [old, now].map(
      (type) => this.#checker.getIndexInfosOfType(type)[0]?.type,
    );
    const [before, after] = [members(old, sides.before), members(now, sides.after)];
    const isAccepted = ({ types }: Member): boolean =>
      next !== undefined && this.isAssignable(types, [next]);
    this.members(before, after, sides, isAccepted);
    if (index !== undefined && next !== undefined)
      this.types([index], [next], below(sides, "additionalProperties"));
    else if (index !== undefined || next !== undefined) {
      const fits = [...after.values()].every((member) => isAccepted(member));
      const kind = next === undefined || !fits ? "changed" : "opened";
      this.#add(kind, sides, { from: this.print([old]), to: this.print([now]) });
    }
  }
}

function alternatives(type: ts.Type): ts.Type[] {
  return (type.isUnion() ? type.types : [type]).filter(
    ({ flags }) => (flags & TypeFlags.Never) === 0,
  );
}

function isObjectType({ flags }: ts.Type): boolean {
  return (flags & (TypeFlags.Object | TypeFlags.Intersection)) !== 0;
}

function below({ before, after, direction }: Sides, ...names: readonly string[]): Sides {
  return { before: declared(before, ...names), after: declared(after, ...names), direction };
}

/** @param lost - the types that are no longer allowed */
function kindOf(
  lost: readonly ts.Type[],
  gained: readonly ts.Type[],
  old: readonly ts.Type[],
): Kind | undefined {
  if (lost.length === 0) {
    if (gained.length === 0) return undefined;
    return old.length === 0 ? "filled" : "widened";
  }
  if (lost.some(({ flags }) => (flags & TypeFlags.Unknown) !== 0)) return "specified";
  if (gained.length > 0) return "changed";
  return lost.every(({ flags }) => (flags & empty) !== 0) ? "not-null" : "narrowed";
}

/** Returns the alternative that declares the members of a type, or the part if not unique. */
function alternativeFor(part: Part, type: ts.Type): Part {
  const names = type.getProperties().map(({ name }) => name);
  const fitting = composition(part)
    .flatMap((each) => ["anyOf", "oneOf"].flatMap((name) => partsIn(step(each, name))))
    .filter(([, each]) => {
      const own = composition(each).flatMap((one) => partsIn(step(one, "properties")));
      return names.every((name) => own.some(([other]) => other === name));
    });
  return fitting.length === 1 ? (fitting[0]?.[1] ?? part) : part;
}
