import { classOf, type Direction, type Finding, type Findings, type Kind } from "./findings.js";
import { constraintsOf, isChoice, mayOverlap, relationOf } from "./keywords.js";
import type { Constrained, Constraint, Constraints } from "./keywords.js";
import {
  both,
  canonical,
  clipped,
  follow,
  isReference,
  partAt,
  partsIn,
  type Both,
  type Part,
} from "./part.js";
import { isObjectType, type TypeJudge, type Types } from "./types.js";

/** A value in a document. */
export interface Place {
  /** Its schema. */
  readonly part: Part;
  /** More schemas that apply to it, such as another declaration of a property in `allOf`. */
  readonly more?: readonly Part[];
  /** Its types in the generated code, if they are known. */
  readonly types?: Types | undefined;
}

/** A property, an argument or a header. */
export interface Member extends Place {
  readonly optional: boolean;
}

/** What all comparisons of two documents share. */
export interface Context {
  readonly findings: Findings;
  readonly types: TypeJudge;
  /** Whether two parts, and all that they refer to, are equal. */
  readonly isUnchanged: (one: Part, other: Part | undefined) => boolean;
}

/** A value with its constraints by keyword. */
interface Side extends Place {
  readonly constraints: Constraints;
}

/** Whether the types show a keyword. */
function isTyped(keyword: string): boolean {
  return /^(type|enum|nullable|anyOf|oneOf|properties|items|prefixItems|additionalProperties|patternProperties)$/.test(
    nameOf(keyword),
  );
}

/** Keywords that hold a schema. */
const subschemas =
  /^(items|additionalProperties|propertyNames|contains|not|unevaluated(Items|Properties)|prefixItems|patternProperties|dependentSchemas)$/;

const opposite = { request: "response", response: "request" } as const;

/** Compares values: their types by TypeScript's checker, and what types do not show by keyword. */
export class SchemaComparer {
  readonly #seen = new Set<string>();

  constructor(private readonly context: Context) {}

  /** @param isRequired - whether the value is always present, so that a default has no effect */
  compare(before: Place, after: Place, direction: Direction, isRequired = true): void {
    const places = both([before, after], resolved);
    if (this.#isDone(places, direction, isRequired)) return;
    const [old, now] = this.#alignChoices(
      both(places, (place): Side => {
        const constraints = constraintsOf([place.part, ...(place.more ?? [])], direction);
        return { ...place, constraints };
      }),
      direction,
    );
    // If one side allows no value at all, the other keywords do not matter.
    const isNothing = old.constraints.has("never") !== now.constraints.has("never");
    if (!isNothing) this.#properties(old, now, direction);
    const all = new Set([...old.constraints.keys(), ...now.constraints.keys()]);
    const differing = (isNothing ? ["never"] : [...all]).flatMap((keyword) => {
      const isUsed = keyword !== "default" || !isRequired;
      const finding = isUsed ? this.#keyword(keyword, old, now, direction) : undefined;
      return finding === undefined ? [] : [{ ...finding, isTyped: isTyped(keyword) }];
    });
    const cause = differing.find(({ isTyped }) => isTyped);
    const shown = this.#types(old, now, direction, cause);
    for (const finding of differing) {
      // Other rules may be a break although the types allow more.
      const isExplained = finding.isTyped && (finding.kind !== "rules" || shown === "major");
      if (shown === undefined || !isExplained) this.context.findings.add(finding);
    }
  }

