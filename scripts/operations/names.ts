/** Whether a name can be written as a property or a type without quotes. */
export function isIdentifier(name: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name);
}

/** `get-user_by.id` → `GetUserById`; capitals within a word stay. */
export function pascalCase(name: string): string {
  return name
    .split(/[^\p{L}\p{N}$_]+|_+/u)
    .filter((word) => word !== "")
    .map(capitalize)
    .join("");
}

/** `CreateApiKey` → `createApiKey`, `TOTPReset` → `totpReset`, `list_keys` → `listKeys`. */
export function camelCase(name: string): string {
  // Of a run of capitals, the last one begins the next word unless the run ends the name.
  return pascalCase(name).replace(/^\p{Lu}+(?!\p{Ll})|^\p{Lu}/u, (capitals) =>
    capitals.toLowerCase(),
  );
}

export function capitalize(name: string): string {
  const [first = "", ...rest] = name;
  return first.toUpperCase() + rest.join("");
}

/** The name or, where that is taken, the name with the first number that makes it free. */
export function freeName(wanted: string, isTaken: (name: string) => boolean): string {
  let name = wanted;
  for (let number = 2; isTaken(name); number++) name = `${wanted}${number}`;
  return name;
}

/** By code point: the same order in every locale. */
export function compareNames(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

const separators: Readonly<Record<string, string>> = {
  ...{ "/": "slash", "-": "dash", _: "underscore", ".": "dot", "{": "brace", "}": "" },
  ...{ ":": "colon", "~": "tilde", "@": "at", ",": "comma", "#": "hash", " ": "space" },
};

/** A path whose separators are words: `/a-b/{id}` → `a dash b slash brace id`. */
export function spelledOut(path: string): string {
  return path
    .replace(/^\//, "")
    .replaceAll(
      /[^\p{L}\p{N}]/gu,
      (sign) => ` ${separators[sign] ?? `u${(sign.codePointAt(0) ?? 0).toString(16)}`} `,
    );
}
