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

/** What VitePress is given: pages in Markdown, public files, and the navigation as `site.json`. */
export interface Site {
  readonly files: readonly Output[];
  readonly pages: readonly Page[];
}

export interface SiteParts {
  readonly spec: SpecDocument;
  /** The document with its code samples, for other tools. */
  readonly document: object;
  readonly exported: readonly Page[];
  /** Redoc's page. */
  readonly redoc: string;
  readonly examples?: string;
}

export async function renderSite(parts: SiteParts): Promise<Site> {
  const { spec, document, exported, redoc, examples = defaultExamples } = parts;
  const { operations } = listOperations(spec);
  const samples = await readCodeSamples(operations, examples);
  const guides = await guidePages(guidesFolder);
  const groups = groupOperations(operations).map(([text, own]) => ({
    ...{ text, operations: own },
    pages: own.map((operation) => operationPage(operation, samples.get(operation) ?? [])),
  }));
  const overview = overviewPage(spec, groups);
  const schemas = schemaPages(spec, operations);
  const schemaList = schemaListPage(schemas);
  const pages = [
    ...guides,
    overview,
    schemaList,
    ...groups.flatMap((group) => group.pages),
    ...schemas,
    ...exported,
  ];
  const lists = { text: "", pages: [overview, schemaList] };
  const navigation = {
    sidebar: {
      "/guides/": guideGroups.map((text) =>
        entry(
          text,
          guides.filter((page) => groupOf(page) === text),
        ),
      ),
      "/operations/": [lists, ...groups].map(({ text, pages }) => entry(text, pages)),
      "/schemas/": [lists, { text: "Schemas", pages: schemas }].map(({ text, pages }) =>
        entry(text, pages),
      ),
      "/exports/": [entry("Exports", exported)],
    },
    links: linksOf(operations, schemas, exported),
  };
  const files = [
    ...pages.map((page) => ({ path: `${page.path}.md`, text: fileOf(page) })),
    { path: "site.json", text: JSON.stringify(navigation) },
    { path: "public/reference/document.html", text: redoc },
    { path: "public/openapi.json", text: `${JSON.stringify(document, null, 2)}\n` },
    ...pages.flatMap((page) => (page.formerPaths ?? []).map((path) => redirect(path, page))),
  ];
  return { files, pages };
}

const guideGroups = ["Guides", "Project"];
const groupOf = ({ path, frontmatter }: Page) =>
  path === "index" ? undefined : (frontmatter?.["group"] ?? "Guides");

function entry(text: string, pages: readonly Page[]): object {
  const items = pages.map(({ label, path }) => ({ text: label, link: `/${path}` }));
  return text === "" ? { items } : { text, items };
}

interface Group {
  readonly text: string;
  readonly operations: readonly Operation[];
}

function overviewPage(spec: SpecDocument, groups: readonly Group[]): Page {
  const info = child(rootNode(spec), "info");
  const lists = groups.map(({ text, operations }) => {
    const rows = operations.map(({ methodName, method, path, summary = "" }) => [
      `[\`${methodName}\`](/operations/${methodName})`,
      summary,
      `\`${method} ${path}\``,
    ]);
    return `## ${text}\n\n${table(["Method", "What it does", "Route"], rows)}`;
  });
  return {
    path: "operations/index",
    title: "All operations",
    label: "All operations",
    description: "Every operation of the DataMeta API, by what people look for.",
    frontmatter: { source: "spec/openapi.yaml" },
    markdown: [
      "# All operations",
      "Each operation of the DataMeta API is a method of the client. The whole API is also " +
        "[on one page by Redoc](/reference/document.html), and as [OpenAPI 3.1](/openapi.json).",
      ...lists,
      `## About the API\n\n${prose(textOf(child(info, "description")) ?? "")}`,
    ].join("\n\n"),
    formerPaths: ["reference/index", "package/index"],
  };
}

/** Where text in code style leads, such as `GET /server`, `whoami` and `ApiError`. */
function linksOf(
  operations: readonly Operation[],
  schemas: readonly Page[],
  exported: readonly Page[],
): Record<string, string> {
  const links: Record<string, string> = {};
  for (const { path, markdown } of [...exported].reverse()) {
    for (const [, name = ""] of markdown.matchAll(/^### ([\w$]+)/gm)) {
      links[name] = `/${path}#${name.toLowerCase()}`;
    }
  }
  for (const { path, title } of schemas) links[title] = `/${path}`;
  // Too common a word to mean the schema.
  delete links["Error"];
  for (const { method, path, methodName } of operations) {
    links[`${method} ${path}`] = links[methodName] = `/operations/${methodName}`;
  }
  return links;
}

/** A page at an old address that leads on, also without a script. */
function redirect(path: string, { path: target, title }: Page): Output {
  const up = "../".repeat(path.split("/").length - 1);
  const name = path.split("/").at(-1) ?? "";
  const part = target.startsWith("exports/") ? `#${name.toLowerCase()}` : "";
  const address = `${up}${target}.html${part}`;
  return {
    path: `public/${path}.html`,
    text:
      `<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>${title}</title>\n` +
      `<meta http-equiv="refresh" content="0; url=${address}">\n` +
      `<link rel="canonical" href="${address}">\n<a href="${address}">${title}</a>\n</html>\n`,
  };
}
