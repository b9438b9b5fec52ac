import type { CodeSample } from "../code-samples.js";
import { child, elements, rootNode, textOf, type SpecDocument } from "../document/spec-document.js";
import type { Operation } from "../operations/operation-list.js";
import { escapeHtml, slugOf } from "./html.js";
import { renderMarkdown, type FindPage } from "./markdown.js";
import { operationPath, renderOperationPage, renderRoute } from "./operation-page.js";
import { linkBetween, type Page } from "./page.js";

/** The operations of a tag, in the document's order. */
export interface OperationGroup {
  readonly tag: string;
  readonly description: string;
  readonly operations: readonly Operation[];
}

export function groupByTag(spec: SpecDocument, operations: readonly Operation[]): OperationGroup[] {
  return elements(child(rootNode(spec), "tags")).map((node) => {
    const tag = textOf(child(node, "name")) ?? "";
    return {
      tag,
      description: textOf(child(node, "description")) ?? "",
      operations: operations.filter((operation) => tagOf(operation) === tag),
    };
  });
}

function tagOf({ node }: Operation): string | undefined {
  const [first] = elements(child(node, "tags"));
  return first && textOf(first);
}

export const overviewPath = "reference/index.html";

/** A page for each operation, and one that lists them all. */
export function renderReference(
  spec: SpecDocument,
  groups: readonly OperationGroup[],
  samples: ReadonlyMap<Operation, readonly CodeSample[]>,
  findPageFrom: (path: string) => FindPage,
): Page[] {
  const pages = groups
    .flatMap(({ operations }) => operations)
    .map((operation) =>
      renderOperationPage({
        operation,
        samples: samples.get(operation) ?? [],
        findPage: findPageFrom(operationPath(operation)),
      }),
    );
  return [renderOverview(spec, groups, findPageFrom(overviewPath)), ...pages];
}

function renderOverview(
  spec: SpecDocument,
  groups: readonly OperationGroup[],
  findPage: FindPage,
): Page {
  const info = child(rootNode(spec), "info");
  const about = renderMarkdown(textOf(child(info, "description")) ?? "", { findPage });
  const version = textOf(child(info, "version")) ?? "";
  const lists = groups.map(
    ({ tag, description, operations }) =>
      `<h2 id="${slugOf(tag)}">${escapeHtml(tag)}</h2>\n<p>${escapeHtml(description)}</p>\n` +
      `<ul class="operations">\n${operations.map(renderEntry).join("")}</ul>\n`,
  );
  const document = linkBetween(overviewPath, "reference/document.html");
  return {
    path: overviewPath,
    title: "Reference",
    label: "All operations",
    section: "reference",
    description: `Every operation of the DataMeta REST API ${version}, with its method, arguments, answers and errors.`,
    headings: groups.map(({ tag }) => ({ level: 2, id: slugOf(tag), text: tag })),
    html:
      `<h1>Reference</h1>\n<p class="lead">The ${groups.flatMap((group) => group.operations).length} operations ` +
      `of the DataMeta REST API, spec version ${escapeHtml(version)}. Each is a method of the client.</p>\n${lists.join("")}` +
      `<h2 id="about">About the API</h2>\n${about.html}` +
      `<h2 id="document">The document</h2>\n<p>The whole API <a href="${document}">on one page</a>, made by Redoc, or ` +
      `<a href="${linkBetween(overviewPath, "openapi.json")}" download>as OpenAPI 3.1</a> for other tools.</p>\n`,
  };
}

function renderEntry(operation: Operation): string {
  const { methodName, summary = "", method, path } = operation;
  const link = linkBetween(overviewPath, operationPath(operation));
  return (
    `<li><a href="${link}"><code>${methodName}</code></a> <span>${escapeHtml(summary)}</span> ` +
    `<span class="route">${renderRoute(method, path)}</span></li>\n`
  );
}
