import type { MarkdownEnv, MarkdownOptions, MarkdownRenderer } from "vitepress";

/** The link targets of code spans, by their text. */
export type Links = Readonly<Record<string, string>>;

export function markdownOptions(links: Links): MarkdownOptions {
  return {
    // Descriptions and guides contain no HTML.
    html: false,
    linkify: false,
    attrs: { disable: true },
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    config: (md) => plainText(md, links),
  };
}

/**
 * Keeps double braces as text, so that they are not Vue expressions. Turns names in code spans into
 * links, and the parts of an operation's page, which rules separate, into columns.
 */
function plainText(md: MarkdownRenderer, links: Links): void {
  for (const kind of ["text", "code_inline"] as const) {
    const rule = md.renderer.rules[kind];
    md.renderer.rules[kind] = (...args) => (rule?.(...args) ?? "").replaceAll("{{", "&#123;&#123;");
  }

  md.core.ruler.push("links", ({ tokens, Token, env }) => {
    // Safe: VitePress sets its own environment.
    const { relativePath = "" } = env as Partial<MarkdownEnv>;
    const page = `/${relativePath.replace(/\.md$/, "")}`;
    for (const token of tokens) {
      if (token.type !== "inline") continue;
      let depth = 0;
      token.children = (token.children ?? []).flatMap((child) => {
        if (child.type === "link_open") {
          depth++;
          // VitePress must not handle links to Redoc's page and to the document.
          const href = child.attrGet("href") ?? "";
          if (/^\/(reference\/|openapi\.json)/.test(href)) child.attrSet("target", "_self");
        }
        if (child.type === "link_close") depth--;
        const target =
          depth === 0 && child.type === "code_inline" ? find(child.content) : undefined;
        if (target === undefined || target === page) return [child];
        const open = new Token("link_open", "a", 1);
        open.attrSet("href", target);
        return [open, child, new Token("link_close", "a", -1)];
      });
    }
  });

  // On a phone, a row takes several lines, so each cell shows the name of its column.
  md.core.ruler.push("column-names", ({ tokens, env }) => {
    const { frontmatter } = env as Partial<MarkdownEnv>;
    if (frontmatter?.["pageClass"] !== undefined) return;
    let names: string[] = [];
    let column = 0;
    tokens.forEach((token, index) => {
      if (token.type === "table_open") names = [];
      if (token.type === "tr_open") column = 0;
      if (token.type === "th_open") names.push(tokens[index + 1]?.content ?? "");
      if (token.type === "td_open") token.attrSet("data-column", names[column++] ?? "");
    });
  });

  md.core.ruler.push("columns", (state) => {
    const { frontmatter } = state.env as Partial<MarkdownEnv>;
    if (frontmatter?.["pageClass"] !== "operation") return;
    const html = (content: string) => {
      const token = new state.Token("html_block", "", 0);
      token.content = content;
      return token;
    };
    state.tokens = [
      html("<div>"),
      ...state.tokens.flatMap((token) => (token.type === "hr" ? [html("</div><div>")] : [token])),
      html("</div>"),
    ];
  });

  function find(code: string): string | undefined {
    const name = code.replace(/^datameta\./, "").replace(/(\(\)|\[\]| \| null)+$/, "");
    return Object.hasOwn(links, name) ? links[name] : undefined;
  }
}
