import type { MutableObject } from "../document/grammar.js";
import { operationPlaces } from "./operations.js";
import type { MendReport } from "./report.js";

/** Takes the bodies off the operations whose method cannot have one. */
export function normalizeBodies(document: MutableObject, report: MendReport): void {
  for (const { method, operation, segments } of operationPlaces(document)) {
    if (operation["requestBody"] === undefined || !["get", "head"].includes(method)) continue;
    const message = `The ${method.toUpperCase()} operation has a request body, which fetch refuses to send.`;
    const advice = "It is left out; the server may refuse the call without it.";
    report(message, [...segments, "requestBody"], advice);
    delete operation["requestBody"];
  }
}
