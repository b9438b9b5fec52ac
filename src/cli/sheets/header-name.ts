/**
 * Normalizes a column name. Removes byte order marks, invisible characters and spaces around it,
 * and replaces special or repeated spaces with one space.
 */
export function plainName(name: string): string {
  return name
    .normalize("NFC")
    .replace(/[\p{Cf}\p{Cc}]/gu, (character) => (/\s/.test(character) ? " " : ""))
    .replace(/[\s\p{Zs}]+/gu, " ")
    .trim();
}
