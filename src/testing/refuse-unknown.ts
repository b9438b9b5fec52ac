/** A misspelt option would otherwise be ignored without a word. */
export function refuseUnknown(
  place: string,
  options: object,
  known: readonly string[],
  kind = "option",
): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(`${place} knows no ${kind} "${unknown}"; it takes ${known.join(", ")}.`);
  }
}
