import { isIdentifier } from "./names.js";

/** What a table may hold. */
export type Literal =
  string | number | boolean | readonly Literal[] | { readonly [name: string]: Literal };

/** A value as TypeScript source; JSON.stringify escapes what a string literal needs escaped. */
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

/** A name of a member as TypeScript source. `__proto__` would set the prototype of the object. */
export function printKey(name: string): string {
  if (name === "__proto__") return `["__proto__"]`;
  return isIdentifier(name) || /^(0|[1-9]\d{0,14})$/.test(name) ? name : JSON.stringify(name);
}
