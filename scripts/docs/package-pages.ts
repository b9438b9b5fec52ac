import { posix } from "node:path";

import { escapeHtml, slugOf, textOfHtml } from "./html.js";
import { renderMarkdown, type FindPage } from "./markdown.js";
import type { ApiPage } from "./package-api.js";
import { linkBetween, type Page } from "./page.js";

export const packagePath = "package/index.html";

const kinds = new Map([
  ["functions", "Functions"],
  ["classes", "Classes"],
  ["interfaces", "Interfaces"],
  ["type-aliases", "Types"],
  ["variables", "Values"],
]);

/** The pages of what the package exports, and one that lists it. */
export function renderPackagePages(
  exported: readonly ApiPage[],
  findPageFrom: (path: string) => FindPage,
): Page[] {
  const pages = exported.map((page) => renderExport(page, findPageFrom(page.path)));
  return [renderList(exported, pages), ...pages];
}

function renderExport({ path, module, name, kind, markdown }: ApiPage, findPage: FindPage): Page {
  const { html, headings } = renderMarkdown(tidy(markdown).replace(/^# .*$/m, `# ${name}`), {
    findPage,
    resolveLink: (href) => resolveLink(path, href),
  });
  const source = `import ${isType(kind) ? "type " : ""}{ ${name} } from "${module}";`;
  const summary = /^# .*\n+((?:[^\n#`<][^\n]*\n)+)/m.exec(markdown)?.[1] ?? "";
  return {
    path,
    // A value and a type may share their name.
    title: `${isType(kind) ? "Type " : ""}${name} · ${module}`,
    label: name,
    section: "package",
    description: textOfHtml(renderMarkdown(summary).html) || `${name}, as ${module} exports it.`,
    headings: headings.filter(({ level }) => level === 2 || level === 3),
    html: html.replace("</h1>", `</h1>\n<p class="import"><code>${escapeHtml(source)}</code></p>`),
  };
}

/** TypeDoc writes a heading for each error that is thrown, and its name as plain text. */
function tidy(markdown: string): string {
  let section = "";
  const lines = markdown.split("\n").filter((line) => {
    const isRepeated = /^#+ Throws$/.test(line) && line === section;
    if (line.startsWith("#")) section = line;
    return !isRepeated;
  });
  return lines.join("\n").replaceAll(/^(\w+Error) (?=where |for )/gm, "`$1` ");
}

function isType(kind: string): boolean {
  return kind === "interfaces" || kind === "type-aliases";
}

/** Links between what TypeDoc wrote lead to files in Markdown. */
function resolveLink(path: string, href: string): string {
  if (/^[a-z]+:/.test(href) || href.startsWith("#")) return href;
  const [file = "", fragment] = href.split("#");
  // The list of a module is part of the one list of the package.
  const target = posix.join(posix.dirname(path), file.replace(/\.md$/, ".html"));
  const page = file.endsWith("README.md") ? packagePath : target;
  return linkBetween(path, page) + (fragment === undefined ? "" : `#${slugOf(fragment)}`);
}

function renderList(exported: readonly ApiPage[], pages: readonly Page[]): Page {
  const modules = [...new Set(exported.map(({ module }) => module))];
  const html = modules.map((module) => {
    const own = exported.filter((each) => each.module === module);
    const lists = [...kinds].map(([kind, title]) => {
      const members = own.filter((each) => each.kind === kind);
      const items = members.map(({ path, name }) => {
        const about = pages.find((page) => page.path === path)?.description ?? "";
        const link = linkBetween(packagePath, path);
        return `<li><a href="${link}"><code>${name}</code></a> <span>${escapeHtml(about)}</span></li>\n`;
      });
      return items.length === 0
        ? ""
        : `<h3>${title}</h3>\n<ul class="operations">\n${items.join("")}</ul>\n`;
    });
    return `<h2 id="${slugOf(module)}"><code>${module}</code></h2>\n${lists.join("")}`;
  });
  return {
    path: packagePath,
    title: "Package",
    label: "All exports",
    section: "package",
    description: "Every function, class and type that datameta-client exports.",
    headings: modules.map((module) => ({ level: 2, id: slugOf(module), text: module })),
    html:
      `<h1>Package</h1>\n<p class="lead">All that <code>datameta-client</code> exports. ` +
      `The methods of the client are in the <a href="${linkBetween(packagePath, "reference/index.html")}">reference</a>.</p>\n` +
      html.join(""),
  };
}
