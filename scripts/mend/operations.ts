import type { MutableObject } from "../document/grammar.js";
import { isObject } from "../document/spec-document.js";
import { methods } from "../operations/operation-list.js";

/** An operation where it stands, and its path item. */
export interface OperationPlace {
  readonly path: string;
  readonly method: string;
  readonly operation: MutableObject;
  readonly pathItem: MutableObject;
  readonly segments: readonly string[];
}

/** The operations that a client can call, in the order in which they were written. */
export function operationPlaces(document: MutableObject): OperationPlace[] {
  const paths = isObject(document["paths"]) ? document["paths"] : {};
  return Object.entries(paths).flatMap(([path, pathItem]) => {
    if (!isObject(pathItem) || path.startsWith("x-")) return [];
    return Object.entries(pathItem).flatMap(([method, operation]) =>
      methods.includes(method) && isObject(operation)
        ? [{ path, method, operation, pathItem, segments: ["paths", path, method] }]
        : [],
    );
  });
}