  /**
   * Gives `oneOf` and `anyOf` one name if they mean the same. Without a change of the alternatives,
   * `anyOf` instead of `oneOf` is a restriction less.
   */
  #alignChoices(sides: Both<Side>, direction: Direction): Both<Side> {
    const [old, now] = both(sides, ({ constraints }) =>
      [...constraints.keys()].filter(isChoice).join(" "),
    );
    if (old === "" || now === "" || old === now || `${old}${now}`.includes(" ")) return sides;
    const [before, after] = both(sides, ({ constraints }) =>
      alternativesOf([...(constraints.get("oneOf") ?? []), ...(constraints.get("anyOf") ?? [])]),
    );
    const excludes = [before, after].some((all) =>
      all.some((part, index) => all.slice(index + 1).some((other) => mayOverlap(part, other))),
    );
    if (direction === "response" || !excludes) return both(sides, withAnyOf);
    const isSame =
      before.length === after.length &&
      before.every((part) => after.some((other) => this.context.isUnchanged(part, other)));
    if (old !== "oneOf" || !isSame) return sides;
    const rest = [...sides[1].constraints].filter(([keyword]) => keyword !== "anyOf");
    return [sides[0], { ...sides[1], constraints: new Map(rest) }];
  }

  /** Compares which members exist and which are optional. Returns those that both sides have. */
  members<T extends Member>(
    before: ReadonlyMap<string, T>,
    after: ReadonlyMap<string, T>,
    direction: Direction,
    isAccepted: (member: T) => boolean = () => false,
  ): [old: T, now: T][] {
    const { findings } = this.context;
    const pairs: [T, T][] = [];
    for (const [name, old] of before) {
      const now = after.get(name);
      const sides = { direction, before: old.part, after: now?.part };
      if (now !== undefined) {
        pairs.push([old, now]);
        if (old.optional === now.optional) continue;
        const [from, to] = both(
          [old, now],
          (member) => `${name}${member.optional ? "?" : ""}: ${this.#print(member)}`,
        );
        findings.add({ kind: old.optional ? "required" : "optional", ...sides, from, to });
      } else if (direction === "response" || !isAccepted(old))
        findings.add({ kind: "removed", ...sides, from: this.#print(old) });
    }
    for (const [name, now] of after) {
      if (before.has(name)) continue;
      const kind = now.optional ? "added" : "required-added";
      findings.add({ kind, direction, after: now.part, to: this.#print(now) });
    }
    return pairs;
  }

  /** Whether both sides are equal, or have been compared. */
  #isDone(places: Both<Place>, ...more: readonly unknown[]): boolean {
    const [one, other] = both(places, ({ part, more = [] }) => [part, ...more]);
    const isEqual = one.every((part, index) => this.context.isUnchanged(part, other[index]));
    const owns = both([one, other], (parts) => parts.map(({ own }) => own));
    const { size } = this.#seen;
    if (isEqual && one.length === other.length) return true;
    return this.#seen.add(JSON.stringify([owns, more])).size === size;
  }

  /** Compares the types of a value. Returns the class of the change that they show. */
  #types(old: Side, now: Side, direction: Direction, cause: Finding | undefined) {
    const { types, findings } = this.context;
    const kind = old.types && now.types && types.compare(old.types, now.types);
    if (kind === undefined) return undefined;
    const values = { from: this.#print(old), to: this.#print(now) };
    const finding = {
      before: old.part,
      after: now.part,
      ...cause,
      ...{ kind, direction, isTyped: true },
      ...values,
    };
    findings.add(finding);
    return classOf(finding);
  }

  #print({ types, part }: Place): string {
    return types === undefined ? (clipped(part.value) ?? "") : this.context.types.print(types);
  }

  #properties(old: Side, now: Side, direction: Direction): void {
    const { types } = this.context;
    const [before, after] = both([old, now], (side) => this.#membersOf(side));
    const open = now.types && types.below(now.types, "additionalProperties");
    const isAccepted = (member: Member): boolean =>
      member.types !== undefined && open !== undefined && types.isAssignable(member.types, open);
    for (const [one, other] of this.members(before, after, direction, isAccepted))
      this.compare(one, other, direction, !one.optional && !other.optional);
  }

  #membersOf(side: Side): Map<string, Member> {
    const { constraints } = side;
    return new Map(
      propertiesOf(constraints).map(([name, all]) => {
        const optional = !constraints.has(`required/${name}`);
        return [name, { ...this.#below(side, `properties/${name}`, all), optional }];
      }),
    );
  }

  #below({ types }: Place, keyword: string, [first, ...more]: Constrained): Place {
    return {
      ...{ part: first.part, more: more.map(({ part }) => part) },
      // Other schemas only check values, so they have no types.
      types: types && (isTyped(keyword) ? this.context.types.below(types, keyword) : []),
    };
  }

  /** Compares the values of a keyword, or the schemas in it. */
  #keyword(keyword: string, old: Side, now: Side, direction: Direction): Finding | undefined {
    const name = nameOf(keyword);
    const property = keyword.replace(/^required\//, "properties/");
    const isProperty = [old, now].some(({ constraints }) => constraints.has(property));
    if (name === "properties" || (property !== keyword && isProperty)) return undefined;
    const [one, other] = both([old, now], ({ constraints }) => constraints.get(keyword));
    if (one && other && subschemas.test(name)) {
      const inner = name === "not" ? opposite[direction] : direction;
      this.compare(this.#below(old, keyword, one), this.#below(now, keyword, other), inner);
      return undefined;
    }
    const kind = this.#kind(keyword, [old, now], [one ?? [], other ?? []], direction);
    if (kind === undefined) return undefined;
    const label = keyword.split("/").at(-1) ?? "";
    const [from, to] = both(
      [one, other],
      (all) => all && `${label} ${all.map(({ value }) => clipped(value) ?? "").join(" and ")}`,
    );
    const holders = {
      before: holderOf(one?.[0], other?.[0], old),
      after: holderOf(other?.[0], one?.[0], now),
    };
    return { kind, direction, from, to, ...holders };
  }

  #kind(
    keyword: string,
    sides: Both<Side>,
    [old, now]: Both<readonly Constraint[]>,
    direction: Direction,
  ): Kind | undefined {
    const [one, another] = [old[0]?.value, now[0]?.value];
    if (keyword === "deprecated") return another && !one ? "deprecated" : undefined;
    if (keyword === "default" && one === undefined) return "default-added";
    if (keyword === "default")
      return canonical(one) === canonical(another) ? undefined : "default-changed";
    const relation = isChoice(keyword)
      ? this.#choice(keyword, sides, [old, now], direction)
      : relationOf(keyword, old, now);
    // A program with a branch for a value that is gone does not compile.
    const isBranch = isChoice(keyword)
      ? one !== undefined && another !== undefined
      : /^(type|enum)$/.test(keyword) && sides[0].types === undefined;
    if (isBranch && relation === "tighter" && direction === "response") return "narrowed";
    return relation === "same" ? undefined : relation;
  }

  /** Compares alternatives. Those without an equal on the other side are compared in order. */
  #choice(
    keyword: string,
    sides: Both<Side>,
    [old, now]: Both<readonly Constraint[]>,
    direction: Direction,
  ): ReturnType<typeof relationOf> {
    const { isUnchanged } = this.context;
    const [before, after] = both([old, now], alternativesOf);
    const lost = before.filter((part) => !after.some((one) => isUnchanged(part, one)));
    const gained = after.filter((part) => !before.some((one) => isUnchanged(part, one)));
    // With `oneOf`, a value must match exactly one alternative.
    const excludes =
      keyword === "oneOf" &&
      direction === "request" &&
      gained.some((part) => after.some((one) => one !== part && mayOverlap(part, one)));
    if (old.length === 0) return excludes ? "rules" : "tighter";
    if (now.length === 0) return "looser";
    if (lost.length === gained.length) {
      for (const [index, part] of lost.entries()) {
        const one = this.#alternative(part, sides[0], direction);
        const other = this.#alternative(gained[index] ?? part, sides[1], direction);
        this.compare(one, other, direction);
      }
      return "same";
    }
    if (old.length > 1 || now.length > 1) return "rules";
    if (lost.length > 0) return gained.length > 0 ? "rules" : "tighter";
    return excludes ? "rules" : "looser";
  }

  /** Returns an alternative with its type, if only one type has all its properties. */
  #alternative(part: Part, { types = [] }: Side, direction: Direction): Place {
    const names = propertiesOf(constraintsOf([part], direction)).map(([name]) => name);
    const fitting = types.filter(
      (type) => isObjectType(type) && names.every((name) => type.getProperty(name) !== undefined),
    );
    return { part, types: fitting.length === 1 && names.length > 0 ? fitting : undefined };
  }
}

