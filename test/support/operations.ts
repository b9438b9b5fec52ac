import * as table from "../../generated/operations.js";
import { resolveOperation, type Operation } from "../../src/engine/operation.js";

/** All operations of the document, in its order. */
export const operations: readonly Operation[] = Object.entries(table.operations).map(
  ([name, entry]) => resolveOperation(name, entry, table),
);

/** Finds the operation of a request by its path. */
export function findOperation(method: string, url: string, baseUrl: string): Operation | undefined {
  const path = url.slice(baseUrl.length).replace(/[?#].*/s, "");
  return operations.find(
    (operation) => operation.method === method && matches(operation.path, path),
  );
}

function matches(template: string, path: string): boolean {
  const segments = path.split("/");
  const wanted = template.split("/");
  return (
    segments.length === wanted.length &&
    wanted.every((segment, index) => segment.startsWith("{") || segment === segments[index])
  );
}
