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
 * A description of the spec as Markdown that stays text: the site's Markdown has no HTML, and what
 * else VitePress would carry out at the start of a line (headings, containers, includes) is escaped.
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

/** The description of a part of the document. */
export function aboutOf(node: SpecNode): string {
  return textOf(child(node, "description")) ?? "";
}

/** The file of `spec/` that has a part of the document. */
export function fileNameOf(node: SpecNode): string {
  return placeOf(node).replace(/:.*/, "");
}

/** A description on one line, as a cell of a table. */
export function cell(text: string): string {
  return prose(text).replaceAll(/\s+/g, " ").trim().replaceAll("|", "\\|");
}

/** The first sentence of a description. */
export function firstSentence(text: string): string {
  return /^.*?(\.(?=\s|$)|:(?=\n))/s.exec(text)?.[0].replaceAll(/\s+/g, " ") ?? text;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "";
  const lines = [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`);
  return `${lines.join("\n")}\n`;
}

/** The members of an object as the rows of a table: name, type and meaning. */
export function memberRows(node: SpecNode, prefix = ""): string[][] {
  const properties = child(node, "properties");
  const required = elements(child(node, "required")).map(({ value }) => value);
  return members(properties).map(([name, member]) => {
    // A description next to a reference is about this member, not about the schema in general.
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

/** A type in code style. The site links it to the schema that it names. */
export function typeCell(node: SpecNode, name = nameOf(node)): string {
  return `\`${typeText(node, name).replaceAll("|", "\\|")}\``;
}

/** A schema's type in a few words, like `string | null` or `Identifier[]`. */
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

/** The name of a schema, whose value is the same object at each reference to it. */
function nameOf({ spec, value }: SpecNode): string {
  const schemas = members(at(rootNode(spec), "components", "schemas"));
  return schemas.find(([, schema]) => schema.value === value)?.[0] ?? "";
}

/** The object whose members a reader wants to see: the schema itself, or what its list or map holds. */
export function objectIn(node: SpecNode): SpecNode | undefined {
  if (isObject(child(node, "properties").value)) return node;
  const keys = ["items", "additionalProperties"];
  return [...keys.map((key) => child(node, key)), ...elements(child(node, "anyOf"))]
    .filter(({ value }) => isObject(value))
    .map(objectIn)
    .find((found) => found !== undefined);
}
