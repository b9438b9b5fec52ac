import { readdir, readFile } from "node:fs/promises";
import { join, posix } from "node:path";

import { GenerationError } from "../command/generation-error.js";
import { shownPath } from "../command/progress.js";
import { renderMarkdown, type FindPage } from "./markdown.js";
import { linkBetween, type Page } from "./page.js";

/** A guide as it is written. */
interface Guide {
  readonly path: string;
  readonly title: string;
  readonly label: string;
  readonly description: string;
  readonly order: number;
  readonly markdown: string;
}

/** The guides, in the order that they are read in; `index.md` is the start page. */
export async function renderGuides(
  folder: string,
  findPageFrom: (path: string) => FindPage,
): Promise<Page[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".md"));
  const guides = await Promise.all(names.map((name) => readGuide(join(folder, name), name)));
  return guides
    .sort((one, other) => one.order - other.order)
    .map(({ path, title, label, description, markdown }) => {
      const { html, headings } = renderMarkdown(markdown, {
        findPage: findPageFrom(path),
        resolveLink: (href) => resolveLink(path, href),
      });
      return {
        ...{ path, title, label, description, html },
        headings: headings.filter(({ level }) => level === 2 || level === 3),
        ...(path !== "index.html" && { section: "guides" as const }),
      };
    });
}

async function readGuide(file: string, name: string): Promise<Guide> {
  const text = await readFile(file, "utf8");
  const [, front, markdown] = /^---\n(.*?)\n---\n(.*)$/s.exec(text) ?? [];
  const fields = new Map(
    (front ?? "").split("\n").map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const [title, description, order] = ["title", "description", "order"].map((key) =>
    fields.get(key),
  );
  if (!title || !description || !order || markdown === undefined) {
    throw new GenerationError([
      {
        message: "lacks its title, description or order.",
        places: [shownPath(file)],
        advice: "Begin the guide with these three between two lines of ---.",
      },
    ]);
  }
  const page = name.replace(/\.md$/, ".html");
  return {
    path: page === "index.html" ? page : `guides/${page}`,
    ...{ title, description, order: Number(order), markdown },
    label: fields.get("label") ?? title,
  };
}

/** Guides link to each other by their files, so that the links also work where Markdown is shown. */
function resolveLink(path: string, href: string): string {
  if (/^[a-z]+:/.test(href) || href.startsWith("#")) return href;
  if (href.startsWith("/")) return linkBetween(path, href.slice(1));
  const [file = "", fragment] = href.split("#");
  const page = `guides/${posix.basename(file, ".md")}.html`;
  const target = file === "index.md" ? "index.html" : page;
  return linkBetween(path, target) + (fragment === undefined ? "" : `#${fragment}`);
}
