import { join } from "node:path";

import { readCodeSamples } from "../code-samples.js";
import { defaultExamples, projectRoot } from "../command/project.js";
import { child, rootNode, textOf, type SpecDocument } from "../document/spec-document.js";
import { listOperations, type Operation } from "../operations/operation-list.js";
import type { Output } from "../step.js";
import { guidePages } from "./guides.js";
import { groupOperations } from "./operation-groups.js";
import { operationPage } from "./operation-page.js";
import { fileOf, type Page } from "./page.js";
import { schemaListPage, schemaPages } from "./schema-page.js";
import { prose, table } from "./spec-markdown.js";

export const guidesFolder = join(projectRoot, "docs");

export interface SiteParts {
  readonly spec: SpecDocument;
  /** The document with its code samples, for other tools. */
  readonly document: object;
  readonly exported: readonly Page[];
  /** Redoc's page. */
  readonly redoc: string;
}

/** What VitePress is given: pages in Markdown, public files, and the navigation as `site.json`. */
export interface Site {
  readonly files: readonly Output[];
  readonly pages: readonly Page[];
}

export async function renderSite({ spec, document, exported, redoc }: SiteParts): Promise<Site> {
  const { operations } = listOperations(spec);
  const samples = await readCodeSamples(operations, defaultExamples);
  const guides = await guidePages(guidesFolder);
  const groups = groupOperations(operations);
  const operationPages = new Map(
    operations.map((each) => [each, operationPage(each, samples.get(each) ?? [])]),
  );
  const schemas = schemaPages(spec, operations);
  const lists = [overviewPage(spec, groups), schemaListPage(schemas)];
  const pages = [...guides, ...lists, ...operationPages.values(), ...schemas, ...exported];
  const inGroup = (group: string) =>
    guides.filter(({ path, frontmatter }) => path !== "index" && frontmatter["group"] === group);
  const sidebar = {
    "/guides/": [entry("Guides", inGroup("Guides")), entry("Project", inGroup("Project"))],
    "/operations/": [
      entry("", lists),
      ...groups.map(([title, own]) =>
        entry(
          title,
          own.flatMap((each) => operationPages.get(each) ?? []),
        ),
      ),
    ],
    "/schemas/": [entry("", lists), entry("Schemas", schemas)],
    "/exports/": [entry("Exports", exported)],
  };
  // The first page wins: an operation over a schema, and the main module over the others.
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

/** A group of a sidebar. */
function entry(text: string, pages: readonly Page[]): object {
  const items = pages.map(({ label, path }) => ({ text: label, link: `/${path}` }));
  return text === "" ? { items } : { text, items };
}

function overviewPage(
  spec: SpecDocument,
  groups: readonly (readonly [string, readonly Operation[]])[],
): Page {
  const lists = groups.map(([title, operations]) => {
    const rows = operations.map(({ methodName, method, path, summary = "" }) => [
      ...[`\`${methodName}\``, summary, `\`${method} ${path}\``],
    ]);
    return `## ${title}\n\n${table(["Method", "What it does", "Route"], rows)}`;
  });
  const about = textOf(child(child(rootNode(spec), "info"), "description")) ?? "";
  return {
    path: "operations/index",
    title: "All operations",
    label: "All operations",
    description: "Every operation of the DataMeta API, by what people look for.",
    frontmatter: { source: "spec/openapi.yaml" },
    markdown:
      "# All operations\n\nEach operation of the DataMeta API is a method of the client. The whole " +
      "API is also [on one page by Redoc](/reference/document.html), and as " +
      `[OpenAPI 3.1](/openapi.json).\n\n${lists.join("\n")}\n## About the API\n\n${prose(about)}`,
    formerPaths: ["reference/index", "package/index"],
  };
}

/** A page at an old address that leads on, also without a script. */
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
