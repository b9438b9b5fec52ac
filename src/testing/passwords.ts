import type { ServerContext } from "./operation-request.js";
import { numberSetting } from "./settings.js";
import type { User } from "./state.js";
import { requireStorable } from "./storable.js";

/** The only rule on v0. */
const minimumLengthV0 = 10;

const asciiPunctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

/**
 * Compares passwords like bcrypt, which uses only the first 72 bytes.
 *
 * @throws Refusal with 500 if bcrypt does not accept the password
 */
export function samePassword(stored: string, candidate: string): boolean {
  requireStorable(candidate);
  const hashed = (password: string) => new TextEncoder().encode(password).subarray(0, 72).join();
  return hashed(stored) === hashed(candidate);
}

/** Returns the rule that a new password breaks, in the server's words. */
export function findPasswordFault(
  { api, state }: ServerContext,
  user: User,
  password: string,
): string | undefined {
  const characters = Array.from(password);
  if (api === "v0") {
    return characters.length < minimumLengthV0
      ? `The password has to have a length of at least ${minimumLengthV0} characters.`
      : undefined;
  }
  if (user.usedPasswords.some((used) => samePassword(used, password))) {
    return "The password has already been used.";
  }
  const minimum = (rule: string) => numberSetting(state, `security_password_minimum_${rule}`);
  if (characters.length < minimum("length")) {
    return `The password must be at least ${minimum("length")} characters long.`;
  }
  return findMissingKind(characters, minimum) ?? findInvalidCharacters(characters);
}

function findMissingKind(
  characters: readonly string[],
  minimum: (rule: string) => number,
): string | undefined {
  const letters = characters.filter(isLetter);
  const uppercase = letters.filter((letter) => /^\p{Lu}$/u.test(letter)).length;
  const enough =
    uppercase >= minimum("uppercase_characters") &&
    letters.length - uppercase >= minimum("lowercase_characters") &&
    characters.filter(isDigit).length >= minimum("digits") &&
    characters.filter(isPunctuation).length >= minimum("punctuation_characters");
  if (enough) return undefined;
  return (
    `Password must contain at least ${minimum("uppercase_characters")} uppercase characters, ` +
    `${minimum("lowercase_characters")} lowercase character(s), ` +
    `${minimum("punctuation_characters")} punctuation mark(s), and ${minimum("digits")} digit(s).`
  );
}

function findInvalidCharacters(characters: readonly string[]): string | undefined {
  const invalidCharacters = characters.filter(
    (character) => !isLetter(character) && !isDigit(character) && !isPunctuation(character),
  );
  return invalidCharacters.length === 0
    ? undefined
    : `Invalid password characters: ${[...new Set(invalidCharacters)].join(",")}`;
}

const isLetter = (character: string) => /^\p{L}$/u.test(character);
const isDigit = (character: string) => /^\p{Nd}$/u.test(character);
const isPunctuation = (character: string) => asciiPunctuation.includes(character);
