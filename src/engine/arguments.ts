import { ConfigurationError } from "./errors.js";
import type { Operation } from "./operation.js";
import { refuseUnknown } from "./options.js";

/**
 * Checks the first argument of a method.
 *
 * @returns a function that gives the value of an argument, by its name
 * @throws ConfigurationError if it is not an object, or a member is unknown or missing
 */
export function checkArguments(
  { name, body, argumentNames }: Operation,
  given: unknown = {},
): (argument: string) => unknown {
  const type = typeOf(given);
  if (type !== "object") {
    throw new ConfigurationError(
      `${name}: the first argument must be an object of arguments by name; got ${type}`,
    );
  }
  const args = given as Readonly<Record<string, unknown>>; // Its type is "object".
  // What it inherits, from a polluted Object.prototype as well, is no argument.
  const valueOf = (argument: string) =>
    Object.hasOwn(args, argument) ? args[argument] : undefined;
  refuseUnknown(`${name}: argument`, args, argumentNames);
  if (body === "required" && valueOf("body") === undefined) {
    throw new ConfigurationError(`${name}: argument "body" is missing`);
  }
  return valueOf;
}

/** The type of a value, as an error names it. */
export function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "an array" : typeof value;
}

/** `String.prototype.isWellFormed`, which came after Node 18 and Safari 16.3. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/** @throws ConfigurationError if a value has no JSON */
export function toJson(what: string, value: unknown): string {
  try {
    // A function and a symbol give nothing, whatever the types say.
    const text = JSON.stringify(value) as string | undefined;
    if (text !== undefined) return text;
  } catch {
    // It is circular, or contains a BigInt. The platform's error would quote names of it.
  }
  throw new ConfigurationError(`${what} cannot be written as JSON`);
}
