import type { MutableObject } from "../document/grammar.js";
import { isObject } from "../document/spec-document.js";
import { isMethodName, nameFromRoute } from "../operations/method-name.js";
import { camelCase, capitalize, freeName } from "../operations/names.js";
import { operationPlaces, type OperationPlace } from "./operations.js";
import type { MendReport } from "./report.js";

/**
 * Gives each operation an `operationId` of its own, which the types are found by, and where that
 * gives no method name, or one that is taken, a name by `x-method-name`.
 */
export function nameOperations(document: MutableObject, report: MendReport): void {
  const ids = new Set(webhookIds(document));
  const places = operationPlaces(document);
  const nameless: OperationPlace[] = [];
  for (const place of places) {
    const { operation, segments } = place;
    // openapi-typescript writes it so; the table must find the same types.
    const id = idOf(operation["operationId"])?.replaceAll("#", "/");
    if (id !== undefined && !ids.has(id)) {
      operation["operationId"] = id;
      ids.add(id);
      continue;
    }
    if (id !== undefined) {
      const message = `The operationId "${id}" stands at another operation, too.`;
      report(message, [...segments, "operationId"], "Here it is left out; give it another one.");
    }
    nameless.push(place);
  }

  const names = new Set<string>();
  const unnamed: OperationPlace[] = [];
  for (const place of places.filter((each) => !nameless.includes(each))) {
    const { operation } = place;
    const name =
      idOf(operation["x-method-name"]) ?? camelCase(idOf(operation["operationId"]) ?? "");
    if (isMethodName(name) && !names.has(name)) names.add(name);
    else unnamed.push(place);
  }
  for (const { path, method, operation, segments } of unnamed) {
    const id = String(operation["operationId"]);
    const name = freeName(readableName(method, path), (each) => names.has(each));
    names.add(name);
    operation["x-method-name"] = name;
    const message = `The operationId "${id}" gives no method name, or one that is taken.`;
    report(message, [...segments, "operationId"], `The method is called "${name}".`);
  }
  for (const { path, method, operation } of nameless) {
    const isTaken = (each: string) => names.has(each) || ids.has(capitalize(each));
    const name = freeName(readableName(method, path), isTaken);
    names.add(name);
    operation["operationId"] = capitalize(name);
    operation["x-operation-id-made"] = true;
    ids.add(capitalize(name));
    if (camelCase(capitalize(name)) !== name) operation["x-method-name"] = name;
  }
}

function idOf(value: unknown): string | undefined {
  // YAML takes an id such as 1.0 for a number.
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

function readableName(method: string, path: string): string {
  const name = nameFromRoute(method, path);
  return isMethodName(name) ? name : `${method}Operation`;
}

function webhookIds(document: MutableObject): string[] {
  const webhooks = isObject(document["webhooks"]) ? document["webhooks"] : {};
  return Object.values(webhooks)
    .flatMap((item) => (isObject(item) ? Object.values(item) : []))
    .flatMap((operation) => {
      const id = isObject(operation) ? idOf(operation["operationId"]) : undefined;
      return id === undefined ? [] : [id];
    });
}
