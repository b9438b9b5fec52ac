import { isObject } from "../document/spec-document.js";
import { classOf, type Direction, type Findings, type Kind } from "./findings.js";
import { canonical, clipped, declared, follow, isSame, partsIn, type Part } from "./part.js";

/** How the set of valid values changes. */
type Relation = Extract<Kind, "tighter" | "looser" | "rules"> | "same";

/** A keyword of a schema in its normalized form. */
interface Constraint {
  readonly value: unknown;
  /** The keyword itself, or the schema in it. */
  readonly part: Part;
  /** The schema that contains the keyword. */
  readonly holder: Part;
}

type Constraints = ReadonlyMap<string, readonly Constraint[]>;

/** Returns how the set of valid values changes if the value of a keyword changes. */
type Rule = (old: unknown, now: unknown) => Relation;

const other: Rule = () => "rules";
const reversed =
  (rule: Rule): Rule =>
  (old, now) =>
    rule(now, old);

const higher: Rule = (old, now) => {
  if (typeof old !== "number" || typeof now !== "number") return "rules";
  return now > old ? "tighter" : "looser";
};

const fewer: Rule = (old, now) => {
  if (!Array.isArray(old) || !Array.isArray(now)) return "rules";
  const covers = (all: readonly unknown[], some: readonly unknown[]): boolean =>
    some.every((value) =>
      all.some(
        (each) =>
          canonical(each) === canonical(value) || (value === "integer" && each === "number"),
      ),
    );
  if (covers(now, old)) return covers(old, now) ? "same" : "looser";
  return covers(old, now) ? "tighter" : "rules";
};

const multiple: Rule = (old, now) => {
  if (typeof old !== "number" || typeof now !== "number") return "rules";
  return now % old === 0 ? "tighter" : old % now === 0 ? "looser" : "rules";
};

const formats: Rule = (old, now) => {
  const wider = ["int32 int64", "float double"];
  if (wider.includes(`${String(old)} ${String(now)}`)) return "looser";
  return wider.includes(`${String(now)} ${String(old)}`) ? "tighter" : "rules";
};

const each = (rule: Rule, ...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, rule]));

/** The keywords that restrict values. A change of any other keyword counts as a break. */
const keywords: Readonly<Record<string, Rule>> = {
  ...{ type: fewer, enum: fewer, multipleOf: multiple, format: formats },
  ...each(higher, "minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"),
  ...each(reversed(higher), "maximum", "exclusiveMaximum", "maxLength", "maxItems"),
  ...{ minContains: higher, maxContains: reversed(higher), maxProperties: reversed(higher) },
  ...{ dependentRequired: reversed(fewer) },
  ...each(other, "never", "pattern", "uniqueItems", "required", "properties", "dependentSchemas"),
  ...each(other, "patternProperties", "prefixItems", "items", "contains", "not", "propertyNames"),
  ...each(other, "additionalProperties", "unevaluatedItems", "unevaluatedProperties"),
  ...each(other, "then", "else"),
};

/** Keywords without effect on which values are valid. `TypeComparer` finds their effect on types. */
const annotations =
  /^(title|description|examples?|externalDocs|xml|discriminator|content(Encoding|MediaType|Schema)|\$(ref|id|anchor|schema|comment|defs|vocabulary)|x-.*)$/;

/** Keywords that the types show. `TypeComparer` has already compared them. */
const typed =
  /^(type|enum|nullable|anyOf|oneOf|properties|required|items|prefixItems|additionalProperties|patternProperties|readOnly|writeOnly)$/;

/** Keywords that hold a schema. */
const subschemas =
  /^(properties|items|additionalProperties|propertyNames|contains|not|unevaluated(Items|Properties)|prefixItems|patternProperties|dependentSchemas)$/;

/** Keywords whose members are separate constraints. */
const maps =
  /^(properties|patternProperties|prefixItems|dependentSchemas|dependentRequired|required)$/;

const opposite = { request: "response", response: "request" } as const;

