import {
  child,
  isObject,
  memberOf,
  members,
  textOf,
  type SpecNode,
} from "../document/spec-document.js";
import { escapeHtml } from "./html.js";
import type { FindPage } from "./markdown.js";

/** Renders the Markdown of a description. */
export type RenderText = (text: string) => string;

/** The members of a schema as a list, with those of nested objects folded below them. */
export function renderSchema(node: SpecNode, renderText: RenderText, findPage: FindPage): string {
  return membersOf(node, { renderText, findPage, seen: new Set([node.value]) });
}

interface View {
  readonly renderText: RenderText;
  readonly findPage: FindPage;
  /** The schemas around this one: one that holds itself is shown once. */
  readonly seen: ReadonlySet<unknown>;
}

/** A schema's type in a few words, like `string | null` or `Identifier[]`. */
export function typeText(node: SpecNode, raw: unknown = node.value): string {
  const name = referenceName(raw);
  if (name !== undefined && name !== "NullableIdentifier") return name;
  if (name !== undefined) return "Identifier | null";
  const alternatives = keysOf(child(node, "anyOf").value);
  if (alternatives.length > 0)
    return alternatives.map((key) => itemText(node, "anyOf", key)).join(" | ");
  const type = child(node, "type").value;
  const types = Array.isArray(type) ? type.map(String) : [typeof type === "string" ? type : "any"];
  return types.map((each) => (each === "array" ? `${arrayItem(node)}[]` : each)).join(" | ");
}

function arrayItem(node: SpecNode): string {
  const text = typeText(child(node, "items"), memberOf(node.value, "items"));
  return text.includes(" ") ? `(${text})` : text;
}

function itemText(node: SpecNode, list: string, key: string): string {
  const raw = memberOf(child(node, list).value, key);
  return typeText(child(child(node, list), key), raw);
}

function membersOf(node: SpecNode, view: View): string {
  const properties = child(node, "properties");
  const required = child(node, "required").value;
  const items = members(properties).map(([name, member]) => {
    const raw = memberOf(properties.value, name);
    const isRequired = Array.isArray(required) && required.includes(name);
    return memberItem({ name, member, raw, isRequired }, view);
  });
  return items.length === 0 ? "" : `<ul class="members">\n${items.join("")}</ul>\n`;
}

interface Member {
  readonly name: string;
  readonly member: SpecNode;
  readonly raw: unknown;
  readonly isRequired: boolean;
}

function memberItem({ name, member, raw, isRequired }: Member, view: View): string {
  const { renderText, findPage, seen } = view;
  // A description beside a reference is about this member, not about the schema in general.
  const own = memberOf(raw, "description");
  const description = typeof own === "string" ? own : (textOf(child(member, "description")) ?? "");
  const inner = nestedSchema(member);
  const nested =
    inner && !seen.has(inner.value)
      ? membersOf(inner, { ...view, seen: new Set([...seen, inner.value]) })
      : "";
  const folded =
    nested === ""
      ? ""
      : `<details><summary>Members of <code>${escapeHtml(name)}</code></summary>\n${nested}</details>\n`;
  return `<li>${memberHead(name, typeText(member, raw), isRequired, { findPage })}${renderText(description)}${folded}</li>\n`;
}

/** A name, its type, and whether it is needed, on one line. */
export function memberHead(
  name: string,
  type: string,
  isRequired: boolean,
  { where = "", findPage = () => undefined }: { where?: string; findPage?: FindPage } = {},
): string {
  const need = isRequired ? "" : ` <span class="optional">optional</span>`;
  const place = where === "" ? "" : ` <span class="where">in ${escapeHtml(where)}</span>`;
  return `<p class="member"><code>${escapeHtml(name)}</code> <span class="type">${renderType(type, findPage)}</span>${place}${need}</p>\n`;
}

/** A type whose names lead to their pages. */
export function renderType(type: string, findPage: FindPage): string {
  return escapeHtml(type).replaceAll(/[A-Z]\w+/g, (name) => {
    const page = findPage(name);
    return page === undefined ? name : `<a href="${page}">${name}</a>`;
  });
}

/** The object whose members a reader wants to see: the schema itself, or what its list or map holds. */
export function nestedSchema(node: SpecNode): SpecNode | undefined {
  if (isObject(child(node, "properties").value)) return node;
  for (const key of ["items", "additionalProperties"]) {
    const inner = child(node, key);
    if (isObject(inner.value)) return nestedSchema(inner);
  }
  const anyOf = child(node, "anyOf");
  return keysOf(anyOf.value)
    .map((key) => nestedSchema(child(anyOf, key)))
    .find((inner) => inner !== undefined);
}

function referenceName(raw: unknown): string | undefined {
  const reference = memberOf(raw, "$ref");
  return typeof reference === "string" ? reference.split("/").at(-1) : undefined;
}

function keysOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map((_, index) => String(index)) : [];
}
