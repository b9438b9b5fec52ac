import type { MutableObject } from "../document/grammar.js";
import { isObject } from "../document/spec-document.js";
import { compareNames } from "../operations/names.js";
import { methods } from "../operations/operation-list.js";

/** An operation with its place in the document and its path item. */
export interface OperationPlace {
  readonly path: string;
  readonly method: string;
  readonly operation: MutableObject;
  readonly pathItem: MutableObject;
  readonly segments: readonly string[];
}

/** Returns the operations that a client can call, sorted by path and method. */
export function operationPlaces(document: MutableObject): OperationPlace[] {
  const paths = isObject(document["paths"]) ? document["paths"] : {};
  const sorted = Object.entries(paths).sort(([one], [other]) => compareNames(one, other));
  return sorted.flatMap(([path, pathItem]) => {
    if (!isObject(pathItem) || path.startsWith("x-")) return [];
    return methods.flatMap((method) => {
      const operation = pathItem[method];
      return isObject(operation)
        ? [{ path, method, operation, pathItem, segments: ["paths", path, method] }]
        : [];
    });
  });
}
