import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { defineConfig, type DefaultTheme } from "vitepress";

import { markdownOptions, type Links } from "./markdown.js";
import { indexOptions, searchOptions, searchText } from "./search.js";

const path = (relative: string) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
/** The folder of the pages that `npm run docs` writes from the guides, the spec and the exports. */
const pages = path(".cache/docs-pages/");
const repository = "https://github.com/datameta/datameta-client-ts";

interface Navigation {
  readonly sidebar: DefaultTheme.SidebarMulti;
  readonly links: Links;
}

// Safe: `npm run docs` writes the file in this form.
const { sidebar, links } = JSON.parse(readFileSync(`${pages}site.json`, "utf8")) as Navigation;

export default defineConfig({
  title: "datameta-client",
  description: "The TypeScript client for DataMeta",
  lang: "en",
  base: process.env["DOCS_BASE"] ?? "/",
  srcDir: pages,
  outDir: path("dist/site"),
  cacheDir: path(".cache/vitepress"),
  head: [["link", { rel: "icon", href: "data:," }]],
  markdown: markdownOptions(links),
  // The home page and the 404 page have no main element.
  transformHtml: (html) =>
    html.includes("<main") ? html : html.replace('id="VPContent"', 'id="VPContent" role="main"'),
  themeConfig: {
    sidebar,
    nav: [
      { text: "Guides", link: "/guides/getting-started", activeMatch: "^/guides/" },
      { text: "Operations", link: "/operations/", activeMatch: "^/(operations|schemas)/" },
      { text: "Exports", link: "/exports/index", activeMatch: "^/exports/" },
    ],
    socialLinks: [{ icon: "github", link: repository }],
    outline: { level: [2, 3] },
    externalLinkIcon: true,
    editLink: {
      text: "Edit this page",
      // The function runs in the browser, so it must not use variables of this module.
      pattern: ({ frontmatter }) =>
        `https://github.com/datameta/datameta-client-ts/edit/main/${String(frontmatter["source"])}`,
    },
    search: {
      provider: "local",
      options: {
        detailedView: false,
        miniSearch: { options: indexOptions, searchOptions },
        _render: searchText,
      },
    },
    notFound: {
      title: "This page does not exist",
      quote: "The search finds operations, guides and types.",
      linkText: "Go to the home page",
      linkLabel: "Go to the home page",
    },
    footer: {
      message: `<a href="${repository}/blob/main/CHANGELOG.md">Changelog</a> · Apache-2.0`,
    },
  },
  vite: {
    build: { chunkSizeWarningLimit: 4000 },
    // The public HTML files are redirects from old addresses and Redoc's page, so Vite must not bundle them.
    optimizeDeps: { entries: [] },
    // VitePress prints the address of the preview.
    logLevel: process.env["NODE_ENV"] === "production" ? "warn" : "info",
  },
});
