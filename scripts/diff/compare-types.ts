import ts from "typescript";

import type { Direction, Finding, Findings, Kind } from "./findings.js";
import {
  causeOf,
  clipped,
  composition,
  declared,
  follow,
  partsIn,
  step,
  type Part,
} from "./part.js";

/** A member of an object type, or an argument: its types are alternatives. */
export interface Member {
  readonly types: readonly ts.Type[];
  readonly optional: boolean;
  readonly part: Part;
}

/** Where a comparison stands. */
export interface Sides {
  readonly before: Part;
  readonly after: Part;
  readonly direction: Direction;
}

/** The values of a type: all of a kind or the listed ones, and objects. */
interface Values {
  readonly simple: ReadonlyMap<string, "all" | ReadonlySet<string>>;
  readonly objects: readonly ts.Type[];
}

/** Compares types with TypeScript's checker, down to the member that differs. */
export class TypeJudge {
  readonly #checker: ts.TypeChecker;
  readonly #findings: Findings;
  readonly #ids = new Map<ts.Type, number>();
  /** The places that need no comparison: they are the same, or methods lead to them. */
  readonly #settled: (own: string) => boolean;
  readonly #name: string;

  constructor(
    checker: ts.TypeChecker,
    findings: Findings,
    settled: (own: string) => boolean,
    name = "",
  ) {
    this.#name = name;
    this.#checker = checker;
    this.#findings = findings;
    this.#settled = settled;
  }

  /** The member of a type. */
  member(type: ts.Type | undefined, name: string, part: Part): Member | undefined {
    const symbol = type?.getProperty(name);
    if (symbol === undefined) return undefined;
    const optional = (symbol.flags & ts.SymbolFlags.Optional) !== 0;
    const whole = this.#checker.getTypeOfSymbol(symbol);
    const all = whole.isUnion() ? whole.types : [whole];
    const types = all.filter(({ flags }) => !optional || (flags & ts.TypeFlags.Undefined) === 0);
    return types.some(({ flags }) => (flags & ts.TypeFlags.Never) === 0)
      ? { types, optional, part }
      : undefined;
  }

  /** A type below some names, without the `undefined` of optional members. */
  at(type: ts.Type | undefined, ...names: readonly string[]): ts.Type | undefined {
    // Safe: `member` only hands it on to the member that it returns, whose part is not read here.
    const part = { pointer: "", own: "", value: undefined } as unknown as Part;
    return names.reduce<ts.Type | undefined>(
      (from, name) => this.member(from, name, part)?.types[0],
      type,
    );
  }

  /** Compares members by name. */
  members(
    before: ReadonlyMap<string, Member>,
    after: ReadonlyMap<string, Member>,
    sides: Sides,
    isTaken: (member: Member) => boolean = () => false,
  ): void {
    const { direction } = sides;
    for (const [name, old] of before) {
      const now = after.get(name);
      if (now !== undefined) this.pair(old, now, direction, name);
      else if (direction === "response" || !isTaken(old)) {
        this.#add("removed", { ...sides, before: old.part }, { from: this.print(old.types) });
      }
    }
    for (const [name, now] of after) {
      if (before.has(name)) continue;
      const kind = now.optional ? "added" : "required-added";
      this.#add(kind, { ...sides, after: now.part }, { to: this.print(now.types) });
    }
  }

  /** Compares a member that both have. */
  pair(old: Member, now: Member, direction: Direction, name: string): void {
    const sides = { before: old.part, after: now.part, direction };
    if (old.optional !== now.optional) {
      const kind = old.optional ? "required" : "optional";
      const print = ({ optional, types }: Member) =>
        `${name}${optional ? "?" : ""}: ${this.print(types)}`;
      this.#add(kind, sides, { from: print(old), to: print(now) }, false);
    }
    this.types(old.types, now.types, sides);
  }

