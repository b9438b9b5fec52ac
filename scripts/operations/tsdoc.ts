const lineWidth = 100;

/**
 * Prints paragraphs as a TSDoc comment with a line break at the end. Prints nothing if all paragraphs
 * are empty.
 *
 * @param paragraphs - Markdown. Lists, tables and code blocks keep their lines
 * @param indent - the indentation of the comment, which shortens its lines
 */
export function printTsdoc(paragraphs: readonly (string | undefined)[], indent: number): string {
  const text = paragraphs.filter((each) => each !== undefined && each.trim() !== "").join("\n\n");
  if (text === "") return "";
  const lines = wrap(text, lineWidth - indent - " * ".length);
  const [only] = lines;
  if (lines.length === 1 && only !== undefined && only.length + indent + 7 <= lineWidth) {
    return `/** ${escapeComment(only)} */\n`;
  }
  const body = lines.map((line) => ` * ${line}`.trimEnd()).join("\n");
  return `/**\n${escapeComment(body)}\n */\n`;
}

/**
 * Escapes a text so that it cannot end its comment. This must be the last change to the text, because
 * a later change could create the end of a comment again.
 */
export function escapeComment(text: string): string {
  return text.replaceAll("*/", "*\\/");
}

/** Wraps the paragraphs of a Markdown text. Lines of code, tables and headings do not change. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let paragraph: string[] = [];
  let fenced = false;
  const endParagraph = (): void => {
    lines.push(...fill(paragraph.join(" "), width));
    paragraph = [];
  };
  for (const line of text.replaceAll("\r", "").split("\n")) {
    const isFence = /^\s*(```|~~~)/.test(line);
    if (isFence) fenced = !fenced;
    if (fenced || isFence || /^( {4}|\t|\s*\||#)/.test(line)) {
      endParagraph();
      lines.push(line.trimEnd());
    } else if (line.trim() === "") {
      endParagraph();
      if (lines.at(-1) !== "") lines.push("");
    } else {
      // Each list item is a separate paragraph.
      if (/^\s*([-*+]|\d+[.)])\s/.test(line)) endParagraph();
      paragraph.push(line.trim());
    }
  }
  endParagraph();
  while (lines.at(-1) === "") lines.pop();
  return lines;
}

function fill(paragraph: string, width: number): string[] {
  if (paragraph === "") return [];
  // The following lines of a list item are aligned with its text.
  const hanging = " ".repeat(/^([-*+]|\d+[.)])\s+/.exec(paragraph)?.[0].length ?? 0);
  const lines: string[] = [];
  let line = "";
  for (const word of paragraph.split(/\s+/)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (longer.length <= width || line === "" || line === hanging) {
      line = longer;
    } else {
      lines.push(line);
      line = hanging + word;
    }
  }
  return [...lines, line];
}