/** Compares schemas keyword by keyword, to find changes that validators notice. */
export class KeywordComparer {
  readonly #findings: Findings;
  readonly #seen = new Set<string>();

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  /**
   * Compares two lists of schemas. A value must satisfy all schemas of a list.
   *
   * @param isAlwaysPresent - whether the value is required, so that a default has no effect
   */
  compare(
    before: readonly Part[],
    after: readonly Part[],
    direction: Direction,
    isAlwaysPresent = false,
  ) {
    const [was, is] = [before[0], after[0]];
    const isEqual = before.every((part, index) => after[index] && isSame(part, after[index]));
    const owns = [before, after].map((parts) => parts.map(({ own }) => own).join("+"));
    const key = `${direction} ${String(isAlwaysPresent)} ${owns.join(" ")}`;
    if (!was || !is || (isEqual && before.length === after.length) || this.#seen.has(key)) return;
    this.#seen.add(key);
    const [old, now] = [constraintsOf(before, direction), constraintsOf(after, direction)];
    // If one side allows no value at all, the other keywords do not matter.
    const isNothing = old.has("never") !== now.has("never");
    const names = isNothing ? ["never"] : new Set([...old.keys(), ...now.keys()]);
    for (const keyword of names) {
      if (keyword === "default" && isAlwaysPresent) continue;
      const [one, another] = [old.get(keyword) ?? [], now.get(keyword) ?? []];
      const [name = ""] = keyword.split("/");
      if (subschemas.test(name) && one.length > 0 && another.length > 0) {
        const required = keyword.replace("properties/", "required/");
        const parts = [one, another].map((constraints) => constraints.map(({ part }) => part));
        const inner = name === "not" ? opposite[direction] : direction;
        this.compare(parts[0] ?? [], parts[1] ?? [], inner, old.has(required) && now.has(required));
      } else {
        this.#keyword(keyword, one, another, [was, is], direction);
      }
    }
  }

  #keyword(
    keyword: string,
    old: readonly Constraint[],
    now: readonly Constraint[],
    [was, is]: readonly [Part, Part],
    direction: Direction,
  ): void {
    const kind = this.#kind(keyword, old, now, direction);
    if (kind === undefined) return;
    const [one, another] = [old[0], now[0]];
    const holders = [one?.holder ?? was, another?.holder ?? is] as const;
    if (this.#isExplained(keyword, kind, [was, is, ...holders, one?.part, another?.part])) return;
    const print = (constraints: readonly Constraint[]): string | undefined =>
      constraints.length === 0
        ? undefined
        : `${keyword.split("/").at(-1) ?? ""} ${constraints.map(({ value }) => clipped(value) ?? "").join(" and ")}`;
    const values = { from: print(old), to: print(now) };
    this.#findings.add({ kind, direction, ...values, before: holders[0], after: holders[1] });
  }

  /** Whether `TypeComparer` already found this change, in the value or in its presence. */
  #isExplained(keyword: string, kind: Kind, places: readonly (Part | undefined)[]): boolean {
    const [name = ""] = keyword.split("/");
    if (!typed.test(name) && kind !== "default-added") return false;
    const owns = new Set(places.flatMap((part) => (part ? [part.own, follow(part).own] : [])));
    const isAny = name === "required" || kind === "default-added";
    return [...owns].some((own) =>
      this.#findings.at(own).some((found) => {
        const isOfPresence = found.kind === "required" || found.kind === "optional";
        // Other rules may be a break although the types allow more.
        return (isAny || !isOfPresence) && (kind !== "rules" || classOf(found) === "major");
      }),
    );
  }

  #kind(
    keyword: string,
    old: readonly Constraint[],
    now: readonly Constraint[],
    direction: Direction,
  ): Kind | undefined {
    const [one, another] = [old[0]?.value, now[0]?.value];
    if (keyword === "deprecated") return another && !one ? "deprecated" : undefined;
    if (keyword === "default" && one === undefined) return "default-added";
    if (keyword === "default")
      return canonical(one) === canonical(another) ? undefined : "default-changed";
    if (keyword === "readOnly" || keyword === "writeOnly")
      return one === another ? undefined : another === true ? "removed" : "added";
    const isChoice = keyword === "anyOf" || keyword === "oneOf";
    const relation = isChoice
      ? this.#choice(keyword, old, now, direction)
      : relationOf(keyword, old, now);
    // A program with a branch for a removed alternative does not compile.
    const isFewer =
      isChoice && relation === "tighter" && one !== undefined && another !== undefined;
    if (isFewer && direction === "response") return "narrowed";
    return relation === "same" ? undefined : relation;
  }

  /** Compares alternatives. Those without an equal on the other side are compared in order. */
  #choice(
    keyword: string,
    old: readonly Constraint[],
    now: readonly Constraint[],
    direction: Direction,
  ): Relation {
    if (relationOf(keyword, old, now) === "same") return "same";
    if (old.length > 1 || now.length > 1) return "rules";
    const [before = [], after = []] = [old, now].map((constraints) =>
      constraints.flatMap(({ part }) => partsIn(part).map(([, one]) => one)),
    );
    const lost = before.filter((part) => !after.some((one) => isSame(part, one)));
    const gained = after.filter((part) => !before.some((one) => isSame(part, one)));
    // With `oneOf`, a value must match exactly one alternative.
    const excludes =
      keyword === "oneOf" &&
      direction === "request" &&
      gained.some((part) => after.some((one) => one !== part && mayOverlap(part, one)));
    if (old.length === 0) return excludes ? "rules" : "tighter";
    if (now.length === 0) return "looser";
    if (lost.length === gained.length) {
      for (const [index, part] of lost.entries())
        this.compare([part], [gained[index] ?? part], direction);
      return "same";
    }
    if (lost.length > 0) return gained.length > 0 ? "rules" : "tighter";
    return excludes ? "rules" : "looser";
  }
}

