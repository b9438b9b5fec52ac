import ts from "typescript";

import type { Kind } from "./findings.js";
import { clipped } from "./part.js";

export type Types = readonly ts.Type[];

const { TypeFlags } = ts;
const empty = TypeFlags.Null | TypeFlags.Undefined;

/** Compares types with TypeScript's type checker. A list of types is a union. */
export class TypeJudge {
  constructor(private readonly checker: ts.TypeChecker) {}

  /**
   * Returns how a union changes, without the members of its objects.
   *
   * @returns `undefined` if no program notices
   */
  compare(before: Types, after: Types): Kind | undefined {
    const [old, now] = [before.flatMap(alternatives), after.flatMap(alternatives)];
    const shapes = [...old, ...now].map((type) => this.#shapeOf(type));
    const isPaired = (shape: string): boolean => {
      const [one, other] = [old, now].map((all) =>
        all.filter((type) => this.#shapeOf(type) === shape),
      );
      return shape !== "" && one?.length === other?.length;
    };
    const paired = new Set(shapes.filter(isPaired));
    const only = (some: Types, all: Types): Types =>
      some.filter((type) => !paired.has(this.#shapeOf(type)) && !this.isAssignable([type], all));
    const [lost, gained] = [only(old, now), only(now, old)];
    return (
      kindOf(lost, gained, old) ??
      this.#openness(old.filter(isObjectType), now.filter(isObjectType))
    );
  }

  /** Returns the types at a keyword of a schema, such as `items` or `properties/name`. */
  below(types: Types, keyword: string): Types | undefined {
    const [name = "", member = ""] = keyword.split(/\/(.*)/s);
    const found = types.filter(isObjectType).flatMap((type) => {
      if (name === "properties") return this.#memberOf(type, member);
      if (name === "additionalProperties")
        return this.checker.getIndexInfosOfType(type)[0]?.type ?? [];
      if (!/^(items|prefixItems)$/.test(name) || !/^(array|tuple)/.test(this.#shapeOf(type)))
        return [];
      // Safe: arrays and tuples are references to a generic type.
      const elements = this.checker.getTypeArguments(type as ts.TypeReference);
      return elements[Number(member)] ?? [];
    });
    return found.length === 0 ? undefined : found.flatMap(alternatives);
  }

  /** Returns the type below some names, without the `undefined` of optional members. */
  at(type: ts.Type | undefined, ...names: readonly string[]): ts.Type | undefined {
    return names.reduce((from, name) => from && this.#memberOf(from, name)[0], type);
  }

  /** Whether each type of `from` is assignable to a type of `to`. */
  isAssignable(from: Types, to: Types): boolean {
    return from.every((type) => to.some((each) => this.checker.isTypeAssignableTo(type, each)));
  }

  print(types: Types): string {
    const texts = types.map((type) => this.checker.typeToString(type));
    const isEmpty = (text: string): boolean => text === "null" || text === "undefined";
    const ordered = [...texts.filter((text) => !isEmpty(text)), ...texts.filter(isEmpty)];
    return clipped(ordered.join(" | ").replace("false | true", "boolean")) ?? "";
  }

  #memberOf(type: ts.Type, name: string): Types {
    const symbol = type.getProperty(name);
    if (symbol === undefined) return [];
    const isOptional = (symbol.flags & ts.SymbolFlags.Optional) !== 0;
    const types = alternatives(this.checker.getTypeOfSymbol(symbol));
    return types.filter(({ flags }) => !isOptional || (flags & TypeFlags.Undefined) === 0);
  }

  /** Returns what tells object types apart without their members. */
  #shapeOf(type: ts.Type): string {
    if (!isObjectType(type)) return "";
    if (this.checker.isArrayType(type)) return "array";
    // Safe: tuples are references to a generic type.
    if (this.checker.isTupleType(type))
      return `tuple ${this.checker.getTypeArguments(type as ts.TypeReference).length}`;
    return type.getSymbol()?.name === "Blob" ? "Blob" : "object";
  }

  /** Compares whether an object type has members of any name. */
  #openness([old, ...more]: Types, [now, ...others]: Types): Kind | undefined {
    if (old === undefined || now === undefined || more.length + others.length > 0) return undefined;
    const [before, after] = [old, now].map(
      (type) => this.checker.getIndexInfosOfType(type)[0]?.type,
    );
    if ((before === undefined) === (after === undefined)) return undefined;
    const members = now.getProperties().map(({ name }) => this.#memberOf(now, name));
    return after !== undefined && members.every((types) => this.isAssignable(types, [after]))
      ? "opened"
      : "changed";
  }
}

function alternatives(type: ts.Type): ts.Type[] {
  return (type.isUnion() ? type.types : [type]).filter(
    ({ flags }) => (flags & TypeFlags.Never) === 0,
  );
}

export function isObjectType({ flags }: ts.Type): boolean {
  return (flags & (TypeFlags.Object | TypeFlags.Intersection)) !== 0;
}

/** @param lost - the types that are no longer allowed */
function kindOf(lost: Types, gained: Types, old: Types): Kind | undefined {
  if (lost.length === 0) {
    if (gained.length === 0) return undefined;
    return old.length === 0 ? "filled" : "widened";
  }
  if (lost.some(({ flags }) => (flags & TypeFlags.Unknown) !== 0)) return "specified";
  if (gained.length > 0) return "changed";
  return lost.every(({ flags }) => (flags & empty) !== 0) ? "not-null" : "narrowed";
}
