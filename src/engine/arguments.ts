import { ConfigurationError } from "./errors.js";
import type { Operation } from "./operation.js";
import { refuseUnknown, typeOf } from "./values.js";

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
