import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";

import { parse } from "yaml";

import { GenerationError } from "../command/generation-error.js";
import { shownPath } from "../command/progress.js";
import { isObject } from "../document/spec-document.js";
import { searchWords } from "./operation-groups.js";
import type { Page } from "./page.js";

/** The guides of `docs/`, in the order that they are read in; `index.md` is the start page. */
export async function guidePages(folder: string): Promise<Page[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".md"));
  const guides = await Promise.all(names.map((name) => readGuide(join(folder, name))));
  return guides.sort((one, other) => one.order - other.order).map(({ page }) => page);
}

async function readGuide(file: string): Promise<{ order: number; page: Page }> {
  const text = await readFile(file, "utf8");
  const [, front = "", markdown = ""] = /^---\n(.*?)\n---\n(.*)$/s.exec(text) ?? [];
  const fields: unknown = parse(front);
  const {
    title,
    label = title,
    description,
    order,
    ...frontmatter
  } = isObject(fields) ? fields : {};
  if (typeof title !== "string" || typeof description !== "string" || typeof order !== "number") {
    throw new GenerationError([
      {
        message: "lacks its title, description or order.",
        places: [shownPath(file)],
        advice: "Begin the guide with these three between two lines of ---.",
      },
    ]);
  }
  const name = basename(file, ".md");
  const path = name === "index" ? name : `guides/${name}`;
  const source = `docs/${name}.md`;
  return {
    order,
    page: {
      path,
      title,
      label: String(label),
      description,
      frontmatter: { search: searchWords[name], ...frontmatter, source },
      markdown,
    },
  };
}
