import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { projectRoot } from "../command/project.js";

const file = join(projectRoot, "docs", ".vitepress", "operations.yaml");
// The file explains this form.
const { groups, words } = parse(readFileSync(file, "utf8")) as {
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly words: Readonly<Record<string, string>>;
};

/** What else users type when they look for an operation or a guide, by its name. */
export const searchWords = words;

const order = Object.values(groups).flat();

/** The place of a method in the sidebar. Those that no group names come last. */
export function placeOf(method: string): number {
  return order.includes(method) ? order.indexOf(method) : order.length;
}

export function groupOf(method: string): string {
  return Object.keys(groups).find((group) => groups[group]?.includes(method)) ?? "More";
}
