import {
  child,
  members,
  rootNode,
  textOf,
  type SpecDocument,
  type SpecNode,
} from "../document/spec-document.js";
import { renderCode } from "./highlight.js";
import { escapeHtml, textOfHtml } from "./html.js";
import { renderMarkdown, type FindPage } from "./markdown.js";
import { memberHead, nestedSchema, renderSchema, typeText } from "./schema-view.js";
import type { Page } from "./page.js";

export function listSchemas(spec: SpecDocument): [name: string, schema: SpecNode][] {
  const schemas = members(child(child(rootNode(spec), "components"), "schemas"));
  return schemas.sort(([one], [other]) => (one < other ? -1 : 1));
}

export function schemaPath(name: string): string {
  return `reference/types/${name}.html`;
}

/** A page for each named schema of the document, which the package exports as a type. */
export function renderSchemaPages(
  spec: SpecDocument,
  findPageFrom: (path: string) => FindPage,
): Page[] {
  return listSchemas(spec).map(([name, schema]) => {
    const path = schemaPath(name);
    const findPage = findPageFrom(path);
    const renderText = (markdown: string) => renderMarkdown(markdown, { findPage }).html;
    const description = textOf(child(schema, "description")) ?? "";
    const type = typeText(schema);
    const inner = nestedSchema(schema);
    return {
      path,
      title: name,
      label: name,
      section: "reference" as const,
      description: textOfHtml(renderText(description.split("\n\n")[0] ?? "")),
      headings: inner ? [{ level: 2, id: "members", text: "Members" }] : [],
      html:
        `<h1>${escapeHtml(name)}</h1>\n${renderText(description)}` +
        renderCode(`import type { ${name} } from "datameta-client";`, "ts") +
        (type === "object" ? "" : memberHead(name, type, true)) +
        (inner
          ? `<h2 id="members">Members</h2>\n${renderSchema(inner, renderText, findPage)}`
          : ""),
    };
  });
}
