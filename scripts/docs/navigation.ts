import { escapeHtml } from "./html.js";
import { packagePath } from "./package-pages.js";
import { linkBetween, type Page, type Section } from "./page.js";
import { overviewPath } from "./reference.js";

/** Pages of a section under one name, folded unless the reader is among them. */
export interface NavigationGroup {
  readonly title: string;
  readonly section: Section;
  readonly pages: readonly Page[];
}

/** What the bar on top leads to. */
export const sections: readonly { title: string; section: Section; path: string }[] = [
  { title: "Guides", section: "guides", path: "guides/getting-started.html" },
  { title: "Reference", section: "reference", path: overviewPath },
  { title: "Package", section: "package", path: packagePath },
];

/** The list at the side: the groups of the reader's section, and nothing of the others. */
export function renderNavigation(groups: readonly NavigationGroup[], current: Page): string {
  const section = current.section ?? "guides";
  return sections
    .map(({ title, section: each, path }) => {
      if (each !== section) {
        return `<p class="other"><a href="${linkBetween(current.path, path)}">${title}</a></p>\n`;
      }
      const lists = groups
        .filter((group) => group.section === section)
        .map((group) => renderGroup(group, current));
      return `<p class="own">${title}</p>\n${lists.join("")}`;
    })
    .join("");
}

function renderGroup({ title, pages }: NavigationGroup, current: Page): string {
  const items = pages
    .map((page) => {
      const here = page.path === current.path ? ` aria-current="page"` : "";
      const link = page.path === current.path ? "#content" : linkBetween(current.path, page.path);
      const label = escapeHtml(page.label ?? page.title);
      return `<li><a href="${link}"${here}>${label}</a></li>\n`;
    })
    .join("");
  const list = `<ul>\n${items}</ul>\n`;
  if (title === "") return list;
  const open = pages.some(({ path }) => path === current.path) ? " open" : "";
  return `<details${open}><summary>${escapeHtml(title)}</summary>\n${list}</details>\n`;
}
