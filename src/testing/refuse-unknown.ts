/** Throws if an option is unknown, because a misspelt option would otherwise have no effect. */
export function refuseUnknown(
  place: string,
  options: object,
  known: readonly string[],
  kind = "option",
): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(`${place} has no ${kind} "${unknown}". Valid names: ${known.join(", ")}.`);
  }
}
