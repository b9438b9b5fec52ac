import { isIdentifier } from "./names.js";

/** A value in a generated table. */
export type Literal =
  string | number | boolean | readonly Literal[] | { readonly [name: string]: Literal };

/** Prints a value as TypeScript. `JSON.stringify` escapes strings. */
export function printLiteral(value: Literal | ReadonlyMap<string, Literal>): string {
  if (typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(printLiteral).join(", ")}]`;
  const entries: [string, Literal][] = isMap(value) ? [...value] : Object.entries(value);
  return `{ ${entries.map(([name, each]) => `${printKey(name)}: ${printLiteral(each)}`).join(", ")} }`;
}

function isMap(value: object): value is ReadonlyMap<string, Literal> {
  return value instanceof Map;
}

function isList(value: object): value is readonly Literal[] {
  return Array.isArray(value);
}

/** Prints a member name as TypeScript. Without brackets, `__proto__` would set the prototype. */
export function printKey(name: string): string {
  if (name === "__proto__") return `["__proto__"]`;
  return isIdentifier(name) || /^(0|[1-9]\d{0,14})$/.test(name) ? name : JSON.stringify(name);
}
