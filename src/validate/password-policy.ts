import { ConfigurationError } from "../engine/errors.js";
import { refuseUnknown } from "../engine/values.js";

/** The minimum numbers of characters in a new password. */
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

/** The rules of a new server. */
const defaultPolicy: PasswordPolicy = Object.freeze({
  length: 10,
  uppercase: 1,
  lowercase: 1,
  digits: 1,
  punctuation: 1,
});

/**
 * Checks the option and fills in the defaults. `null` turns the check off. `undefined` uses the
 * rules of the server's version.
 */
export function resolvePasswordPolicy(
  input: Partial<PasswordPolicy> | null | undefined,
): PasswordPolicy | null | undefined {
  if (input === null || input === undefined) return input;
  const place = "createValidator: passwordPolicy";
  // JavaScript callers can pass any value.
  if (typeof (input as unknown) !== "object") {
    throw new ConfigurationError(`${place} must be an object or null`);
  }
  refuseUnknown(`${place} option`, input, Object.keys(defaultPolicy));
  const policy = { ...defaultPolicy, ...input };
  for (const [name, value] of Object.entries(policy)) {
    if (!(Number.isInteger(value) && value >= 0)) {
      throw new ConfigurationError(`${place}.${name} must be an integer, 0 or greater`);
    }
  }
  return policy;
}

/**
 * Returns the rule that a new password breaks, in the server's words. Does not quote the password.
 */
export function findPasswordFault(
  password: string,
  policyOption: PasswordPolicy | undefined,
  url: string,
): string | undefined {
  const characters = Array.from(password);
  const policy = policyOption ?? defaultPolicy;
  if (policyOption === undefined && url.includes("/api/v0/")) {
    return characters.length < policy.length
      ? `The password has to have a length of at least ${policy.length} characters.`
      : undefined;
  }
  if (characters.length < policy.length) {
    return `The password must be at least ${policy.length} characters long.`;
  }
  return findMissingKind(password, policy) ?? findInvalidCharacters(password);
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

/** The server lists the characters. We do not, so that no part of a password gets into a log. */
function findInvalidCharacters(password: string): string | undefined {
  const isPlain = password.replace(/[\p{L}\p{Nd}]/gu, "").replace(punctuation, "") === "";
  return isPlain
    ? undefined
    : "Invalid password characters: only letters, digits and ASCII punctuation are allowed";
}

/** Python's `string.punctuation`. */
const punctuation = /[!-/:-@[-`{-~]/g;
