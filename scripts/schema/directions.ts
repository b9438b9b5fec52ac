import { copyOf, walkDocument, type MutableObject, type Visited } from "../document/grammar.js";
import { isObject } from "../document/spec-document.js";
import { freeName } from "../operations/names.js";
import { referenceTo, referredName, resolveSchema, schemasOf } from "./component-schemas.js";

/**
 * Leaves out of each direction what does not belong there: a request has no `readOnly` members, and
 * an answer no `writeOnly` ones. A component that is not the same in both directions is the answer's,
 * and gets a copy for requests.
 *
 * @returns the names of the copies, by the schema's own
 */
export function splitDirections(document: MutableObject): ReadonlyMap<string, string> {
  const schemas = schemasOf(document);
  const marked = findMarked(schemas);
  const copies = new Map<string, string>();
  for (const name of marked) {
    copies.set(
      name,
      freeName(`${name}Writable`, (each) => Object.hasOwn(schemas, each)),
    );
  }
  const added = [...copies].map(([name, copy]): [string, unknown] => {
    return [copy, copyOf(schemas[name])];
  });
  const toRequest = ({ value, kind }: Pick<Visited, "value" | "kind">): void => {
    if (kind !== "schema") return;
    const copy = copies.get(referredName(value["$ref"]) ?? "");
    if (copy !== undefined) value["$ref"] = referenceTo(copy);
    leaveOut("readOnly", value, schemas);
  };
  walkDocument({ components: { schemas: Object.fromEntries(added) } }, toRequest);
  walkDocument(document, (visited) => {
    if (isOfRequest(visited.segments)) toRequest(visited);
    else if (visited.kind === "schema") leaveOut("writeOnly", visited.value, schemas);
  });
  Object.assign(schemas, Object.fromEntries(added));
  return copies;
}

function isOfRequest([root, one, two, three]: readonly string[]): boolean {
  const isWritten = (name: string | undefined): boolean =>
    name === "parameters" || name === "requestBody" || name === "requestBodies";
  if (root === "components") return isWritten(one);
  // The requests of webhooks are sent by the server.
  return root === "paths" && (isWritten(two) || isWritten(three));
}

/** The components that have members of one direction, themselves or in what they refer to. */
function findMarked(schemas: MutableObject): Set<string> {
  const users = new Map<string, string[]>();
  const marked: string[] = [];
  for (const [name, schema] of Object.entries(schemas)) {
    walkDocument({ components: { schemas: { [name]: schema } } }, ({ value, kind }) => {
      if (kind !== "schema") return;
      const used = referredName(value["$ref"]);
      if (used !== undefined) users.set(used, [...(users.get(used) ?? []), name]);
      if (value["readOnly"] === true || value["writeOnly"] === true) marked.push(name);
    });
  }
  const found = new Set<string>();
  for (let name = marked.pop(); name !== undefined; name = marked.pop()) {
    if (found.has(name) || !Object.hasOwn(schemas, name)) continue;
    found.add(name);
    marked.push(...(users.get(name) ?? []));
  }
  return found;
}

function leaveOut(
  mark: "readOnly" | "writeOnly",
  schema: MutableObject,
  schemas: MutableObject,
): void {
  const { properties, required } = schema;
  if (!isObject(properties)) return;
  const isOut = ([, property]: [string, unknown]): boolean => {
    const resolved = resolveSchema(property, schemas);
    return [property, resolved].some((each) => isObject(each) && each[mark] === true);
  };
  const out = new Set(
    Object.entries(properties)
      .filter(isOut)
      .map(([name]) => name),
  );
  if (out.size === 0) return;
  const kept = Object.entries(properties).filter(([name]) => !out.has(name));
  schema["properties"] = Object.fromEntries(kept);
  if (Array.isArray(required))
    schema["required"] = required.filter((name) => !out.has(String(name)));
}