/** Whether a value may satisfy both schemas, because no type or required member differs. */
function mayOverlap(one: Part, another: Part, depth = 0): boolean {
  const both = [one, another].map((part) => constraintsOf([part], "request"));
  const [first = new Map(), second = new Map()]: Constraints[] = both;
  for (const keyword of ["type", "enum"]) {
    const [here, there] = [first, second].map(
      (constraints) => constraints.get(keyword)?.[0]?.value,
    );
    if (!Array.isArray(here) || !Array.isArray(there)) continue;
    const names = [here, there].map((values: readonly unknown[]) =>
      values.map((value) => canonical(value === "integer" ? "number" : value)),
    );
    if (!names[0]?.some((name) => names[1]?.includes(name))) return false;
  }
  return ![...first.keys()].some((keyword) => {
    const property = keyword.replace(/^required\//, "properties/");
    const [here, there] = [first, second].map(
      (constraints) => constraints.get(property)?.[0]?.part,
    );
    if (keyword === property || here === undefined || there === undefined) return false;
    return depth < 8 && second.has(keyword) && !mayOverlap(here, there, depth + 1);
  });
}

/** Collects the constraints of schemas by keyword, including those in `allOf` and references. */
function constraintsOf(parts: readonly Part[], direction: Direction): Constraints {
  const constraints = new Map<string, Constraint[]>();
  const seen = new Set<string>();
  const add = (keyword: string, value: unknown, part: Part, holder: Part): void => {
    const known = constraints.get(keyword) ?? [];
    if (known.some((one) => canonical(one.value) === canonical(value))) return;
    constraints.set(keyword, [...known, { value, part, holder }]);
  };
  const visit = (part: Part): void => {
    if (part.value === false) add("never", true, part, part);
    if (!isObject(part.value)) return;
    if (typeof part.value["$ref"] === "string" && !seen.has(part.value["$ref"])) {
      seen.add(part.value["$ref"]);
      visit(follow(part));
    }
    for (const [keyword, value] of Object.entries(normalized(part.value, direction))) {
      const [pointer, own] = [`${part.pointer}/${keyword}`, `${part.own}/${keyword}`];
      const below: Part = { ...part, pointer, own, value };
      if (keyword === "allOf") partsIn(below).forEach(([, one]) => visit(one));
      else if (keyword === "required" && Array.isArray(value)) {
        for (const name of value.map(String))
          add(`required/${name}`, true, declared(part, "properties", name), part);
      } else if (maps.test(keyword) && typeof value === "object" && value !== null) {
        for (const [name, one] of partsIn(below)) add(`${keyword}/${name}`, one.value, one, part);
      } else if (!annotations.test(keyword)) add(keyword, value, below, part);
    }
  };
  parts.forEach(visit);
  return constraints;
}

/** Returns a schema without keywords that have no effect, and with one form for equal meanings. */
function normalized(schema: Readonly<Record<string, unknown>>, direction: Direction) {
  const { const: only, nullable, ...rest } = schema;
  const result: Record<string, unknown> = { ...rest };
  if (only !== undefined) result["enum"] = [only];
  const { type } = result;
  if (type !== undefined) result["type"] = [type, ...(nullable === true ? ["null"] : [])].flat();
  else if (nullable === true) result["nullable"] = true;
  for (const bound of ["Minimum", "Maximum"] as const) {
    // In OpenAPI 3.0, `exclusiveMinimum` and `exclusiveMaximum` are flags instead of numbers.
    if (result[`exclusive${bound}`] !== true) continue;
    result[`exclusive${bound}`] = result[bound.toLowerCase()];
    Reflect.deleteProperty(result, bound.toLowerCase());
  }
  const allowsAll = (value: unknown): boolean => value === true || canonical(value) === "{}";
  return Object.fromEntries(
    Object.entries(result).filter(([keyword, value]) => {
      const isOpen =
        /^(additionalProperties|unevaluated.*|items|propertyNames)$/.test(keyword) &&
        // Clients accept members that a later server adds.
        (allowsAll(value) ||
          (value === false && direction === "response" && keyword.endsWith("Properties")));
      const isOff = value === false && /^(unique|deprecated|read|write|exclusiveM)/.test(keyword);
      const isZero = value === 0 && keyword.startsWith("min");
      return !isOpen && !isOff && !isZero && keyword !== ownSide[direction];
    }),
  );
}

/** The keyword that marks a property as absent in the other direction. */
const ownSide = { request: "writeOnly", response: "readOnly" } as const;

/** Returns how a constraint changes: by its rule if one value changed, else by which values exist. */
function relationOf(
  keyword: string,
  old: readonly Constraint[],
  now: readonly Constraint[],
): Relation {
  const [name = ""] = keyword.split("/");
  const only = (some: readonly Constraint[], all: readonly Constraint[]): readonly Constraint[] =>
    some.filter(({ value }) => !all.some((one) => canonical(one.value) === canonical(value)));
  const [lost, gained] = [only(old, now), only(now, old)];
  const rule = keywords[name];
  if (lost.length === 0) return gained.length === 0 ? "same" : rule ? "tighter" : "rules";
  if (gained.length === 0) return rule ? "looser" : "rules";
  if (rule === undefined || lost.length > 1 || gained.length > 1) return "rules";
  return rule(lost[0]?.value, gained[0]?.value);
}
