import { escapeHtml } from "./html.js";
import { renderNavigation, sections, type NavigationGroup } from "./navigation.js";
import { linkBetween, type Page } from "./page.js";

/** What stands around the content of each page. */
export interface LayoutOptions {
  readonly groups: readonly NavigationGroup[];
  /** More for the end of the page, such as what reloads a preview. */
  readonly extra: string;
}

const siteTitle = "datameta-client";

/** A page as the browser gets it. It needs nothing but its style sheet; the script adds comfort. */
export function renderLayout(page: Page, { groups, extra }: LayoutOptions): string {
  const link = (path: string) => linkBetween(page.path, path);
  const title =
    page.path === "index.html" ? `${siteTitle} · ${page.title}` : `${page.title} · ${siteTitle}`;
  const tabs = sections.map(({ title: name, section, path }) => {
    const here = section === page.section ? ` aria-current="true"` : "";
    return `<a href="${link(path) || "#content"}"${here}>${name}</a>`;
  });
  const isStart = page.section === undefined;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<meta name="description" content="${escapeHtml(page.description)}">
<link rel="icon" href="${link("icon.svg")}" type="image/svg+xml">
<link rel="stylesheet" href="${link("site.css")}">
<script src="${link("site.js")}" data-root="${link("index.html") || "index.html"}" defer></script>
</head>
<body${isStart ? ` class="start"` : ""}>
<a class="skip" href="#content">Skip to the content</a>
<header class="bar">
<a class="name" href="${link("index.html") || "#content"}"><span aria-hidden="true" class="mark"></span>${siteTitle}</a>
<nav class="tabs" aria-label="Parts of this site">${tabs.join("")}</nav>
<button class="search" type="button" aria-haspopup="dialog" hidden><span>Search</span> <kbd>/</kbd></button>
<a class="menu" href="#navigation">Menu</a>
</header>
<div class="columns">
<nav class="side" id="navigation" aria-label="Pages">
${renderNavigation(groups, page)}</nav>
${renderContent(page)}
</div>
<dialog id="search" aria-label="Search">
<form method="dialog" role="search"><input type="search" placeholder="Search operations, guides and types" aria-label="Search for" autocomplete="off" spellcheck="false"><button type="submit">Close</button></form>
<p class="status" role="status"></p>
<ol class="results"></ol>
</dialog>
${extra}</body>
</html>
`;
}

function renderContent({ intro, html, aside, headings, section }: Page): string {
  const contents = headings.filter(({ level }) => level === 2);
  const toc =
    aside === undefined && section === "guides" && contents.length > 1
      ? `<nav class="contents" aria-label="On this page"><p>On this page</p><ul>\n` +
        contents
          .map(({ id, text }) => `<li><a href="#${id}">${escapeHtml(text)}</a></li>\n`)
          .join("") +
        `</ul></nav>\n`
      : "";
  const kind = aside === undefined ? (toc === "" ? "plain" : "with-contents") : "with-example";
  const example =
    aside === undefined
      ? ""
      : `<section class="example" aria-label="Example">\n${aside}</section>\n`;
  return `<main id="content" class="${kind}${section === "package" ? " package" : ""}" tabindex="-1">
${intro === undefined ? "" : `<div class="intro">\n${intro}</div>\n`}${example}<article>
${linkHeadings(html)}</article>
${toc}</main>`;
}

/** Each heading links to itself, so that its address can be copied. */
function linkHeadings(html: string): string {
  return html.replaceAll(
    /<h([23]) id="([^"]+)">(.*?)<\/h\1>/g,
    (_, level: string, id: string, inner: string) =>
      `<h${level} id="${id}">${inner} <a class="anchor" href="#${id}" aria-label="Link to this part"></a></h${level}>`,
  );
}
