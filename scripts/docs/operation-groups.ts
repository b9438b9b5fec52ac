import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { projectRoot } from "../command/project.js";
import { child, elements, textOf } from "../document/spec-document.js";
import type { Operation } from "../operations/operation-list.js";

interface Groups {
  readonly groups: readonly { title: string; tags: string[]; methods: string[] }[];
  readonly words: Readonly<Record<string, string>>;
}

const file = join(projectRoot, "docs", ".vitepress", "operations.yaml");
// The file explains this form.
const { groups, words } = parse(readFileSync(file, "utf8")) as Groups;

/** What else users type when they look for an operation. */
export const searchWords = words;

/** The operations in their groups; one that no group claims is under "More". */
export function groupOperations(
  operations: readonly Operation[],
): [title: string, operations: Operation[]][] {
  return [...groups.map(({ title }) => title), "More"]
    .map((title): [string, Operation[]] => [
      title,
      operations.filter((operation) => titleOf(operation) === title),
    ])
    .filter(([, own]) => own.length > 0);
}

function titleOf({ methodName, node }: Operation): string {
  const tags = elements(child(node, "tags")).map((tag) => textOf(tag) ?? "");
  const named = groups.find(({ methods }) => methods.includes(methodName));
  const tagged = groups.find((group) => group.tags.some((tag) => tags.includes(tag)));
  return (named ?? tagged)?.title ?? "More";
}
