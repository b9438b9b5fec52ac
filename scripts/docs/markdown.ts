import MarkdownIt from "markdown-it";

import { renderCode } from "./highlight.js";
import { escapeHtml, slugOf, textOfHtml } from "./html.js";
import type { Heading } from "./page.js";
import { labelCells } from "./tables.js";

/** Finds the page that a text in code style speaks of, such as `GET /server` or `ApiError`. */
export type FindPage = (code: string) => string | undefined;

export interface MarkdownOptions {
  /** The address of what a link in the text leads to. */
  readonly resolveLink?: (href: string) => string;
  readonly findPage?: FindPage;
  /** By how many levels headings are lowered. */
  readonly lowered?: number;
}

export interface Rendered {
  readonly html: string;
  readonly headings: readonly Heading[];
}

/** Renders Markdown of our own files, which may hold HTML. */
export function renderMarkdown(
  text: string,
  { resolveLink = (href) => href, findPage = () => undefined, lowered = 0 }: MarkdownOptions = {},
): Rendered {
  const markdown = new MarkdownIt({ html: true, highlight: renderCode });
  const headings: Heading[] = [];
  const { rules } = markdown.renderer;

  // The highlighter brings its own <pre>, which markdown-it would otherwise wrap once more.
  rules.fence = (tokens, index) => {
    const { content = "", info = "" } = tokens[index] ?? {};
    return renderCode(content, info.trim().split(/\s/)[0] ?? "text");
  };
  rules.code_inline = (tokens, index) => {
    const content = tokens[index]?.content ?? "";
    const code = `<code>${escapeHtml(content)}</code>`;
    const inLink = tokens.slice(0, index).reduce(linkDepth, 0) > 0;
    const page = inLink ? undefined : findPage(content);
    return page === undefined ? code : `<a href="${escapeHtml(page)}">${code}</a>`;
  };
  rules["table_open"] = () =>
    `<div class="table" tabindex="0" role="group" aria-label="Table"><table role="table">`;
  rules["table_close"] = () => "</table></div>\n";

  const tokens = markdown.parse(text, {});
  labelCells(tokens, markdown);
  const used = new Map<string, number>();
  tokens.forEach((token, index) => {
    for (const child of token.children ?? []) {
      const href = child.type === "link_open" ? child.attrGet("href") : null;
      if (href !== null) child.attrSet("href", resolveLink(href));
    }
    if (token.type !== "heading_open") return;
    const level = Number(token.tag.slice(1)) + lowered;
    const inline = tokens[index + 1];
    const content = markdown.renderer.render(inline ? [inline] : [], markdown.options, {});
    const heading = textOfHtml(content);
    const slug = slugOf(heading);
    const times = used.get(slug) ?? 0;
    used.set(slug, times + 1);
    const id = times === 0 ? slug : `${slug}-${times}`;
    token.tag = `h${level}`;
    token.attrSet("id", id);
    const close = tokens[index + 2];
    if (close) close.tag = token.tag;
    headings.push({ level, id, text: heading });
  });
  return { html: markdown.renderer.render(tokens, markdown.options, {}), headings };
}

function linkDepth(depth: number, { type }: { type: string }): number {
  return depth + (type === "link_open" ? 1 : type === "link_close" ? -1 : 0);
}
