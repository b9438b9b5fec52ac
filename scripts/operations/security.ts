import type { Report } from "./report.js";
import {
  child,
  elements,
  isObject,
  members,
  rootNode,
  textOf,
  type SpecDocument,
  type SpecNode,
} from "../document/spec-document.js";

/**
 * Whether an operation needs a credential. `any` means that the server requires one but does not
 * check it.
 */
export type Security = "required" | "optional" | "none" | "any";

/** Sets of scheme names. A request must satisfy all schemes of one set. */
export type Alternatives = readonly (readonly string[])[];

/** A security scheme, with the parts that a client needs. */
export type SecurityScheme =
  | { readonly type: "bearer" }
  | { readonly type: "http"; readonly scheme: string }
  | { readonly type: "header" | "query" | "cookie"; readonly name: string }
  | { readonly type: "mutualTLS" };

/** Reads the `security` of an operation, or of the document if the operation has none. */
export function readSecurity(
  operation: SpecNode,
  report: Report,
): { security: Security; alternatives: Alternatives } {
  const own = child(operation, "security");
  const security = own.value === undefined ? child(rootNode(operation.spec), "security") : own;
  const schemes = readSecuritySchemes(operation.spec);
  const all = elements(security).map((each) => members(each).map(([name]) => name));
  const required = all.filter((names) => names.length > 0);
  if (required.length === 0) return { security: "none", alternatives: [] };

  const place = own.value === undefined ? operation : own;
  const alternatives = required.filter((names) => names.every((name) => schemes.has(name)));
  for (const name of new Set(required.flat().filter((each) => !schemes.has(each)))) {
    const message = `The security scheme "${name}" is not defined, or the client does not support its type.`;
    const advice = "Calls are sent without it. Define it in components.securitySchemes.";
    report("warning", message, [place], advice);
  }
  if (child(operation, "x-placeholder-credential").value === true) {
    return { security: "any", alternatives };
  }
  return { security: required.length < all.length ? "optional" : "required", alternatives };
}

/** Reads the document's security schemes that the client supports, by name. */
export function readSecuritySchemes(spec: SpecDocument): ReadonlyMap<string, SecurityScheme> {
  const schemes = child(child(rootNode(spec), "components"), "securitySchemes");
  return new Map(
    members(schemes).flatMap(([name, node]) => {
      const scheme = readScheme(node);
      return scheme === undefined ? [] : [[name, scheme] as const];
    }),
  );
}

function readScheme(scheme: SpecNode): SecurityScheme | undefined {
  if (!isObject(scheme.value)) return undefined;
  const name = textOf(child(scheme, "name"));
  const kind = textOf(child(scheme, "scheme"))?.toLowerCase();
  switch (scheme.value["type"]) {
    case "http":
      if (kind === "bearer") return { type: "bearer" };
      // These need a challenge from the server, and then a second request.
      if (kind === undefined || ["digest", "hoba", "mutual", "negotiate"].includes(kind)) {
        return undefined;
      }
      return {
        type: "http",
        scheme: kind === "basic" ? "Basic" : (textOf(child(scheme, "scheme")) ?? kind),
      };
    case "apiKey": {
      const place = scheme.value["in"];
      if (name === undefined) return undefined;
      return place === "header" || place === "query" || place === "cookie"
        ? { type: place, name }
        : undefined;
    }
    case "oauth2":
    case "openIdConnect":
      return { type: "bearer" };
    case "mutualTLS":
      return { type: "mutualTLS" };
    default:
      return undefined;
  }
}
