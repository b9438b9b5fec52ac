import { copyOf, walkDocument, type MutableObject, type Visited } from "../document/grammar.js";
import { isObject } from "../document/spec-document.js";
import { freeName } from "../operations/names.js";
import { referenceTo, referredName, resolveSchema, schemasOf } from "./component-schemas.js";

/**
 * Removes `readOnly` members from request schemas and `writeOnly` members from response schemas. If a
 * component is used in both directions and differs between them, the component describes responses,
 * and a copy describes requests.
 *
 * @returns the names of the copies by the name of their component
 */
export function splitDirections(document: MutableObject): ReadonlyMap<string, string> {
  const schemas = schemasOf(document);
  const inRequests = findUsed(document, schemas, true);
  const inAnswers = findUsed(document, schemas, false);
  const copies = new Map<string, string>();
  for (const name of findMarked(schemas)) {
    if (!inRequests.has(name) || !inAnswers.has(name)) continue;
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
    const [root, kind, name = ""] = visited.segments;
    const isOnlySent =
      root === "components" && kind === "schemas" && inRequests.has(name) && !inAnswers.has(name);
    if (isOnlySent || isOfRequest(visited.segments)) toRequest(visited);
    else if (visited.kind === "schema") leaveOut("writeOnly", visited.value, schemas);
  });
  Object.assign(schemas, Object.fromEntries(added));
  return copies;
}

function isOfRequest([root, one, two, three]: readonly string[]): boolean {
  const isWritten = (name: string | undefined): boolean =>
    name === "parameters" || name === "requestBody" || name === "requestBodies";
  if (root === "components") return isWritten(one);
  // The server sends the requests of webhooks, so clients receive them like responses.
  return root === "paths" && (isWritten(two) || isWritten(three));
}

/** Finds the components that requests or responses use, directly or through other components. */
function findUsed(
  document: MutableObject,
  schemas: MutableObject,
  isRequest: boolean,
): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (value: MutableObject): void => {
    const name = referredName(value["$ref"]);
    if (name === undefined || found.has(name) || !Object.hasOwn(schemas, name)) return;
    found.add(name);
    walkDocument({ components: { schemas: { [name]: schemas[name] } } }, (inner) => {
      if (inner.kind === "schema") add(inner.value);
    });
  };
  walkDocument(document, ({ value, kind, segments }) => {
    if (kind !== "schema" || (segments[0] === "components" && segments[1] === "schemas")) return;
    if (isOfRequest(segments) === isRequest) add(value);
  });
  return found;
}

/** Finds the components with `readOnly` or `writeOnly` members, also in components they refer to. */
function findMarked(schemas: MutableObject): Set<string> {
  const users = new Map<string, string[]>();
  const marked: string[] = [];
  for (const [name, schema] of Object.entries(schemas)) {
    walkDocument({ components: { schemas: { [name]: schema } } }, ({ value, kind }) => {
      if (kind !== "schema") return;
      const used = referredName(value["$ref"]);
      if (used !== undefined) addTo(users, used, name);
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

function addTo(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
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
