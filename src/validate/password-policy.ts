import { ConfigurationError } from "../engine/errors.js";
import { refuseUnknown } from "../engine/options.js";

/** What a new password must have at least; each is a number of characters. */
export interface PasswordPolicy {
  /** The setting `security_password_minimum_length`. @default 10 */
  readonly length: number;
  /** `security_password_minimum_uppercase_characters` @default 1 */
  readonly uppercase: number;
  /** `security_password_minimum_lowercase_characters` @default 1 */
  readonly lowercase: number;
  /** `security_password_minimum_digits` @default 1 */
  readonly digits: number;
  /** `security_password_minimum_punctuation_characters` @default 1 */
  readonly punctuation: number;
}

/** What a new server demands. */
const defaultPolicy: PasswordPolicy = Object.freeze({
  length: 10,
  uppercase: 1,
  lowercase: 1,
  digits: 1,
  punctuation: 1,
});

/** A policy over the default; `null` for none, `undefined` for what the server's version says. */
export function resolvePasswordPolicy(
  given: Partial<PasswordPolicy> | null | undefined,
): PasswordPolicy | null | undefined {
  if (given === null || given === undefined) return given;
  const what = "createValidator: option passwordPolicy";
  // Callers without a compiler may pass anything.
  if (typeof (given as unknown) !== "object") {
    throw new ConfigurationError(`${what} must be an object or null`);
  }
  refuseUnknown(what, given, Object.keys(defaultPolicy));
  const policy = { ...defaultPolicy, ...given };
  for (const [name, value] of Object.entries(policy)) {
    if (!(Number.isInteger(value) && value >= 0)) {
      throw new ConfigurationError(`${what}: ${name} must be a whole number from 0`);
    }
  }
  return policy;
}

/** What is wrong with a new password, in the words of the server. The password is not quoted. */
export function findPasswordFault(
  password: string,
  given: PasswordPolicy | undefined,
  url: string,
): string | undefined {
  const characters = Array.from(password);
  const policy = given ?? defaultPolicy;
  if (given === undefined && url.includes("/api/v0/")) {
    return characters.length < policy.length
      ? `The password has to have a length of at least ${policy.length} characters.`
      : undefined;
  }
  if (characters.length < policy.length) {
    return `The password must be at least ${policy.length} characters long.`;
  }
  return findMissingKind(password, policy) ?? findForeignCharacters(password);
}

function findMissingKind(password: string, policy: PasswordPolicy): string | undefined {
  const count = (kind: RegExp) => password.match(kind)?.length ?? 0;
  const uppercase = count(/\p{Lu}/gu);
  const isEnough =
    uppercase >= policy.uppercase &&
    count(/\p{L}/gu) - uppercase >= policy.lowercase &&
    count(/\p{Nd}/gu) >= policy.digits &&
    count(punctuation) >= policy.punctuation;
  if (isEnough) return undefined;
  return (
    `Password must contain at least ${policy.uppercase} uppercase characters, ` +
    `${policy.lowercase} lowercase character(s), ` +
    `${policy.punctuation} punctuation mark(s), and ${policy.digits} digit(s).`
  );
}

/** The server names the characters; part of a password is nothing for a log. */
function findForeignCharacters(password: string): string | undefined {
  const isPlain = password.replace(/[\p{L}\p{Nd}]/gu, "").replace(punctuation, "") === "";
  return isPlain
    ? undefined
    : "Invalid password characters: only letters, digits and ASCII punctuation are allowed";
}

/** Python's `string.punctuation`. */
const punctuation = /[!-/:-@[-`{-~]/g;
