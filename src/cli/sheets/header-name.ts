/**
 * A column's name without what nobody sees: marks of the encoding, other invisible characters, spaces
 * around it, and special or repeated spaces within it.
 */
export function plainName(name: string): string {
  return name
    .normalize("NFC")
    .replace(/[\p{Cf}\p{Cc}]/gu, (character) => (/\s/.test(character) ? " " : ""))
    .replace(/[\s\p{Zs}]+/gu, " ")
    .trim();
}
