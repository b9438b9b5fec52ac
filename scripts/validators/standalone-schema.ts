import { schemaKeywords } from "../document/grammar.js";
import {
  child,
  decode,
  isObject,
  rootNode,
  segmentsOf,
  type JsonObject,
  type SpecDocument,
  type SpecNode,
} from "../document/spec-document.js";

const ONE: readonly string[] = schemaKeywords.one;
const LIST: readonly string[] = schemaKeywords.list;
const BY_NAME: readonly string[] = schemaKeywords.byName;

/** Keywords that can forbid members that the schema does not list. */
const CLOSING = ["additionalProperties", "unevaluatedProperties"];

/** Validation keywords without subschemas. All other keywords are annotations, which are omitted. */
const PLAIN = [
  "const",
  "dependentRequired",
  "enum",
  "exclusiveMaximum",
  "exclusiveMinimum",
  "maxContains",
  "maxItems",
  "maxLength",
  "maxProperties",
  "maximum",
  "minContains",
  "minItems",
  "minLength",
  "minProperties",
  "minimum",
  "multipleOf",
  "pattern",
  "required",
  "type",
  "uniqueItems",
];

/** Options for copying schemas. */
export interface CopyOptions {
  /** Creates a reference to a copied schema from its name. */
  readonly refer: (name: string) => string;
  /** Members with this mark are not of this direction, so that nothing requires them. */
  readonly unrequired: "readOnly" | "writeOnly";
  /** Whether to allow additional members in all objects, even if a schema forbids them. */
  readonly open: boolean;
}

/** Copies of schemas, and of the schemas that they refer to. */
export interface SchemaCopies {
  /** Copies a schema without its annotations. */
  readonly copy: (schema: unknown) => unknown;
  /** The schemas that the copies refer to, by name. Each copy can add some. */
  readonly definitions: Readonly<Record<string, unknown>>;
}

/** Copies a schema without annotations. The schemas that it refers to are in `$defs`. */
export function standaloneSchema({ spec, value }: SpecNode): JsonObject {
  const { copy, definitions } = copySchemas(spec, {
    refer: (name) => `#/$defs/${name}`,
    unrequired: "readOnly",
    open: false,
  });
  const body = copy(value);
  const isAlone = Object.keys(definitions).length === 0;
  return { ...(isObject(body) && body), ...(!isAlone && { $defs: definitions }) };
}

/** Creates a function that copies schemas of a document. */
export function copySchemas(
  spec: SpecDocument,
  { refer, unrequired, open }: CopyOptions,
): SchemaCopies {
  const names = new Map<string, string>();
  const definitions: Record<string, unknown> = {};

  const resolve = (value: unknown): unknown =>
    isObject(value) && typeof value["$ref"] === "string" ? referred(spec, value["$ref"]) : value;

  /** The members of the other direction, also those of the schemas that it extends. */
  const marked = (schema: unknown, depth = 0): string[] => {
    const resolved = resolve(schema);
    if (!isObject(resolved) || depth > 16) return [];
    const { properties, allOf } = resolved;
    const own = Object.entries(isObject(properties) ? properties : {}).filter(([, property]) =>
      [property, resolve(property)].some((each) => isObject(each) && each[unrequired] === true),
    );
    const parts = Array.isArray(allOf) ? allOf : [];
    return [
      ...own.map(([name]) => name),
      ...parts.flatMap((part: unknown) => marked(part, depth + 1)),
    ];
  };

  const copy = (original: unknown, outer: readonly string[] = []): unknown => {
    if (!isObject(original)) return original;
    const schema = asLater(original);
    const result: Record<string, unknown> = {};
    const optional = "required" in schema || "allOf" in schema ? [...outer, ...marked(schema)] : [];
    if (typeof schema["$ref"] === "string") result["$ref"] = refer(define(schema["$ref"]));
    for (const [keyword, member] of Object.entries(schema)) {
      if (open && CLOSING.includes(keyword) && member === false) continue;
      if (keyword === "required" && Array.isArray(member)) {
        result[keyword] = member.filter((name) => !optional.includes(String(name)));
      } else if (PLAIN.includes(keyword)) result[keyword] = member;
      else if (ONE.includes(keyword)) result[keyword] = copy(member);
      else if (LIST.includes(keyword) && Array.isArray(member)) {
        const inner = keyword === "allOf" ? optional : [];
        result[keyword] = member.map((each) => copy(each, inner));
      } else if (BY_NAME.includes(keyword) && isObject(member)) {
        result[keyword] = Object.fromEntries(
          Object.entries(member).map(([name, item]) => [name, copy(item)]),
        );
      }
    }
    return result;
  };

  const define = (reference: string): string => {
    const known = names.get(reference);
    if (known !== undefined) return known;
    const lastToken = reference.slice(reference.lastIndexOf("/") + 1).replace(/\W/g, "_");
    const name = lastToken in definitions ? `${lastToken}_${names.size}` : lastToken;
    // The name is set before the copy, because a schema can refer to itself.
    names.set(reference, name);
    definitions[name] = true;
    definitions[name] = copy(referred(spec, reference));
    return name;
  };

  return { copy, definitions };
}

/** Writes what only OpenAPI 3.0 has in the words of later versions. */
function asLater(schema: JsonObject): JsonObject {
  const { nullable, ...later }: Record<string, unknown> = schema;
  for (const [limit, exclusive] of [
    ["minimum", "exclusiveMinimum"],
    ["maximum", "exclusiveMaximum"],
  ] as const) {
    if (typeof later[exclusive] !== "boolean") continue;
    if (later[exclusive] && limit in later) {
      later[exclusive] = later[limit];
      Reflect.deleteProperty(later, limit);
    } else Reflect.deleteProperty(later, exclusive);
  }
  if (nullable !== true) return later;
  const { type, enum: values } = later;
  if (typeof type !== "string") return { anyOf: [later, { type: "null" }] };
  const known: readonly unknown[] | undefined = Array.isArray(values) ? values : undefined;
  const isClosed = known !== undefined && !known.includes(null);
  return { ...later, type: [type, "null"], ...(isClosed && { enum: [...known, null] }) };
}

function referred(spec: SpecDocument, reference: string): unknown {
  return segmentsOf(decode(reference)).reduce(child, rootNode(spec)).value;
}
