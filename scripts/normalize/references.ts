import { GenerationError } from "../command/generation-error.js";
import {
  copyOf,
  walkDocument,
  type Kind,
  type MutableObject,
  type Visited,
} from "../document/grammar.js";
import {
  decode,
  isObject,
  memberOf,
  pointerTo,
  segmentsOf,
  type SpecDocument,
} from "../document/spec-document.js";
import { capitalize, freeName, pascalCase } from "../operations/names.js";

/** The section of `components` for each kind of object whose references generators resolve. */
const homes: Partial<Record<Kind, string>> = {
  schema: "schemas",
  response: "responses",
  parameter: "parameters",
  requestBody: "requestBodies",
  header: "headers",
};

/**
 * Makes every reference point to a component of the right kind, because generators support only such
 * references. A schema in another place becomes a component. Other objects are copied to the places
 * that refer to them. The document's meaning does not change.
 *
 * @throws GenerationError if a reference has no target, or leads back to itself
 */
export function tidyReferences(document: MutableObject, spec: SpecDocument): void {
  const schemas = schemasOf(document);
  const names = new Map<string, string>();
  const added: string[] = [];

  const nameOf = (reference: string, target: MutableObject): string => {
    const known = names.get(reference);
    if (known !== undefined) return known;
    const name = freeName(wantedName(reference), (each) => Object.hasOwn(schemas, each));
    names.set(reference, name);
    schemas[name] = target;
    added.push(name);
    return name;
  };

  const visit = ({ value, kind, segments, replace }: Visited): void => {
    const reference = value["$ref"];
    if (typeof reference !== "string") return;
    const [first, home, name, ...deeper] = segmentsOf(decode(reference));
    const isComponent = first === "components" && name !== undefined && deeper.length === 0;
    // openapi-typescript reads a component that only refers to another one as an empty one.
    const isAlias = kind !== "schema" && segments[0] === "components" && segments.length === 3;
    if (isComponent && home === homes[kind] && !isAlias) return;
    const target = copyOf(resolve(document, reference, spec, segments));
    if (kind === "schema") {
      value["$ref"] = `#/components/schemas/${nameOf(reference, target)}`;
      return;
    }
    const inlined = { ...target, ...value };
    delete inlined["$ref"];
    replace(inlined);
  };

  walkDocument(document, visit);
  for (let name = added.pop(); name !== undefined; name = added.pop()) {
    walkDocument({ components: { schemas: { [name]: schemas[name] } } }, visit);
  }
}

function schemasOf(document: MutableObject): MutableObject {
  const components = isObject(document["components"]) ? document["components"] : {};
  const schemas: MutableObject = isObject(components["schemas"]) ? components["schemas"] : {};
  document["components"] = Object.assign(components, { schemas });
  return schemas;
}

/** Returns the target of a reference. Also follows references inside its path. */
function resolve(
  document: MutableObject,
  reference: string,
  spec: SpecDocument,
  segments: readonly string[],
): MutableObject {
  const seen = new Set<string>();
  const follow = (start: unknown): unknown => {
    let value = start;
    while (isObject(value) && typeof value["$ref"] === "string") {
      if (seen.has(value["$ref"])) return undefined;
      seen.add(value["$ref"]);
      value = segmentsOf(decode(value["$ref"])).reduce(step, document);
    }
    return value;
  };
  // A schema with a reference may have members of its own, such as $defs.
  const step = (value: unknown, segment: string): unknown =>
    memberOf(value, segment) ?? memberOf(follow(value), segment);
  const target = follow({ $ref: reference });
  if (isObject(target)) return target;
  throw new GenerationError([
    {
      message: `The reference "${reference}" has no target, or leads back to itself.`,
      places: [spec.locate(pointerTo(segments))],
      advice: "Correct it. A reference is a JSON pointer such as #/components/schemas/Pet.",
    },
  ]);
}

const frames = new Set(["components", "schemas", "properties", "paths", "content", "schema"]);

/** `#/components/schemas/Pet/properties/owner` → `PetOwner`. */
function wantedName(reference: string): string {
  const words = segmentsOf(decode(reference)).filter((segment) => !frames.has(segment));
  return capitalize(pascalCase(words.join(" "))) || "Schema";
}
