import type { CodeSample } from "../code-samples.js";
import { child, memberOf, members, textOf, type SpecNode } from "../document/spec-document.js";
import type { Operation } from "../operations/operation-list.js";
import { errorClassOf } from "./errors.js";
import { renderCode } from "./highlight.js";
import { escapeHtml, slugOf, textOfHtml } from "./html.js";
import { renderMarkdown, type FindPage } from "./markdown.js";
import type { Heading, Page } from "./page.js";
import {
  memberHead,
  nestedSchema,
  renderSchema,
  renderType,
  typeText,
  type RenderText,
} from "./schema-view.js";

export interface OperationPageOptions {
  readonly operation: Operation;
  readonly samples: readonly CodeSample[];
  readonly findPage: FindPage;
}

/** The page of an operation: what it is for, what it takes, gives and throws, and how to call it. */
export function renderOperationPage({ operation, samples, findPage }: OperationPageOptions): Page {
  const { methodName, summary = methodName, description = "" } = operation;
  const { html: text } = renderMarkdown(description, { findPage });
  const renderText: RenderText = (markdown) => renderMarkdown(markdown, { findPage }).html;
  const parts = [
    renderArguments(operation, renderText, findPage),
    renderReturns(operation, renderText, findPage),
    renderErrors(operation, renderText, findPage),
  ].filter(([, html]) => html !== "");
  const headings: Heading[] = ["Example", ...parts.map(([title]) => title)].map((title) => ({
    ...{ level: 2, id: slugOf(title), text: title },
  }));
  const [firstParagraph = ""] = description.split("\n\n");
  return {
    path: operationPath(operation),
    title: `${summary} · ${methodName}`,
    label: methodName,
    section: "reference",
    description: textOfHtml(renderMarkdown(firstParagraph).html),
    headings,
    intro: `<h1>${escapeHtml(summary)}</h1>\n${renderHead(operation, findPage)}${text}`,
    html: parts.map(([title, html]) => `<h2 id="${slugOf(title)}">${title}</h2>\n${html}`).join(""),
    aside:
      `<h2 id="example">Example</h2>\n` +
      samples
        .map(({ lang, label, source }) => renderCode(source, languages.get(lang) ?? "text", label))
        .join(""),
    keywords: `${operation.operationId ?? ""} ${operation.path}`,
  };
}

export function operationPath({ operationId, methodName }: Operation): string {
  return `reference/${operationId ?? methodName}.html`;
}

const languages = new Map([
  ["TypeScript", "ts"],
  ["Shell", "sh"],
]);

const credentials: Readonly<Record<Operation["security"], string>> = {
  required: "an API key or a session",
  optional: "an API key, a session, or nothing",
  none: "nothing",
  any: "any credential, which is not checked; the client sends one by itself",
};

function renderHead(operation: Operation, findPage: FindPage): string {
  const { methodName, method, path, security, since } = operation;
  const authentication = findPage("Authentication") ?? "";
  return (
    `<dl class="facts">\n` +
    `<dt>Method</dt><dd><code>datameta.${methodName}(${argumentList(operation)})</code></dd>\n` +
    `<dt>Route</dt><dd>${renderRoute(method, path)}</dd>\n` +
    `<dt>Needs</dt><dd><a href="${authentication}">${credentials[security]}</a></dd>\n` +
    (since === undefined ? "" : `<dt>Since</dt><dd>DataMeta ${escapeHtml(since)}</dd>\n`) +
    `</dl>\n`
  );
}

export function renderRoute(method: string, path: string): string {
  return `<span class="verb ${method.toLowerCase()}">${method}</span> <code>${escapeHtml(path)}</code>`;
}

function argumentList({ parameters, body }: Operation): string {
  const names = parameters.map(({ name, required }) => (required ? name : `${name}?`));
  if (body !== "none") names.push(body === "required" ? "body" : "body?");
  return names.length === 0 ? "" : `{ ${names.join(", ")} }`;
}

type Part = readonly [title: string, html: string];

function renderArguments(
  { parameters, node, body }: Operation,
  renderText: RenderText,
  findPage: FindPage,
): Part {
  const items = parameters.map(({ name, in: where, required, node: parameter }) => {
    const schema = child(parameter, "schema");
    const description = textOf(child(parameter, "description")) ?? "";
    return `<li>${memberHead(name, typeText(schema), required, { where })}${renderText(description)}</li>\n`;
  });
  if (body !== "none") {
    const request = child(node, "requestBody");
    const content = child(child(request, "content"), "application/json");
    const schema = child(content, "schema");
    const type = typeText(schema, memberOf(content.value, "schema"));
    const inner = nestedSchema(schema);
    items.push(
      `<li>${memberHead("body", type, body === "required", { findPage })}` +
        renderText(textOf(child(request, "description")) ?? "") +
        (inner ? renderSchema(inner, renderText, findPage) : "") +
        `</li>\n`,
    );
  }
  return ["Arguments", items.length === 0 ? "" : `<ul class="members">\n${items.join("")}</ul>\n`];
}

function renderReturns(
  { success, node }: Operation,
  renderText: RenderText,
  findPage: FindPage,
): Part {
  const html = success.map(([status, kind]) => {
    const response = child(child(node, "responses"), status);
    const description = renderText(textOf(child(response, "description")) ?? "");
    const content = child(child(response, "content"), "application/json");
    const schema = child(content, "schema");
    const type =
      kind === "empty" ? "undefined" : typeText(schema, memberOf(content.value, "schema"));
    const inner = nestedSchema(schema);
    return (
      `<p class="member"><span class="type">${renderType(type, findPage)}</span> <span class="where">status ${status}</span></p>\n` +
      description +
      (inner && kind !== "empty" ? renderSchema(inner, renderText, findPage) : "") +
      renderExamples(content)
    );
  });
  return ["Returns", html.join("")];
}

function renderErrors(
  { errors, node }: Operation,
  renderText: RenderText,
  findPage: FindPage,
): Part {
  const items = errors.map((status) => {
    const response = child(child(node, "responses"), status);
    const name = errorClassOf(status);
    return (
      `<li><p class="member"><code>${status}</code> ` +
      `<span class="type">${renderType(name, findPage)}</span></p>\n` +
      `<div>${renderText(textOf(child(response, "description")) ?? "")}</div></li>\n`
    );
  });
  const list = `<ul class="members errors">\n${items.join("")}</ul>\n`;
  return ["Errors", items.length === 0 ? "" : list];
}

function renderExamples(content: SpecNode): string {
  return members(child(content, "examples"))
    .map(([name, example]) => {
      const title = textOf(child(example, "summary")) ?? name;
      const value = JSON.stringify(child(example, "value").value, null, 2);
      return `<details class="answer"><summary>${escapeHtml(title)}</summary>\n${renderCode(value, "json")}</details>\n`;
    })
    .join("");
}
