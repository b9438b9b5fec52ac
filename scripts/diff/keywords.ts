import { isObject } from "../document/spec-document.js";
import type { Direction, Kind } from "./findings.js";
import { both, canonical, follow, partsIn, step, type Part } from "./part.js";

/** A keyword of a schema in its normalized form. */
export interface Constraint {
  readonly value: unknown;
  /** The keyword itself, or the schema in it. */
  readonly part: Part;
  /** The schema that contains the keyword. */
  readonly holder: Part;
}

/** The values of a keyword. There are several if several schemas apply. */
export type Constrained = readonly [Constraint, ...Constraint[]];

/** The constraints by keyword. Properties have separate ones, such as `properties/name`. */
export type Constraints = ReadonlyMap<string, Constrained>;

/** How the set of valid values changes. */
type Relation = Extract<Kind, "tighter" | "looser" | "rules"> | "same";

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
const rules: Readonly<Record<string, Rule>> = {
  ...{ type: fewer, enum: fewer, multipleOf: multiple, format: formats },
  ...each(higher, "minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"),
  ...each(reversed(higher), "maximum", "exclusiveMaximum", "maxLength", "maxItems"),
  ...{ minContains: higher, maxContains: reversed(higher), maxProperties: reversed(higher) },
  ...{ dependentRequired: reversed(fewer) },
  ...each(other, "never", "pattern", "uniqueItems", "required", "dependentSchemas", "if"),
  ...each(other, "patternProperties", "prefixItems", "items", "contains", "not", "propertyNames"),
  ...each(other, "additionalProperties", "unevaluatedItems", "unevaluatedProperties"),
};

/** Keywords without effect on which values are valid. The types show what else they change. */
const annotations =
  /^(title|description|examples?|externalDocs|xml|discriminator|readOnly|writeOnly|content(Encoding|MediaType|Schema)|\$(ref|id|anchor|schema|comment|defs|vocabulary)|x-.*)$/;

/** Keywords whose members are separate constraints. */
const maps = /^(properties|patternProperties|prefixItems|dependentSchemas|dependentRequired)$/;

/** The keyword that leaves a property out of a direction. */
const hiding = { request: "readOnly", response: "writeOnly" } as const;

/** Collects the constraints of schemas by keyword, including those in `allOf` and references. */
export function constraintsOf(parts: readonly Part[], direction: Direction): Constraints {
  const constraints = new Map<string, [Constraint, ...Constraint[]]>();
  const hidden = new Set<string>();
  const seen = new Set<string>();
  const add = (keyword: string, value: unknown, part: Part, holder: Part): void => {
    const known = constraints.get(keyword);
    const isKnown = known?.some((one) => canonical(one.value) === canonical(value));
    if (known === undefined) constraints.set(keyword, [{ value, part, holder }]);
    else if (!isKnown) known.push({ value, part, holder });
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
      const only = isChoice(keyword) ? orNull(below) : undefined;
      if (keyword === "allOf") partsIn(below).forEach(([, one]) => visit(one));
      else if (only !== undefined) {
        visit(only);
        add("nullable", true, below, part);
      } else if (keyword === "required" && Array.isArray(value))
        for (const name of value.map(String)) add(`required/${name}`, true, below, part);
      else if (maps.test(keyword) && typeof value === "object" && value !== null) {
        for (const [name, one] of partsIn(below)) {
          const isHidden = [one, follow(one)].some(
            (all) => step(all, hiding[direction]).value === true,
          );
          if (keyword === "properties" && isHidden) hidden.add(name);
          add(`${keyword}/${name}`, one.value, one, part);
        }
      } else if (!annotations.test(keyword)) add(keyword, value, below, part);
    }
  };
  parts.forEach(visit);
  for (const name of hidden)
    for (const keyword of ["properties", "required"]) constraints.delete(`${keyword}/${name}`);
  const [type, ...others] = constraints.get("type") ?? [];
  if (constraints.has("nullable") && type !== undefined && others.length === 0) {
    constraints.set("type", [{ ...type, value: [...new Set([type.value, "null"].flat())] }]);
    constraints.delete("nullable");
  }
  return constraints;
}

export function isChoice(keyword: string): boolean {
  return keyword === "anyOf" || keyword === "oneOf";
}

/** Returns the alternative of a choice that has only one, and null. */
function orNull(choice: Part): Part | undefined {
  const all = partsIn(choice).map(([, part]) => part);
  const [only, ...others] = all.filter(({ value }) => canonical(value) !== '{"type":"null"}');
  return others.length === 0 && all.length > 1 ? only : undefined;
}

/** Returns a schema without keywords that have no effect, and with one form for equal meanings. */
function normalized(schema: Readonly<Record<string, unknown>>, direction: Direction) {
  const { const: only, nullable, if: condition, then, else: otherwise, ...rest } = schema;
  const result: Record<string, unknown> = { ...rest };
  if (only !== undefined) result["enum"] = [only];
  const { type } = result;
  if (type !== undefined) result["type"] = [type, ...(nullable === true ? ["null"] : [])].flat();
  else if (nullable === true) result["nullable"] = true;
  if (condition !== undefined) result["if"] = { condition, then, otherwise };
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
      const isOff = value === false && /^(unique|deprecated|exclusiveM)/.test(keyword);
      const isZero = value === 0 && keyword.startsWith("min");
      return !isOpen && !isOff && !isZero;
    }),
  );
}

/** Returns how a constraint changes: by its rule if one value changed, else by which values exist. */
export function relationOf(
  keyword: string,
  old: readonly Constraint[],
  now: readonly Constraint[],
): Relation {
  const [name = ""] = keyword.split("/");
  const only = (some: readonly Constraint[], all: readonly Constraint[]): readonly Constraint[] =>
    some.filter(({ value }) => !all.some((one) => canonical(one.value) === canonical(value)));
  const [lost, gained] = [only(old, now), only(now, old)];
  const rule = rules[name];
  if (lost.length === 0) return gained.length === 0 ? "same" : rule ? "tighter" : "rules";
  if (gained.length === 0) return rule ? "looser" : "rules";
  if (rule === undefined || lost.length > 1 || gained.length > 1) return "rules";
  return rule(lost[0]?.value, gained[0]?.value);
}

/** Whether a value may satisfy both schemas, because no type or required member differs. */
export function mayOverlap(one: Part, another: Part, depth = 0): boolean {
  const [first, second] = both([one, another], (part) => constraintsOf([part], "request"));
  const isApart = ["type", "enum"].some((keyword) => {
    const [here, there] = both([first, second], (all) => all.get(keyword)?.[0]?.value);
    if (!Array.isArray(here) || !Array.isArray(there)) return false;
    const names = (values: readonly unknown[]): string[] =>
      values.map((value) => canonical(value === "integer" ? "number" : value));
    return !names(here).some((name) => names(there).includes(name));
  });
  return (
    !isApart &&
    ![...first.keys()].some((keyword) => {
      const property = keyword.replace(/^required\//, "properties/");
      const [here, there] = both([first, second], (all) => all.get(property)?.[0]?.part);
      if (keyword === property || here === undefined || there === undefined) return false;
      return depth < 8 && second.has(keyword) && !mayOverlap(here, there, depth + 1);
    })
  );
}
