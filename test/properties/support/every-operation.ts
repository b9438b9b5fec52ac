import type { Operation } from "../../../src/engine/operation.js";
import { operations as all } from "../../support/operations.js";

/** Lists every operation of the document with its query parameters. */
export const operations = all.map((operation) => ({
  ...operation,
  query: operation.entry.query ?? [],
}));

/** Returns valid arguments of an operation, some of them replaced by `input`. */
export function argumentsOf(operation: Operation, input: object = {}): Record<string, unknown> {
  const ids = operation.pathParameters.map((name): [string, unknown] => [name, `DMX-${name}`]);
  return {
    ...Object.fromEntries(ids),
    ...(operation.body === "required" && { body: {} }),
    ...input,
  };
}

/** Returns an object with one own member, which may be named `__proto__`. */
export function withMember(object: object, name: string, value: unknown): Record<string, unknown> {
  return Object.fromEntries([...Object.entries(object), [name, value]]);
}
