import type { MutableObject } from "../document/grammar.js";
import { isObject } from "../document/spec-document.js";
import { isMethodName, nameFromRoute } from "../operations/method-name.js";
import { camelCase, capitalize, freeName, spelledOut } from "../operations/names.js";
import { operationPlaces, type OperationPlace } from "./operations.js";
import type { NormalizeReport } from "./report.js";

/**
 * Gives each operation a unique `operationId`, which is the key of its types. Adds `x-method-name` if
 * the id cannot be converted to a unique method name. If two operations have the same name, both are
 * named after their routes. So names do not depend on the order of the paths, and a new operation
 * never gets the name of an existing one.
 */
export function nameOperations(document: MutableObject, report: NormalizeReport): void {
  const places = operationPlaces(document);
  const ids = countOf([
    ...webhookIds(document),
    ...places.flatMap(({ operation }) => idOf(operation) ?? []),
  ]);
  const nameless: OperationPlace[] = [];
  const named: OperationPlace[] = [];
  for (const place of places) {
    const { operation, segments } = place;
    const id = idOf(operation);
    if (id !== undefined && ids.get(id) === 1) {
      operation["operationId"] = id;
      named.push(place);
      continue;
    }
    nameless.push(place);
    if (id === undefined) continue;
    const message = `The operationId "${id}" is also used by another operation.`;
    report(message, [...segments, "operationId"], "The method is named after its route.");
  }

  const wanted = named.map(wantedName);
  const counts = countOf([...wanted, ...nameless.map(wantedName)]);
  const isFree = (name: string): boolean => isMethodName(name) && counts.get(name) === 1;
  const taken = new Set(wanted.filter(isFree));
  const unnamed = named.filter((_, index) => !isFree(wanted[index] ?? ""));
  const names = namesByRoute([...unnamed, ...nameless], taken);
  for (const place of unnamed) {
    const { operation, segments } = place;
    const name = names.get(place) ?? "";
    operation["x-method-name"] = name;
    const message = `The operationId "${String(operation["operationId"])}" is not a valid method name, or is already used.`;
    report(message, [...segments, "operationId"], `The method is called "${name}".`);
  }
  for (const place of nameless) {
    const { operation } = place;
    const name = names.get(place) ?? "";
    const id = freeName(capitalize(name), (each) => ids.has(each));
    ids.set(id, 1);
    operation["operationId"] = id;
    operation["x-operation-id-made"] = true;
    if (camelCase(id) !== name) operation["x-method-name"] = name;
    else delete operation["x-method-name"];
  }
}

/** Names operations after their routes. Equal names get words for the separators in the path. */
function namesByRoute(
  places: readonly OperationPlace[],
  taken: Set<string>,
): Map<OperationPlace, string> {
  const readable = ({ method, path }: OperationPlace, route = path): string => {
    const name = nameFromRoute(method, route);
    return isMethodName(name) ? name : `${method}Operation`;
  };
  const counts = countOf([...taken, ...places.map((place) => readable(place))]);
  const names = new Map<OperationPlace, string>();
  for (const place of places) {
    const short = readable(place);
    const whole = counts.get(short) === 1 ? short : readable(place, spelledOut(place.path));
    const name = freeName(whole, (each) => taken.has(each));
    taken.add(name);
    names.set(place, name);
  }
  return names;
}

function wantedName({ operation }: OperationPlace): string {
  const own = operation["x-method-name"];
  return typeof own === "string" && own !== "" ? own : camelCase(idOf(operation) ?? "");
}

function countOf(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function idOf({ operationId: value }: MutableObject): string | undefined {
  // YAML parses an id such as 1.0 as a number.
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  // openapi-typescript replaces `#` with `/` in the names of its types, which the table refers to.
  return typeof value === "string" && value !== "" ? value.replaceAll("#", "/") : undefined;
}

function webhookIds(document: MutableObject): string[] {
  const webhooks = isObject(document["webhooks"]) ? document["webhooks"] : {};
  return Object.values(webhooks)
    .flatMap((item) => (isObject(item) ? Object.values(item) : []))
    .flatMap((operation) => (isObject(operation) ? (idOf({ ...operation }) ?? []) : []));
}
