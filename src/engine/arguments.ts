import { ConfigurationError } from "./errors.js";
import type { Operation } from "./operation.js";
import { ownMembers, refuseUnknown } from "./options.js";

/**
 * Checks the first argument of a method.
 *
 * @returns a copy that inherits nothing
 * @throws ConfigurationError if it is not an object, or a member is unknown or missing
 */
export function checkArguments(
  { name, body, argumentNames }: Operation,
  given: unknown = {},
): Readonly<Record<string, unknown>> {
  const type = typeOf(given);
  if (type !== "object") {
    throw new ConfigurationError(
      `${name}: the first argument must be an object of arguments by name; got ${type}`,
    );
  }
  const args = ownMembers(given as object); // Its type is "object".
  refuseUnknown(`${name}: argument`, args, argumentNames);
  if (body === "required" && args["body"] === undefined) {
    throw new ConfigurationError(`${name}: argument "body" is missing`);
  }
  return args;
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
