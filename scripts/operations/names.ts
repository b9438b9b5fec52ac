/** Whether a name can be written as a property or a type without quotes. */
export function isIdentifier(name: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name);
}

/** Converts `get-user_by.id` to `GetUserById`. Capitals within a word do not change. */
export function pascalCase(name: string): string {
  return name
    .split(/[^\p{L}\p{N}$_]+|_+/u)
    .filter((word) => word !== "")
    .map(capitalize)
    .join("");
}

/**
 * Converts `CreateApiKey` to `createApiKey`, `TOTPReset` to `totpReset` and `list_keys` to
 * `listKeys`.
 */
export function camelCase(name: string): string {
  // The last of several capitals starts the next word, except at the end of the name.
  return pascalCase(name).replace(/^\p{Lu}+(?!\p{Ll})|^\p{Lu}/u, (capitals) =>
    capitals.toLowerCase(),
  );
}

export function capitalize(name: string): string {
  const [first = "", ...rest] = name;
  return first.toUpperCase() + rest.join("");
}

/** Returns the name if it is free. Otherwise, adds the first number that makes it free. */
export function freeName(wanted: string, isTaken: (name: string) => boolean): string {
  let name = wanted;
  for (let number = 2; isTaken(name); number++) name = `${wanted}${number}`;
  return name;
}

/** Compares names by code unit, so that the order is the same in every locale. */
export function compareNames(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

const separators: Readonly<Record<string, string>> = {
  ...{ "/": "slash", "-": "dash", _: "underscore", ".": "dot", "{": "brace", "}": "" },
  ...{ ":": "colon", "~": "tilde", "@": "at", ",": "comma", "#": "hash", " ": "space" },
};

/** Replaces the separators of a path with words: `/a-b/{id}` → `a dash b slash brace id`. */
export function spelledOut(path: string): string {
  return path
    .replace(/^\//, "")
    .replaceAll(
      /[^\p{L}\p{N}]/gu,
      (sign) => ` ${separators[sign] ?? `u${(sign.codePointAt(0) ?? 0).toString(16)}`} `,
    );
}
