import ts from "typescript";

import { escapeComment } from "../operations/tsdoc.js";

/**
 * Converts the comments from openapi-typescript to TSDoc, in place. The description becomes the text
 * instead of a tag. Lines lose the indentation that Markdown would display as code.
 */
export function tidyComments(nodes: ts.Node[]): ts.Node[] {
  for (const node of nodes) visit(node);
  return nodes;
}

function visit(node: ts.Node): void {
  const comments = ts.getSyntheticLeadingComments(node);
  if (comments !== undefined) {
    ts.setSyntheticLeadingComments(
      node,
      comments.map((comment) => ({ ...comment, text: tidyComment(comment.text) })),
    );
  }
  ts.forEachChild(node, visit);
}

/** @param text - the comment without its slashes: `* … ` */
export function tidyComment(text: string): string {
  const entries = entriesOf(text.replaceAll(/\r\n?|[\u2028\u2029]/g, "\n"));
  const description = entries
    .filter(isDescription)
    .map((entry) => entry.slice("@description ".length));
  const others = entries.filter((entry) => !isDescription(entry) && !entry.startsWith("@enum"));
  const tags = others.filter((entry) => entry.startsWith("@"));
  const sentences = others.filter((entry) => !entry.startsWith("@"));
  const formats = sentences.filter((entry) => entry.startsWith("Format: "));
  const titles = sentences.filter((entry) => !entry.startsWith("Format: "));
  const blocks = [...titles, ...description, ...formats, tags.join("\n")].filter(
    (block) => block !== "",
  );
  const lines = blocks.join("\n\n").split("\n");
  if (lines.length === 1) return escapeComment(`* ${lines.join("")} `);
  return escapeComment(`*\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n `);
}

/** Splits a comment into its entries. openapi-typescript indents an entry's following lines. */
function entriesOf(text: string): string[] {
  const entries: string[] = [];
  for (const line of text
    .replace(/^\*\s*/, "")
    .trimEnd()
    .split("\n")) {
    const continued = /^ \* {5}(.*)$/.exec(line)?.[1];
    const last = entries.length - 1;
    if (continued !== undefined && last >= 0)
      entries[last] = `${entries[last] ?? ""}\n${continued}`;
    else entries.push(line.replace(/^ ?\* ?/, ""));
  }
  return entries.filter((entry) => entry !== "");
}

function isDescription(entry: string): boolean {
  return entry.startsWith("@description ");
}
