import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { projectRoot } from "../command/project.js";

const file = join(projectRoot, "docs", ".vitepress", "operations.yaml");
// Safe: the file has this form, which its first lines explain.
const { groups, words } = parse(readFileSync(file, "utf8")) as {
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly words: Readonly<Record<string, string>>;
};

/** Additional search words, by the name of the operation or guide. */
export const searchWords = words;

const order = Object.values(groups).flat();

/** Returns the position of a method in the sidebar. Methods without a group come last. */
export function placeOf(method: string): number {
  return order.includes(method) ? order.indexOf(method) : order.length;
}

export function groupOf(method: string): string {
  return Object.keys(groups).find((group) => groups[group]?.includes(method)) ?? "More";
}
