import { isObject } from "../document/spec-document.js";
import { classOf, type Direction, type Finding, type Findings, type Kind } from "./findings.js";
import { canonical, declared, differ, follow, partsIn, clipped, type Part } from "./part.js";

/** What becomes of the allowed values: all of the kinds of findings that this judge has. */
type Relation = Extract<Kind, "tighter" | "looser" | "rules"> | "same";

/** A keyword of a schema, in one of the forms that mean the same. */
interface Demand {
  readonly value: unknown;
  /** The keyword's own place; that of a schema, if it holds one. */
  readonly part: Part;
  /** The schema that it stands in. */
  readonly holder: Part;
}

/** Says nothing about which values are valid; what types make of it, the other judge sees. */
const annotations =
  /^(title|description|examples?|externalDocs|xml|discriminator|content(Encoding|MediaType|Schema)|\$(id|anchor|schema|comment|defs|vocabulary)|x-.*)$/;

/** Visible in types, so that these are compared there first. */
const typed = new Set([
  ...[
    "type",
    "enum",
    "nullable",
    "anyOf",
    "oneOf",
    "properties",
    "required",
    "items",
    "prefixItems",
  ],
  ...["additionalProperties", "patternProperties", "readOnly", "writeOnly"],
]);

/** Compares what the validators check: each keyword by the direction in which it changes. */
export class CheckJudge {
  readonly #findings: Findings;
  /** What the judge of types has found, by place. */
  readonly #explained: ReadonlyMap<string, readonly Finding[]>;

  /** Whether a place is the same in both documents, with all that it refers to. */
  readonly #isUnchanged: (own: string) => boolean;

  constructor(findings: Findings, isUnchanged: (own: string) => boolean) {
    this.#findings = findings;
    this.#isUnchanged = isUnchanged;
    this.#explained = findings.byPlace();
  }

