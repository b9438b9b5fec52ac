import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";

import { parse } from "yaml";

import { GenerationError } from "../command/generation-error.js";
import { shownPath } from "../command/progress.js";
import { searchWords } from "./operation-groups.js";
import type { Page } from "./page.js";

type Guide = Page & { readonly order: number };

/** Reads the guides of `docs/` in reading order. `index.md` is the start page. */
export async function guidePages(folder: string): Promise<Page[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".md"));
  const guides = await Promise.all(names.map((name) => readGuide(join(folder, name))));
  return guides.sort((one, other) => one.order - other.order);
}

async function readGuide(file: string): Promise<Guide> {
  const text = await readFile(file, "utf8");
  const [, front = "", markdown = ""] = /^---\n(.*?)\n---\n(.*)$/s.exec(text) ?? [];
  // Safe: the required members are checked below.
  const { title, description, order, group, label, ...more } = (parse(front) ??
    {}) as Partial<Guide>;
  if (!title || !description || order === undefined) {
    const advice = "Begin the guide with these three between two lines of ---.";
    const message = "lacks its title, description or order.";
    throw new GenerationError([{ message, places: [shownPath(file)], advice }]);
  }
  const name = basename(file, ".md");
  return {
    ...{ order, title, label: label ?? title, group: group ?? "Guides", description, markdown },
    path: name === "index" ? name : `guides/${name}`,
    frontmatter: { search: searchWords[name], ...more, source: `docs/${name}.md` },
  };
}
