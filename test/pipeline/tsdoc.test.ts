import { expect, it } from "vitest";

import { printTsdoc } from "../../scripts/operations/tsdoc.js";

const long = "word ".repeat(30).trim();

it.each([
  ["nothing for empty paragraphs", [undefined, "", "  "], ""],
  ["a short sentence on one line", ["Short."], "/** Short. */\n"],
  ["a blank line between paragraphs", ["One.", "Two."], "/**\n * One.\n *\n * Two.\n */\n"],
  ["an escaped end of comment", ["a */ b"], "/** a *\\/ b */\n"],
  ["joined lines of a paragraph", ["one\ntwo"], "/** one two */\n"],
  ["list items on separate lines", ["- one\n- two"], "/**\n * - one\n * - two\n */\n"],
  ["code without changes", ["```\na\n  b\n```"], "/**\n * ```\n * a\n *   b\n * ```\n */\n"],
  ["a table without changes", ["| a | b |\n|---|---|"], "/**\n * | a | b |\n * |---|---|\n */\n"],
])("prints %s", (_, paragraphs, wanted) => {
  expect(printTsdoc(paragraphs, 0)).toBe(wanted);
});

it("wraps at 100 columns, including the indentation", () => {
  const lines = printTsdoc([long], 2).split("\n");

  expect(Math.max(...lines.map((line) => line.length + 2))).toBeLessThanOrEqual(100);
  expect(lines.join(" ").match(/word/g)).toHaveLength(30);
});

it("aligns the following lines of a list item with its text", () => {
  const [, first, second] = printTsdoc([`1. ${long}`], 0).split("\n");

  expect(first).toMatch(/^ \* 1\. word/);
  expect(second).toMatch(/^ \* {4}word/);
});
