import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { projectRoot } from "../command/project.js";
import type { Operation } from "../operations/operation-list.js";

const file = join(projectRoot, "docs", ".vitepress", "operations.yaml");
// The file explains this form.
const { groups, words } = parse(readFileSync(file, "utf8")) as {
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly words: Readonly<Record<string, string>>;
};

/** What else users type when they look for an operation or a guide, by its name. */
export const searchWords = words;

/** The operations in their groups, in the order of the file. */
export function groupOperations(operations: readonly Operation[]): [string, Operation[]][] {
  const named = Object.values(groups).flat();
  const others = operations.filter(({ methodName }) => !named.includes(methodName));
  return [
    ...Object.entries(groups).map(([title, methods]): [string, Operation[]] => [
      title,
      methods.flatMap((name) => operations.filter(({ methodName }) => methodName === name)),
    ]),
    ...(others.length > 0 ? [["More", others] satisfies [string, Operation[]]] : []),
  ];
}
