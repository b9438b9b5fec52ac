import {
  child,
  isObject,
  memberOf,
  members,
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

/** The part of the document that the keys lead to, one after the other. */
export function at(node: SpecNode, ...keys: readonly string[]): SpecNode {
  return keys.reduce(child, node);
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

/** Blocks of code as tabs. */
export function tabs(
  blocks: readonly { readonly label: string; readonly language: string; readonly code: string }[],
): string {
  if (blocks.length === 0) return "";
  const fences = blocks.map(({ label, language, code }) => {
    // Longer than any fence in the code; brackets would end the label.
    const fence = "`".repeat(4);
    return `${fence}${language} [${label.replaceAll(/[[\]]/g, "")}]\n${code.trimEnd()}\n${fence}`;
  });
  return `::: code-group\n\n${fences.join("\n\n")}\n\n:::\n`;
}

/** The members of an object as the rows of a table. */
export function memberRows(node: SpecNode, prefix = ""): string[][] {
  const properties = child(node, "properties");
  const required = child(node, "required").value;
  return members(properties).map(([name, member]) => {
    const raw = memberOf(properties.value, name);
    // A description beside a reference is about this member, not about the schema in general.
    const own = memberOf(raw, "description");
    const description = typeof own === "string" ? own : aboutOf(member);
    const optional = !(Array.isArray(required) && required.includes(name));
    return [nameCell(`${prefix}${name}`, optional), typeCell(member, raw), cell(description)];
  });
}

export function nameCell(name: string, optional: boolean): string {
  return optional ? `\`${name}\` *optional*` : `\`${name}\``;
}

/** A type in code style. The site links it to the schema that it names. */
export function typeCell(node: SpecNode, raw?: unknown): string {
  return `\`${typeText(node, raw).replaceAll("|", "\\|")}\``;
}

/** A schema's type in a few words, like `string | null` or `Identifier[]`. */
export function typeText(node: SpecNode, raw: unknown = node.value): string {
  const name = referenceName(raw);
  if (name !== undefined) return name === "NullableIdentifier" ? "Identifier | null" : name;
  const alternatives = child(node, "anyOf");
  if (Array.isArray(alternatives.value)) {
    return alternatives.value
      .map((each, index) => typeText(child(alternatives, index), each))
      .join(" | ");
  }
  const type = child(node, "type").value;
  const types = Array.isArray(type) ? type.map(String) : [typeof type === "string" ? type : "any"];
  return types.map((each) => (each === "array" ? `${itemText(node)}[]` : each)).join(" | ");
}

function itemText(node: SpecNode): string {
  const text = typeText(child(node, "items"), memberOf(node.value, "items"));
  return text.includes(" ") ? `(${text})` : text;
}

/** The object whose members a reader wants to see: the schema itself, or what its list or map holds. */
export function objectIn(node: SpecNode): SpecNode | undefined {
  if (isObject(child(node, "properties").value)) return node;
  const alternatives = child(node, "anyOf");
  const inner = [
    ...["items", "additionalProperties"].map((key) => child(node, key)),
    ...(Array.isArray(alternatives.value)
      ? alternatives.value.map((_, index) => child(alternatives, index))
      : []),
  ];
  return inner
    .filter(({ value }) => isObject(value))
    .map(objectIn)
    .find((found) => found !== undefined);
}

function referenceName(raw: unknown): string | undefined {
  const reference = memberOf(raw, "$ref");
  return typeof reference === "string" ? reference.split("/").at(-1) : undefined;
}
