import { ConfigurationError } from "./errors.js";
import type { Operation } from "./operation.js";
import { ownMembers, refuseUnknown } from "./options.js";

/**
 * Checks the first argument of a method.
 *
 * @param names - the parameters that the operation has
 * @returns a copy that inherits nothing
 * @throws ConfigurationError if it is not an object, or a member is unknown or missing
 */
export function checkArguments(
  { name, body }: Operation,
  given: unknown,
  names: readonly string[],
): Readonly<Record<string, unknown>> {
  if (given === undefined) given = {};
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new ConfigurationError(
      `${name}: the first argument must be an object of arguments by name; got ${given === null ? "null" : Array.isArray(given) ? "an array" : typeof given}`,
    );
  }
  const args = ownMembers(given);
  for (const argument in args) {
    if (names.includes(argument) || (argument === "body" && body !== "none")) continue;
    refuseUnknown(`${name}: argument`, args, body === "none" ? names : [...names, "body"]);
  }
  if (body === "required" && args["body"] === undefined) {
    throw new ConfigurationError(`${name}: argument "body" is missing`);
  }
  return args;
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