function propertiesOf(constraints: Constraints): [name: string, all: Constrained][] {
  return [...constraints].flatMap(([keyword, all]) =>
    keyword.startsWith("properties/") ? [[keyword.slice("properties/".length), all]] : [],
  );
}

function alternativesOf(choices: readonly Constraint[]): Part[] {
  return choices.flatMap(({ part }) => partsIn(part).map(([, one]) => target(one)));
}

/** Returns a side whose `oneOf` is called `anyOf`. */
function withAnyOf(side: Side): Side {
  const renamed = [...side.constraints].map(
    ([keyword, all]) => [keyword === "oneOf" ? "anyOf" : keyword, all] as const,
  );
  return { ...side, constraints: new Map(renamed) };
}

function nameOf(keyword: string): string {
  return keyword.split("/")[0] ?? "";
}

/** Follows a schema that is only a reference. */
function target(part: Part): Part {
  return isReference(part.value) ? follow(part) : part;
}

function resolved({ part, more = [], types }: Place): Place {
  return { part: target(part), more: more.map(target), types };
}

/** Returns the schema with a constraint, or the same schema in the document without it. */
function holderOf(
  own: Constraint | undefined,
  other: Constraint | undefined,
  { part }: Side,
): Part {
  if (own !== undefined) return own.holder;
  const same = other && partAt(part.spec, other.holder.own);
  return same?.value === undefined ? part : { ...same, pointer: part.pointer };
}
