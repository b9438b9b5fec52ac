import { ConfigurationError } from "./errors.js";

/** @throws ConfigurationError if an object has a member that would be ignored */
export function refuseUnknown(what: string, input: object, known: readonly string[]): void {
  for (const name of Object.keys(input)) {
    if (known.includes(name)) continue;
    throw new ConfigurationError(
      `${what} "${name}" is unknown. Valid names: ${known.join(", ") || "none"}`,
    );
  }
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
