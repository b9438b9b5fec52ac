/** Parses a text like Python's `int`. Returns `undefined` if that raises ValueError. */
export function readPythonInteger(text: string): number | undefined {
  const trimmed = text.trim();
  if (!/^[+-]?\p{Nd}+(?:_\p{Nd}+)*$/u.test(trimmed)) return undefined;
  return Number(trimmed.replaceAll("_", "").replace(/\p{Nd}/gu, digitOf));
}

/**
 * Converts a digit of any script to ASCII. In Unicode, the digits of each script are adjacent, from
 * 0 to 9.
 */
function digitOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  let first = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((code - first) % 10);
}