  /**
   * Compares schemas that a value must satisfy all at once.
   *
   * @param isGiven - whether the value is always there, so that a default has no effect
   */
  compare(
    before: readonly Part[],
    after: readonly Part[],
    direction: Direction,
    isGiven = false,
  ): void {
    const owns = [before, after].map((parts) => parts.map(ownOf).join("+"));
    if (owns[0] === owns[1] && this.#isUnchanged(owns[0] ?? "")) return;
    this.#findings.visit(`${direction} ${String(isGiven)} ${owns.join(" ")}`, () => {
      const [old, now] = [demandsOf(before, direction), demandsOf(after, direction)];
      const [was, is] = [before[0], after[0]];
      if (was === undefined || is === undefined) return;
      if (isGiven) for (const demands of [old, now]) demands.delete("default");
      // Where one side allows nothing, that says it all.
      const isNothing = old.has("never") !== now.has("never");
      const keywords = isNothing ? ["never"] : [...old.keys(), ...now.keys()];
      for (const keyword of new Set(keywords)) {
        this.#keyword(
          keyword,
          old.get(keyword) ?? [],
          now.get(keyword) ?? [],
          [was, is],
          direction,
          [old, now].every((demands) => demands.has(keyword.replace("properties/", "required/"))),
        );
      }
    });
  }

  #keyword(
    keyword: string,
    old: readonly Demand[],
    now: readonly Demand[],
    [was, is]: readonly [Part, Part],
    direction: Direction,
    isGiven: boolean,
  ): void {
    const [one, other] = [old[0], now[0]];
    if (keyword.startsWith("properties/") || subschemas.test(keyword)) {
      if (one !== undefined && other !== undefined) {
        const inner = keyword === "not" ? opposite[direction] : direction;
        this.compare(
          old.map(({ part }) => part),
          now.map(({ part }) => part),
          inner,
          isGiven,
        );
        return;
      }
    }
    const kind = this.#kind(keyword, old, now, direction);
    if (kind === undefined) return;
    const holders = [one?.holder ?? was, other?.holder ?? is] as const;
    const places = [was, is, ...holders, one?.part, other?.part];
    if (this.#isExplained(keyword, kind, places)) return;
    const print = (demands: readonly Demand[]): string | undefined =>
      demands.length === 0
        ? undefined
        : `${keyword.split("/").at(-1) ?? ""} ${demands.map(({ value }) => clipped(value) ?? "").join(" and ")}`;
    this.#findings.add({
      ...{ kind, direction, from: print(old), to: print(now) },
      ...{ before: holders[0], after: holders[1] },
    });
  }

  /** Whether the judge of types has said the same: of the value, or of whether it is there. */
  #isExplained(keyword: string, kind: Kind, places: readonly (Part | undefined)[]): boolean {
    const [name = ""] = keyword.split("/");
    if (!typed.has(name) && kind !== "default-added") return false;
    const owns = places.flatMap((part) => (part ? [part.own, follow(part).own] : []));
    const found = owns.flatMap((own) => [...(this.#explained.get(own) ?? [])]);
    const isAny = name === "required" || kind === "default-added";
    return found.some((each) => {
      const isOfPresence = each.kind === "required" || each.kind === "optional";
      // Other rules may be a break though the types allow more.
      return (isAny || !isOfPresence) && (kind !== "rules" || classOf(each) === "major");
    });
  }

  #kind(
    keyword: string,
    old: readonly Demand[],
    now: readonly Demand[],
    direction: Direction,
  ): Exclude<Kind, "words"> | undefined {
    const [one, other] = [old[0]?.value, now[0]?.value];
    if (keyword === "deprecated") return one !== other && other ? "deprecated" : undefined;
    if (keyword === "default") {
      if (one === undefined) return "default-added";
      return canonical(one) === canonical(other) ? undefined : "default-changed";
    }
    if (keyword === "readOnly" || keyword === "writeOnly") {
      if (one === other) return undefined;
      return other === true ? "removed" : "added";
    }
    const isChoice = keyword === "anyOf" || keyword === "oneOf";
    const relation = isChoice
      ? this.#choice(keyword, old, now, direction)
      : relationOf(keyword, old, now);
    if (relation === "same") return undefined;
    // A branch for an alternative that is gone does not compile.
    const isFewer = isChoice && one !== undefined && other !== undefined;
    return isFewer && relation === "tighter" && direction === "response" ? "narrowed" : relation;
  }

  /** Compares alternatives: those that are the same, then those that are left in their order. */
  #choice(
    keyword: string,
    old: readonly Demand[],
    now: readonly Demand[],
    direction: Direction,
  ): Relation {
    if (relationOf(keyword, old, now) === "same") return "same";
    const [one, other] = [old, now].map((demands) =>
      demands.map(({ part }) => partsIn(part).map(([, each]) => each)),
    );
    if (one === undefined || other === undefined || one.length > 1 || other.length > 1)
      return "rules";
    const [[before = []], [after = []]] = [one, other];
    const lost = before.filter((part) => !after.some((each) => !differ(part, each)));
    const gained = after.filter((part) => !before.some((each) => !differ(part, each)));
    // One must hold, and no other may.
    const excludes =
      keyword === "oneOf" &&
      direction === "request" &&
      gained.some((part) => after.some((each) => each !== part && mayOverlap(part, each)));
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

/** Whether a value may satisfy two schemas: no type or required member tells them apart. */
function mayOverlap(one: Part, other: Part, depth = 0): boolean {
  const [first, second] = [demandsOf([one], "request"), demandsOf([other], "request")];
  for (const keyword of ["type", "enum"]) {
    const [here, there] = [first, second].map((demands) => demands.get(keyword)?.[0]?.value);
    if (!Array.isArray(here) || !Array.isArray(there)) continue;
    const names = [here, there].map((values) =>
      values.map((value: unknown) =>
        (value === "integer" ? "number" : canonical(value)).replaceAll('"', ""),
      ),
    );
    if (!names[0]?.some((name) => names[1]?.includes(name))) return false;
  }
  return ![...first.keys()].some((keyword) => {
    const name = /^required\/(.*)$/s.exec(keyword)?.[1];
    const [here, there] = [first, second].map(
      (demands) => demands.get(`properties/${name ?? ""}`)?.[0]?.part,
    );
    if (name === undefined || here === undefined || there === undefined || depth > 8) return false;
    return second.has(keyword) && !mayOverlap(here, there, depth + 1);
  });
}

/** The place of a schema: where its reference leads, unless it has other members next to the reference. */
function ownOf(part: Part): string {
  const isAlone = isObject(part.value) && Object.keys(part.value).join() === "$ref";
  return isAlone ? follow(part).own : part.own;
}

const opposite = { request: "response", response: "request" } as const;

/** Keywords that hold a schema. */
const subschemas =
  /^(items|additionalProperties|propertyNames|contains|not|unevaluated(Items|Properties)|(prefixItems|patternProperties|dependentSchemas)\/.*)$/s;

/** Everything that schemas demand together, by keyword, whatever they are composed of. */
function demandsOf(parts: readonly Part[], direction: Direction): Map<string, Demand[]> {
  const demands = new Map<string, Demand[]>();
  const seen = new Set<string>();
  const add = (keyword: string, value: unknown, part: Part, holder: Part): void => {
    const known = demands.get(keyword) ?? [];
    const isSame = known.some(
      (each) => !differ(each.part, part) && canonical(each.value) === canonical(value),
    );
    if (!isSame) demands.set(keyword, [...known, { value, part, holder }]);
  };
  const visit = (part: Part): void => {
    if (isObject(part.value) && typeof part.value["$ref"] === "string") {
      const target = follow(part);
      if (seen.has(target.own)) return;
      seen.add(target.own);
      visit(target);
    }
    if (part.value === false) add("never", true, part, part);
    if (!isObject(part.value)) return;
    const schema = normalized(part.value, direction);
    for (const [keyword, value] of Object.entries(schema)) {
      const below: Part = {
        ...part,
        pointer: `${part.pointer}/${keyword}`,
        own: `${part.own}/${keyword}`,
        value,
      };
      if (keyword === "allOf") partsIn(below).forEach(([, each]) => visit(each));
      else if (keyword === "required" && Array.isArray(value)) {
        for (const name of value)
          add(
            `required/${String(name)}`,
            true,
            declared(part, "properties", String(name)) ?? below,
            part,
          );
      } else if (maps.has(keyword) && (isObject(value) || Array.isArray(value))) {
        for (const [name, each] of partsIn(below))
          add(`${keyword}/${name}`, each.value, each, part);
      } else if (keyword !== "$ref" && !annotations.test(keyword)) add(keyword, value, below, part);
    }
  };
  parts.forEach(visit);
  return demands;
}

/** Keywords whose members are demands of their own. */
const maps = new Set([
  "properties",
  "patternProperties",
  "prefixItems",
  "dependentSchemas",
  "dependentRequired",
]);

/** A schema without what says nothing, and with one form for what can be written in several. */
function normalized(
  schema: Readonly<Record<string, unknown>>,
  direction: Direction,
): Record<string, unknown> {
  const { const: only, nullable, ...rest } = schema;
  const result: Record<string, unknown> = { ...rest };
  if (only !== undefined) result["enum"] = [only];
  if (Array.isArray(result["enum"])) result["enum"] = [...(result["enum"] as unknown[])].sort();
  const type: unknown = result["type"];
  if (type !== undefined) {
    const types: unknown[] = [type, ...(nullable === true ? ["null"] : [])].flat();
    result["type"] = [...new Set(types)].sort();
  } else if (nullable === true) result["nullable"] = true;
  for (const bound of ["Minimum", "Maximum"] as const) {
    // OpenAPI 3.0 has a flag for what later is a bound of its own.
    if (result[`exclusive${bound}`] !== true) continue;
    result[`exclusive${bound}`] = result[bound.toLowerCase()];
    Reflect.deleteProperty(result, bound.toLowerCase());
  }
  for (const [keyword, value] of Object.entries(result)) {
    const isSilent =
      (value === 0 && keyword.startsWith("min")) ||
      (value === false &&
        /^(uniqueItems|deprecated|readOnly|writeOnly|exclusiveM.*)$/.test(keyword)) ||
      (/^(additionalProperties|unevaluated.*|items|propertyNames)$/.test(keyword) &&
        allowsAll(value)) ||
      // Clients take members that a later server adds.
      (direction === "response" &&
        value === false &&
        /^(additional|unevaluated)Properties$/.test(keyword)) ||
      keyword === (direction === "response" ? "readOnly" : "writeOnly");
    if (isSilent) Reflect.deleteProperty(result, keyword);
  }
  return result;
}

function allowsAll(schema: unknown): boolean {
  return schema === true || (isObject(schema) && Object.keys(schema).length === 0);
}

/** How a keyword's demand changes: by what is written once on both sides, else by which are there. */
function relationOf(keyword: string, old: readonly Demand[], now: readonly Demand[]): Relation {
  const has = (list: readonly Demand[], { value, part }: Demand): boolean =>
    list.some(
      (each) =>
        keyword.startsWith("required/") ||
        (canonical(each.value) === canonical(value) && !differ(each.part, part)),
    );
  const [lost, gained] = [
    old.filter((each) => !has(now, each)),
    now.filter((each) => !has(old, each)),
  ];
  if (lost.length === 0) return gained.length === 0 ? "same" : tighter(keyword, gained);
  if (gained.length === 0) return known.test(keyword) ? "looser" : "rules";
  if (lost.length > 1 || gained.length > 1) return "rules";
  return relationOfValues(keyword, lost[0]?.value, gained[0]?.value);
}

/** What is known to restrict by being there. */
const known =
  /^(type|enum|format|pattern|never|multipleOf|(exclusive)?(min|max)imum|(exclusiveM|m)(in|ax)(imum|Length|Items|Properties|Contains)|uniqueItems|not|contains|items|propertyNames|then|else|(additional|unevaluated)(Items|Properties)|(required|properties|patternProperties|prefixItems|dependentSchemas|dependentRequired)\/.*)$/s;

function tighter(keyword: string, gained: readonly Demand[]): Relation {
  return gained.length > 0 && known.test(keyword) ? "tighter" : "rules";
}

function relationOfValues(keyword: string, old: unknown, now: unknown): Relation {
  if (typeof old === "number" && typeof now === "number") {
    if (keyword === "multipleOf")
      return now % old === 0 ? "tighter" : old % now === 0 ? "looser" : "rules";
    if (/min/i.test(keyword)) return now > old ? "tighter" : "looser";
    if (/max/i.test(keyword)) return now < old ? "tighter" : "looser";
  }
  if (keyword === "format") {
    const wider = [
      ["int32", "int64"],
      ["float", "double"],
    ].find((pair) => pair.includes(String(old)) && pair.includes(String(now)));
    return wider === undefined ? "rules" : wider[1] === now ? "looser" : "tighter";
  }
  if (!Array.isArray(old) || !Array.isArray(now)) return "rules";
  const covers = (one: readonly unknown[], other: readonly unknown[]): boolean =>
    other.every((value) =>
      one.some(
        (each) =>
          canonical(each) === canonical(value) ||
          (keyword === "type" && value === "integer" && each === "number"),
      ),
    );
  const [wider, narrower] = [covers(now, old), covers(old, now)];
  // Names that another name demands are the other way round: more of them restrict.
  const isList = keyword.startsWith("dependentRequired/");
  if (wider && narrower) return "same";
  if (wider) return isList ? "tighter" : "looser";
  return narrower ? (isList ? "looser" : "tighter") : "rules";
}
