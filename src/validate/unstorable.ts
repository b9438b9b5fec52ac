import type { Issue } from "../engine/errors.js";

/**
 * Finds texts in a body that the server's database cannot store. The server fails with 500 on them.
 */
export function findUnstorable(value: unknown, path: readonly string[] = []): Issue[] {
  if (typeof value === "string") return issueOf(value, path);
  if (typeof value !== "object" || value === null) return [];
  // The server stores a nested value of a record as a Python literal, which escapes these
  // characters.
  if (path[0] === "record" && path.length > 1) return [];
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) => [
    ...issueOf(name, path),
    ...findUnstorable(member, [...path, name]),
  ]);
}

function issueOf(text: string, path: readonly string[]): Issue[] {
  const problem = text.includes("\0")
    ? "a NUL character"
    : /\p{Surrogate}/u.test(text)
      ? "a lone surrogate"
      : undefined;
  if (problem === undefined) return [];
  const message = `must not contain ${problem} (the server fails with 500)`;
  return [
    { exception: "ValidationError", message, ...(path.length > 0 && { field: path.join("/") }) },
  ];
}
