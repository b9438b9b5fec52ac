import { join } from "node:path";

import { readCodeSamples } from "../code-samples.js";
import { defaultExamples, projectRoot } from "../command/project.js";
import { at, rootNode, textOf, type SpecDocument } from "../document/spec-document.js";
import { listOperations } from "../operations/operation-list.js";
import type { Output } from "../step.js";
import { guidePages } from "./guides.js";
import { placeOf } from "./operation-groups.js";
import { operationPage } from "./operation-page.js";
import { byGroup, fileOf, type Page } from "./page.js";
import { schemaPages } from "./schema-page.js";
import { prose, table } from "./spec-markdown.js";

export const guidesFolder = join(projectRoot, "docs");

export interface SiteParts {
  readonly spec: SpecDocument;
  /** The document with its code samples, which other tools can show. */
  readonly document: object;
  readonly exported: readonly Page[];
  /** Redoc's page. */
  readonly redoc: string;
}

/** The input of VitePress: pages in Markdown, public files, and the navigation as `site.json`. */
export interface Site {
  readonly files: readonly Output[];
  readonly pages: readonly Page[];
}

export async function renderSite({ spec, document, exported, redoc }: SiteParts): Promise<Site> {
  const { operations } = listOperations(spec);
  const samples = await readCodeSamples(operations, defaultExamples);
  const guides = await guidePages(guidesFolder);
  const calls = operations
    .map((operation) => operationPage(operation, samples.get(operation) ?? []))
    .sort((one, other) => placeOf(one.label) - placeOf(other.label));
  const schemas = schemaPages(spec, operations);
  const about = textOf(at(rootNode(spec), "info", "description")) ?? "";
  const lists = [
    listPage("operations/index", "All operations", {
      description: "Every operation of the DataMeta API, by what people look for.",
      markdown:
        "Each operation of the DataMeta API is a method of the client. The whole API is also " +
        "[on one page by Redoc](/reference/document.html), and as [OpenAPI 3.1](/openapi.json).\n\n" +
        byGroup(calls)
          .map(([group, own]) => `## ${group}\n\n${listOf(own, "Method", "What it does", "Route")}`)
          .join("\n") +
        `\n## About the API\n\n${prose(about)}`,
      formerPaths: ["reference/index", "package/index"],
    }),
    listPage("schemas/index", "All schemas", {
      description: "The named types of the API, which the package exports.",
      markdown:
        "The package exports each of them as a type.\n\n" + listOf(schemas, "Schema", "What it is"),
    }),
  ];
  const pages = [...guides, ...lists, ...calls, ...schemas, ...exported];
  const sidebar = {
    "/guides/": sidebarOf(guides.filter(({ path }) => path !== "index")),
    "/operations/": sidebarOf([...lists, ...calls]),
    "/schemas/": sidebarOf([...lists, ...schemas]),
    "/exports/": sidebarOf(exported),
  };
  // For equal names, the first page wins: operations over schemas, the main module over others.
  const links = [...pages]
    .reverse()
    .flatMap(({ path, names = {} }) =>
      Object.entries(names).map(([name, part]) => [name, `/${path}${part}`] as const),
    );
  const files = [
    ...pages.map((page) => ({ path: `${page.path}.md`, text: fileOf(page) })),
    { path: "site.json", text: JSON.stringify({ sidebar, links: Object.fromEntries(links) }) },
    { path: "public/reference/document.html", text: redoc },
    { path: "public/openapi.json", text: `${JSON.stringify(document, null, 2)}\n` },
    ...pages.flatMap((page) => (page.formerPaths ?? []).map((path) => redirect(path, page))),
  ];
  return { files, pages };
}

function listPage(
  path: string,
  title: string,
  { markdown, ...more }: Pick<Page, "description" | "markdown" | "formerPaths">,
): Page {
  const frontmatter = { source: "spec/openapi.yaml" };
  return {
    ...{ path, title, label: title, group: "", frontmatter, ...more },
    markdown: `# ${title}\n\n${markdown}`,
  };
}

function listOf(pages: readonly Page[], ...head: readonly string[]): string {
  const rows = pages.map(({ row = [] }) => row);
  return table(head, rows);
}

function sidebarOf(pages: readonly Page[]): object[] {
  return byGroup(pages).map(([text, own]) => ({
    ...(text !== "" && { text }),
    items: own.map(({ label, path }) => ({ text: label, link: `/${path}` })),
  }));
}

/** Returns a page that redirects from an old address, without a script. */
function redirect(path: string, { path: target, title }: Page): Output {
  const part = target.startsWith("exports/")
    ? `#${(path.split("/").at(-1) ?? "").toLowerCase()}`
    : "";
  const address = `${"../".repeat(path.split("/").length - 1)}${target}.html${part}`;
  return {
    path: `public/${path}.html`,
    text:
      `<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>${title}</title>\n` +
      `<meta http-equiv="refresh" content="0; url=${address}">\n<a href="${address}">${title}</a>\n`,
  };
}