  /** Compares what a place may hold. */
  types(before: readonly ts.Type[], after: readonly ts.Type[], sides: Sides): void {
    if (this.#isSettled(sides)) return;
    const [old, now] = [this.#values(before), this.#values(after)];
    const { lost, gained } = differenceOf(old.simple, now.simple);
    const pairs = this.#match(old.objects, now.objects);
    for (const [one, other] of pairs)
      this.#objects(one, other, this.#alternative(one, other, sides));
    const [left, right] = [old.objects, now.objects].map((types, index) =>
      types.filter((type) => !pairs.some((pair) => pair[index] === type)),
    );
    lost.push(...(left ?? []).map((type) => this.print([type])));
    gained.push(...(right ?? []).map((type) => this.print([type])));
    const kind = kindOf(lost, gained);
    if (kind !== undefined)
      this.#add(kind, sides, { from: this.print(before), to: this.print(after) });
  }

  print(types: readonly ts.Type[]): string {
    const texts = types.map((type) => this.#checker.typeToString(type));
    const isNull = (text: string): boolean => text === "null" || text === "undefined";
    const ordered = [...texts.filter((text) => !isNull(text)), ...texts.filter(isNull)];
    return clipped(ordered.join(" | ").replace("false | true", "boolean")) ?? "";
  }

  /** Whether the checker takes each of some types for one of others. */
  isAssignable(from: readonly ts.Type[], to: readonly ts.Type[]): boolean {
    return from.every((type) => to.some((each) => this.#checker.isTypeAssignableTo(type, each)));
  }

  #add(kind: Kind, sides: Sides, values: Pick<Finding, "from" | "to">, isShared = true): void {
    const { before, after, direction } = sides;
    const isGone = kind === "removed";
    const isNew = kind === "added" || kind === "required-added";
    const [old, now] = isShared && !isGone && !isNew ? causeOf(before, after) : [before, after];
    this.#findings.add({
      ...{ kind, direction, ...values },
      ...(!isNew && { before: old }),
      ...(!isGone && { after: now }),
    });
  }

  #isSettled({ before, after }: Sides): boolean {
    const [old, now] = [follow(before).own, follow(after).own];
    return old !== before.own && old === now && this.#settled(old);
  }

  #values(types: readonly ts.Type[]): Values {
    const simple = new Map<string, "all" | Set<string>>();
    const objects: ts.Type[] = [];
    const visit = (type: ts.Type): void => {
      if (type.isUnion()) {
        type.types.forEach(visit);
        return;
      }
      const { flags } = type;
      const kind = simpleKinds.find(([mask]) => (flags & mask) !== 0)?.[1];
      if (flags & ts.TypeFlags.Never) return;
      if (kind === undefined) return void objects.push(type);
      if ((flags & ts.TypeFlags.Literal) === 0) return void simple.set(kind, "all");
      const known = simple.get(kind) ?? new Set();
      if (known !== "all") simple.set(kind, known.add(this.#checker.typeToString(type)));
    };
    types.forEach(visit);
    const listed = simple.get("boolean");
    if (listed instanceof Set && listed.size === 2) simple.set("boolean", "all");
    return { simple, objects };
  }

  /** Object types that belong together: by what tells them apart, else by the members they share. */
  #match(before: readonly ts.Type[], after: readonly ts.Type[]): [ts.Type, ts.Type][] {
    if (before.length === 1 && after.length === 1) {
      const [[old], [now]] = [before, after];
      return old && now && this.#similarity(old, now) >= 0 ? [[old, now]] : [];
    }
    const all = before.flatMap((old) =>
      after.map((now) => ({ old, now, likeness: this.#similarity(old, now) })),
    );
    const pairs: [ts.Type, ts.Type][] = [];
    for (const { old, now, likeness } of all.sort((one, other) => other.likeness - one.likeness)) {
      const isTaken = pairs.some((pair) => pair[0] === old || pair[1] === now);
      if (likeness > 0 && !isTaken) pairs.push([old, now]);
    }
    return pairs;
  }

  /** Below zero for types that nobody takes for the same. */
  #similarity(old: ts.Type, now: ts.Type): number {
    if (this.#shape(old) !== this.#shape(now)) return -1;
    if (this.#shape(old) !== "object") return 1;
    let likeness = this.isAssignable([old], [now]) || this.isAssignable([now], [old]) ? 1 : 0;
    for (const { name } of old.getProperties()) {
      const [one, other] = [old, now].map((type) => this.#literals(type, name));
      if (one === undefined || other === undefined) continue;
      if (one.size > 0 && other.size > 0 && ![...one].some((each) => other.has(each))) return -1;
      likeness += one.size > 0 ? 4 : 2;
    }
    return likeness;
  }

  /** The values that a required member may have; none if it is not there, or may have any. */
  #literals(type: ts.Type, name: string): Set<string> | undefined {
    const symbol = type.getProperty(name);
    if (symbol === undefined) return undefined;
    const { simple, objects } = this.#values([this.#checker.getTypeOfSymbol(symbol)]);
    const [only, ...others] = [...simple.values()];
    return others.length === 0 && objects.length === 0 && only instanceof Set ? only : new Set();
  }

  #shape(type: ts.Type): string {
    if (this.#checker.isArrayType(type)) return "array";
    if (this.#checker.isTupleType(type)) return "tuple";
    if (type.getSymbol()?.name === "Blob") return "Blob";
    const isObject = (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0;
    return isObject ? "object" : this.#checker.typeToString(type);
  }

  #objects(old: ts.Type, now: ts.Type, sides: Sides): void {
    const key = `${this.#name}${sides.direction} ${this.#id(old)} ${this.#id(now)}`;
    this.#findings.visit(key, () => {
      const shape = this.#shape(old);
      if (shape === "array" || shape === "tuple") this.#elements(old, now, sides);
      else if (shape === "object") this.#properties(old, now, sides);
    });
  }

  #id(type: ts.Type): number {
    const id = this.#ids.get(type) ?? this.#ids.size;
    this.#ids.set(type, id);
    return id;
  }

  #elements(old: ts.Type, now: ts.Type, sides: Sides): void {
    // Both are references to a generic type, which arrays and tuples are.
    const [one, other] = [old, now].map((type) =>
      this.#checker.getTypeArguments(type as ts.TypeReference),
    );
    const isTuple = this.#shape(old) === "tuple";
    if (one?.length !== other?.length) {
      this.#add("changed", sides, { from: this.print([old]), to: this.print([now]) });
      return;
    }
    for (const [index, element] of (one ?? []).entries()) {
      const names = isTuple ? ["prefixItems", String(index)] : ["items"];
      const below = (part: Part): Part => declared(part, ...names) ?? part;
      const inner = { ...sides, before: below(sides.before), after: below(sides.after) };
      this.types([element], [other?.[index] ?? element], inner);
    }
  }

  #properties(old: ts.Type, now: ts.Type, sides: Sides): void {
    const members = (type: ts.Type, part: Part): Map<string, Member> =>
      new Map(
        type.getProperties().flatMap(({ name }) => {
          const found = this.member(type, name, declared(part, "properties", name) ?? part);
          return found === undefined ? [] : [[name, found]];
        }),
      );
    const [index, next] = [old, now].map(
      (type) => this.#checker.getIndexInfosOfType(type)[0]?.type,
    );
    const [before, after] = [members(old, sides.before), members(now, sides.after)];
    const isTaken = ({ types }: Member): boolean =>
      next !== undefined && this.isAssignable(types, [next]);
    this.members(before, after, sides, isTaken);
    const below = (part: Part): Part => declared(part, "additionalProperties") ?? part;
    const inner = { ...sides, before: below(sides.before), after: below(sides.after) };
    if (index !== undefined && next !== undefined) this.types([index], [next], inner);
    else if (index !== undefined || next !== undefined) {
      const fits = [...after.values()].every((member) => isTaken(member));
      const kind = next === undefined || !fits ? "changed" : "opened";
      this.#add(kind, sides, { from: this.print([old]), to: this.print([now]) });
    }
  }

  /** The alternatives that two types of a union come from. */
  #alternative(old: ts.Type, now: ts.Type, sides: Sides): Sides {
    const { before, after } = sides;
    return { ...sides, before: alternativeFor(before, old), after: alternativeFor(after, now) };
  }
}

