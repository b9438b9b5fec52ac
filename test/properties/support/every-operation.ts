import { operations as entries } from "../../../generated/operations.js";
import { resolveOperation, type Operation } from "../../../src/operation.js";

/** Every operation of the document: a new one joins by itself. */
export const operations: readonly Operation[] = Object.entries(entries).map(([name, entry]) =>
  resolveOperation(name, entry),
);

/** Arguments that the operation takes, with these in the place of some. */
export function argumentsOf(operation: Operation, given: object = {}): Record<string, unknown> {
  const ids = operation.pathParameters.map((name): [string, unknown] => [name, `DMX-${name}`]);
  return {
    ...Object.fromEntries(ids),
    ...(operation.body === "required" && { body: {} }),
    ...given,
  };
}

/** An object with one member of its own, whatever its name: `__proto__` makes no prototype of it. */
export function withMember(object: object, name: string, value: unknown): Record<string, unknown> {
  return Object.fromEntries([...Object.entries(object), [name, value]]);
}
