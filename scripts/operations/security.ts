import type { Report } from "./operation-list.js";
import {
  child,
  elements,
  isObject,
  members,
  rootNode,
  textOf,
  type SpecNode,
} from "../document/spec-document.js";

/**
 * What an operation asks for: a credential; one if there is any; none; or any at all, which the
 * server takes without a check.
 */
export type Security = "required" | "optional" | "none" | "any";

/** Reads an operation's `security`, or the document's where it has none of its own. */
export function readSecurity(operation: SpecNode, report: Report): Security {
  const own = child(operation, "security");
  const security = own.value === undefined ? child(rootNode(operation.spec), "security") : own;
  const alternatives = elements(security);
  const required = alternatives.filter((each) => members(each).length > 0);
  if (required.length === 0) return "none";
  if (required.every((each) => !isSupported(each))) {
    const message = "The client has no credential of the kind that the operation asks for.";
    const advice =
      "It knows one bearer token (http bearer, oauth2, openIdConnect) or one cookie (apiKey in cookie).";
    report("warning", message, [own.value === undefined ? operation : own], advice);
  }
  if (child(operation, "x-placeholder-credential").value === true) return "any";
  return required.length < alternatives.length ? "optional" : "required";
}

/** Whether one alternative asks for a single scheme that the client can satisfy. */
function isSupported(alternative: SpecNode): boolean {
  const [name, ...others] = members(alternative).map(([scheme]) => scheme);
  if (name === undefined || others.length > 0) return false;
  const schemes = child(child(rootNode(alternative.spec), "components"), "securitySchemes");
  const scheme = child(schemes, name);
  if (!isObject(scheme.value)) return false;
  switch (scheme.value["type"]) {
    case "http":
      return textOf(child(scheme, "scheme"))?.toLowerCase() === "bearer";
    case "apiKey":
      return scheme.value["in"] === "cookie";
    case "oauth2":
    case "openIdConnect":
      return true;
    default:
      return false;
  }
}
