import type { MutableObject } from "../document/grammar.js";
import { operationPlaces } from "./operations.js";
import type { NormalizeReport } from "./report.js";

/** Removes request bodies from operations whose method cannot have one. */
export function normalizeBodies(document: MutableObject, report: NormalizeReport): void {
  for (const { method, operation, segments } of operationPlaces(document)) {
    if (operation["requestBody"] === undefined || !["get", "head"].includes(method)) continue;
    const message = `The ${method.toUpperCase()} operation has a request body, which fetch cannot send.`;
    const advice = "The client omits the body. The server may reject calls without it.";
    report(message, [...segments, "requestBody"], advice);
    delete operation["requestBody"];
  }
}
