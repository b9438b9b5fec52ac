import {
  child,
  elements,
  isObject,
  members,
  type SpecNode,
} from "../../../scripts/document/spec-document.js";
import { alternativesOf, listedValues, typeNames } from "./print-argument.js";

const formats: Readonly<Record<string, string>> = {
  "date-time": "2030-01-31T12:00:00Z",
  date: "2030-01-31",
  email: "ada@example.org",
  uuid: "8a4c1f0e-5b7d-4a2e-9c13-6f0d2b9e7a51",
  uri: "https://example.org/",
};

const everyType = ["string", "integer", "number", "boolean", "null", "array", "object"];

/**
 * Lists values to try for a schema: at and just beyond each bound, with and without each property,
 * and for each listed value, alternative and type. The first value is valid.
 */
export function candidatesOf(schema: SpecNode, holders: readonly unknown[] = []): unknown[] {
  if (holders.includes(schema.value)) return [];
  const inside = [...holders, schema.value];
  const listed = listedValues(schema);
  if (listed !== undefined) return [...listed, "not listed"];
  const alternatives = alternativesOf(schema);
  if (alternatives.length > 0) {
    return alternatives.flatMap((each) => candidatesOf(each, inside));
  }
  const types = typeNames(schema) ?? everyType;
  return types.flatMap((type) => candidatesOfType(type, schema, inside));
}

function candidatesOfType(type: string, schema: SpecNode, holders: readonly unknown[]): unknown[] {
  switch (type) {
    case "string":
      return texts(schema);
    case "integer":
      return numbers(schema);
    case "number":
      return [...numbers(schema), 1.5];
    case "boolean":
      return [true, false];
    case "null":
      return [null];
    case "array":
      return lists(schema, holders);
    default:
      return objects(schema, holders);
  }
}

function numberOf(schema: SpecNode, keyword: string): number | undefined {
  const { value } = child(schema, keyword);
  return typeof value === "number" ? value : undefined;
}

function texts(schema: SpecNode): string[] {
  const format = formats[String(child(schema, "format").value)];
  const bounds = ["minLength", "maxLength"].flatMap((keyword) => {
    const bound = numberOf(schema, keyword);
    return bound === undefined ? [] : [bound, bound - 1, bound + 1];
  });
  const repeated = bounds.filter((length) => length >= 0).map((length) => "a".repeat(length));
  return [...(format === undefined ? [] : [format]), ...repeated, "text", "", "TEXT 1"];
}

function numbers(schema: SpecNode): number[] {
  const bounds = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];
  const near = bounds.flatMap((keyword) => {
    const bound = numberOf(schema, keyword);
    return bound === undefined ? [] : [bound, bound + 1, bound - 1];
  });
  return [...near, 1, 0, -1, 12];
}

function lists(schema: SpecNode, holders: readonly unknown[]): unknown[][] {
  const items = candidatesOf(child(schema, "items"), holders);
  const [first] = items;
  const bounds = ["minItems", "maxItems"].flatMap((keyword) => {
    const bound = numberOf(schema, keyword);
    return bound === undefined ? [] : [bound, bound + 1, bound - 1];
  });
  const filled = bounds
    .filter((length) => length >= 0)
    .map((length) => Array.from({ length }, () => first));
  return [...items.map((item) => [item]), [], [first, first], ...filled];
}

function objects(schema: SpecNode, holders: readonly unknown[]): unknown[] {
  const parts = [schema, ...elements(child(schema, "allOf"))];
  const properties = parts.flatMap((part) => members(child(part, "properties")));
  const byName = properties.map(([name, node]) => [name, candidatesOf(node, holders)] as const);
  const all = Object.fromEntries(byName.map(([name, [first]]) => [name, first]));
  const required = new Set(
    parts.flatMap((part) => elements(child(part, "required"))).map(({ value }) => value),
  );
  const without = byName.map(([name]) =>
    Object.fromEntries(Object.entries(all).filter(([other]) => other !== name)),
  );
  const least = Object.fromEntries(Object.entries(all).filter(([name]) => required.has(name)));
  const varied = byName.flatMap(([name, [, ...others]]) =>
    others.map((value) => ({ ...all, [name]: value })),
  );
  const rest = child(schema, "additionalProperties");
  const extra = isObject(rest.value) ? candidatesOf(rest, holders) : ["text", 1];
  return [
    all,
    least,
    ...without,
    ...varied,
    ...extra.map((value) => ({ ...all, "any name": value })),
  ];
}
