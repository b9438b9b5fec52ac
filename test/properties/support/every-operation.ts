import type { Operation } from "../../../src/engine/operation.js";
import { operations as all } from "../../support/operations.js";

/** Every operation of the document, and its query parameters. */
export const operations = all.map((operation) => ({
  ...operation,
  query: operation.entry.query ?? [],
}));

/** Arguments that the operation takes, with these in the place of some. */
export function argumentsOf(operation: Operation, input: object = {}): Record<string, unknown> {
  const ids = operation.pathParameters.map((name): [string, unknown] => [name, `DMX-${name}`]);
  return {
    ...Object.fromEntries(ids),
    ...(operation.body === "required" && { body: {} }),
    ...input,
  };
}

/** An object with one member of its own, whatever its name: `__proto__` makes no prototype of it. */
export function withMember(object: object, name: string, value: unknown): Record<string, unknown> {
  return Object.fromEntries([...Object.entries(object), [name, value]]);
}
