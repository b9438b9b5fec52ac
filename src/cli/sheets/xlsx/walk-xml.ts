import { Parser } from "saxen";

/** What is called while a document is read. Names come without the prefix of their namespace. */
export interface XmlVisitor {
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
}

/**
 * Reads an XML document.
 *
 * @throws Error if it is not well-formed
 */
export function walkXml(xml: string, { open, text, close }: XmlVisitor): void {
  new Parser()
    .on("openTag", (name, attributes, decode) => {
      if (!open) return;
      const given = Object.entries(attributes());
      open(local(name), Object.fromEntries(given.map(([key, value]) => [key, decode(value)])));
    })
    .on("text", (content, decode) => text?.(decode(content)))
    .on("cdata", (content) => text?.(content))
    .on("closeTag", (name) => close?.(local(name)))
    .on("error", (error) => {
      throw error;
    })
    .on("warn", () => undefined)
    .parse(xml);
}

function local(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
