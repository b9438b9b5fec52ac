import type { MutableObject } from "../document/grammar.js";
import { operationPlaces } from "./operations.js";
import { isObject } from "../document/spec-document.js";
import type { NormalizeReport } from "./report.js";

/** Removes request bodies from operations whose method cannot have one. */
export function normalizeBodies(document: MutableObject, report: NormalizeReport): void {
  for (const { method, operation, segments } of operationPlaces(document)) {
    if (operation["requestBody"] === undefined || !["get", "head"].includes(method)) continue;
    const message = `The ${method.toUpperCase()} operation has a request body, which fetch cannot send.`;
    const advice = "The client omits the body. The server may reject calls without it.";
    if (!isEmpty(operation["requestBody"])) report(message, [...segments, "requestBody"], advice);
    delete operation["requestBody"];
  }
}

/** Whether a body is optional and says nothing, so that its absence is no loss. */
function isEmpty(body: unknown): boolean {
  if (!isObject(body) || body["required"] === true) return false;
  const media = Object.values(isObject(body["content"]) ? body["content"] : {});
  return media.every((each) => {
    const schema = isObject(each) && isObject(each["schema"]) ? each["schema"] : {};
    const { type, properties, ...more } = schema;
    const hasMembers = isObject(properties) && Object.keys(properties).length > 0;
    return (
      (type === undefined || type === "object") && !hasMembers && Object.keys(more).length === 0
    );
  });
}