const simpleKinds = [
  [ts.TypeFlags.Null, "null"],
  [ts.TypeFlags.Undefined | ts.TypeFlags.Void, "undefined"],
  [ts.TypeFlags.Any | ts.TypeFlags.Unknown, "unknown"],
  [ts.TypeFlags.StringLike, "string"],
  [ts.TypeFlags.NumberLike, "number"],
  [ts.TypeFlags.BooleanLike, "boolean"],
] as const;

/** What only one of two has: kinds of values, or the values that they list. */
function differenceOf(before: Values["simple"], after: Values["simple"]) {
  const only = (one: Values["simple"], other: Values["simple"]): string[] =>
    [...one].flatMap(([kind, values]) => {
      const theirs = other.get(kind);
      if (theirs === "all") return [];
      if (theirs === undefined) return values === "all" ? [kind] : [...values];
      return values === "all" ? [kind] : [...values].filter((value) => !theirs.has(value));
    });
  return { lost: only(before, after), gained: only(after, before) };
}

function kindOf(lost: readonly string[], gained: readonly string[]): Kind | undefined {
  if (lost.length === 0) return gained.length === 0 ? undefined : "widened";
  if (lost.join() === "undefined" && gained.length > 0) return "filled";
  if (gained.join() === "undefined") return "emptied";
  if (lost.includes("unknown")) return "specified";
  if (gained.includes("unknown")) return "widened";
  if (gained.length > 0) return "changed";
  return lost.every((each) => each === "null" || each === "undefined") ? "not-null" : "narrowed";
}

/** The alternative of a composition that declares just the members of a type, or the whole. */
function alternativeFor(part: Part, type: ts.Type): Part {
  const names = type.getProperties().map(({ name }) => name);
  const alternatives = composition(part).flatMap((each) =>
    ["anyOf", "oneOf"].flatMap((name) => partsIn(step(each, name)).map(([, one]) => one)),
  );
  const fitting = alternatives.filter((each) => {
    const own = composition(each).flatMap((one) => partsIn(step(one, "properties")));
    return names.every((name) => own.some(([other]) => other === name));
  });
  return fitting.length === 1 ? (fitting[0] ?? part) : part;
}
