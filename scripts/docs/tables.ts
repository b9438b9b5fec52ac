import type MarkdownIt from "markdown-it";
import type { Token } from "markdown-it";

import { textOfHtml } from "./html.js";

/** The browser forgets what a table is where a style sheet lays it out as blocks. */
const roles = new Map([
  ["thead_open", "rowgroup"],
  ["tbody_open", "rowgroup"],
  ["tr_open", "row"],
  ["th_open", "columnheader"],
  ["td_open", "cell"],
]);

/** Says in each cell which column it is of, for screens where a row takes several lines. */
export function labelCells(tokens: readonly Token[], markdown: MarkdownIt): void {
  let labels: string[] = [];
  let column = 0;
  tokens.forEach((token, index) => {
    if (token.type === "table_open") labels = [];
    const role = roles.get(token.type);
    if (role === undefined) return;
    token.attrSet("role", role);
    if (token.type === "tr_open") column = 0;
    const inline = tokens[index + 1];
    if (token.type === "th_open") {
      labels.push(textOfHtml(markdown.renderer.render(inline ? [inline] : [], {}, {})));
    }
    if (token.type === "td_open") token.attrSet("data-label", labels[column++] ?? "");
  });
}
