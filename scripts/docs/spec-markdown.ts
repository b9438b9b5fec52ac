import {
  at,
  child,
  elements,
  isObject,
  memberOf,
  members,
  placeOf,
  rootNode,
  textOf,
  type SpecNode,
} from "../document/spec-document.js";

/**
 * Returns a description of the spec as Markdown without effects on the page. The site's Markdown
 * has no HTML. This escapes what else VitePress would execute: headings, containers and includes.
 */
export function prose(description: string): string {
  return description
    .split(/(^```.*?^```$)/ms)
    .map((part) =>
      part.startsWith("```")
        ? part
        : part
            .replaceAll(/^([ \t]*)(?=<<<|:::|#|={3}|-{3}|\*{3}|_{3}|\[\[toc)/gim, "$1\\")
            .replaceAll(/<!--(?=\s*@include)/g, "<\\!--"),
    )
    .join("");
}

/** Returns the description of a part of the document. */
export function aboutOf(node: SpecNode): string {
  return textOf(child(node, "description")) ?? "";
}

/** Returns the file of `spec/` that contains a part of the document. */
export function fileNameOf(node: SpecNode): string {
  return placeOf(node).replace(/:.*/, "");
}

/** Returns a description on one line, for a table. */
export function cell(text: string): string {
  return prose(text).replaceAll(/\s+/g, " ").trim().replaceAll("|", "\\|");
}

/** Returns the first sentence of a description. */
export function firstSentence(text: string): string {
  return /^.*?(\.(?=\s|$)|:(?=\n))/s.exec(text)?.[0].replaceAll(/\s+/g, " ") ?? text;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "";
  const lines = [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`);
  return `${lines.join("\n")}\n`;
}

/** Returns a table row for each member of an object: name, type and meaning. */
export function memberRows(node: SpecNode, prefix = ""): string[][] {
  const properties = child(node, "properties");
  const required = elements(child(node, "required")).map(({ value }) => value);
  return members(properties).map(([name, member]) => {
    // A description next to a reference describes this member. The one in the schema is general.
    const own = memberOf(memberOf(properties.value, name), "description");
    const description = typeof own === "string" ? own : aboutOf(member);
    return [
      nameCell(`${prefix}${name}`, required.includes(name)),
      typeCell(member),
      cell(description),
    ];
  });
}

export function nameCell(name: string, required: boolean): string {
  return required ? `\`${name}\`` : `\`${name}\` *optional*`;
}

/** Returns a type as code. The site links it to the page of the schema. */
export function typeCell(node: SpecNode, name = nameOf(node)): string {
  return `\`${typeText(node, name).replaceAll("|", "\\|")}\``;
}

/** Returns a short form of a schema's type, such as `string | null` or `Identifier[]`. */
function typeText(node: SpecNode, name = nameOf(node)): string {
  if (name !== "") return name === "NullableIdentifier" ? "Identifier | null" : name;
  const alternatives = elements(child(node, "anyOf"));
  if (alternatives.length > 0) return alternatives.map((each) => typeText(each)).join(" | ");
  const types = [child(node, "type").value ?? "any"].flat().map(String);
  return types.map((each) => (each === "array" ? `${itemText(node)}[]` : each)).join(" | ");
}

function itemText(node: SpecNode): string {
  const text = typeText(child(node, "items"));
  return text.includes(" ") ? `(${text})` : text;
}

/** Returns the name of a schema. All references to a schema have the same object as their value. */
function nameOf({ spec, value }: SpecNode): string {
  const schemas = members(at(rootNode(spec), "components", "schemas"));
  return schemas.find(([, schema]) => schema.value === value)?.[0] ?? "";
}

/** Returns the schema with the members to show: the schema itself, or the one in its list or map. */
export function objectIn(node: SpecNode): SpecNode | undefined {
  if (isObject(child(node, "properties").value)) return node;
  const keys = ["items", "additionalProperties"];
  return [...keys.map((key) => child(node, key)), ...elements(child(node, "anyOf"))]
    .filter(({ value }) => isObject(value))
    .map(objectIn)
    .find((found) => found !== undefined);
}
