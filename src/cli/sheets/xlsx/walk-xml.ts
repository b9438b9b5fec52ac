import { Parser } from "saxen";

/** Callbacks for the parts of a document. Names have no namespace prefix. */
export interface XmlVisitor {
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
}

/**
 * Parses an XML document and calls the visitor for each part.
 *
 * @throws Error if it is not well-formed
 */
export function walkXml(xml: string, { open, text, close }: XmlVisitor): void {
  new Parser()
    .on("openTag", (name, attributes, decode) => {
      if (!open) return;
      const entries = Object.entries(attributes());
      open(local(name), Object.fromEntries(entries.map(([key, value]) => [key, decode(value)])));
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
