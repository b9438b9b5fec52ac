import { ConfigurationError } from "./errors.js";
import type { Operation } from "./operation.js";
import { refuseUnknown } from "./options.js";

/**
 * Checks the first argument of a method.
 *
 * @returns a function that returns the value of an argument by its name
 * @throws ConfigurationError if `input` is not an object, or a member is unknown or missing
 */
export function checkArguments(
  { name, body, argumentNames }: Operation,
  input: unknown = {},
): (argument: string) => unknown {
  const type = typeOf(input);
  if (type !== "object") {
    throw new ConfigurationError(
      `${name}: the first argument must be an object with the arguments; got ${type}`,
    );
  }
  const args = input as Readonly<Record<string, unknown>>; // Safe: `typeOf` returned "object".
  // Inherited members, for example of a polluted Object.prototype, are not arguments.
  const valueOf = (argument: string) =>
    Object.hasOwn(args, argument) ? args[argument] : undefined;
  refuseUnknown(`${name}: argument`, args, argumentNames);
  if (body === "required" && valueOf("body") === undefined) {
    throw new ConfigurationError(`${name}: argument "body" is missing`);
  }
  return valueOf;
}

/** Returns the type of a value for an error message. */
export function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "an array" : typeof value;
}

/** Does the same as `String.prototype.isWellFormed`, which Node 18 and Safari 16.3 do not have. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/** @throws ConfigurationError if a value cannot be written as JSON */
export function toJson(what: string, value: unknown): string {
  try {
    // The types are wrong: `JSON.stringify` returns `undefined` for a function or a symbol.
    const text = JSON.stringify(value) as string | undefined;
    if (text !== undefined) return text;
  } catch {
    // The value is circular or contains a BigInt. The platform's error would quote its member names.
  }
  throw new ConfigurationError(`${what} cannot be written as JSON`);
}
