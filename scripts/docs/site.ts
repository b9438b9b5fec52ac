import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { build as bundle } from "esbuild";

import { readCodeSamples } from "../code-samples.js";
import { defaultExamples, projectRoot } from "../command/project.js";
import type { JsonObject, SpecDocument } from "../document/spec-document.js";
import { listOperations } from "../operations/operation-list.js";
import type { Output } from "../step.js";
import { renderGuides } from "./guides.js";
import { renderLayout } from "./layout.js";
import type { NavigationGroup } from "./navigation.js";
import { createPageFinder } from "./page-finder.js";
import type { ApiPage } from "./package-api.js";
import { renderPackagePages } from "./package-pages.js";
import type { Page } from "./page.js";
import { groupByTag, renderReference, type OperationGroup } from "./reference.js";
import { listSchemas, renderSchemaPages } from "./schema-pages.js";
import { renderSearchIndex } from "./search-index.js";

export const guidesFolder = join(projectRoot, "docs");
const assets = join(projectRoot, "scripts", "docs", "assets");

export interface SiteOptions {
  readonly spec: SpecDocument;
  /** The document with its code samples. */
  readonly document: JsonObject;
  /** Redoc's page of it. */
  readonly redoc: string;
  /** What the package exports, read by TypeDoc. */
  readonly api: readonly ApiPage[];
  /** HTML for the end of each page. */
  readonly extra?: string;
}

/** The files of the site, in memory, and its pages. */
export async function renderSite({ spec, document, redoc, api, extra = "" }: SiteOptions): Promise<{
  files: Output[];
  pages: Page[];
}> {
  const { operations } = listOperations(spec);
  const groups = groupByTag(spec, operations);
  const findPageFrom = createPageFinder(
    operations,
    listSchemas(spec).map(([name]) => name),
    api,
  );
  const samples = await readCodeSamples(operations, defaultExamples);
  const reference = renderReference(spec, groups, samples, findPageFrom);
  const types = renderSchemaPages(spec, findPageFrom);
  const guides = await renderGuides(guidesFolder, findPageFrom);
  const exported = renderPackagePages(api, findPageFrom);
  const pages = [...guides, ...reference, ...types, ...exported];
  const navigation = navigate(guides, reference, groups, types, exported, api);

  const files = [
    ...pages.map((page) => ({
      path: page.path,
      text: renderLayout(page, { groups: navigation, extra }),
    })),
    { path: "reference/document.html", text: redoc },
    { path: "openapi.json", text: `${JSON.stringify(document, null, 2)}\n` },
    { path: "search-index.js", text: renderSearchIndex(pages) },
    { path: "site.js", text: await bundleScript() },
    { path: "site.css", text: await readFile(join(assets, "site.css"), "utf8") },
    { path: "icon.svg", text: await readFile(join(assets, "icon.svg"), "utf8") },
  ];
  return { files, pages };
}

function navigate(
  guides: readonly Page[],
  reference: readonly Page[],
  groups: readonly OperationGroup[],
  types: readonly Page[],
  exported: readonly Page[],
  api: readonly ApiPage[],
): NavigationGroup[] {
  const [overview, ...operationPages] = reference;
  const [list, ...exportPages] = exported;
  const names = groups.map(({ operations }) => operations.map(({ methodName }) => methodName));
  const modules = [...new Set(api.map(({ module }) => module))];
  return [
    { title: "", section: "guides", pages: guides.filter(({ section }) => section === "guides") },
    { title: "", section: "reference", pages: overview ? [overview] : [] },
    ...groups.map(({ tag }, index) => ({
      title: tag,
      section: "reference" as const,
      pages: operationPages.filter(({ label }) => names[index]?.includes(label ?? "")),
    })),
    { title: "Types", section: "reference", pages: types },
    { title: "", section: "package", pages: list ? [list] : [] },
    ...modules.map((module) => ({
      title: module,
      section: "package" as const,
      pages: exportPages.filter((_, index) => api[index]?.module === module),
    })),
  ];
}

async function bundleScript(): Promise<string> {
  const { outputFiles } = await bundle({
    entryPoints: [join(assets, "site.ts")],
    ...{ bundle: true, minify: true, write: false, format: "iife", target: "es2022" },
  });
  return outputFiles[0]?.text ?? "";
}
