import {
  child,
  elements,
  isObject,
  members,
  textOf,
  type SpecNode,
} from "../../scripts/document/spec-document.js";

/** Returns the example of a parameter or a media type, or a sample of its schema. */
export function exampleOf(holder: SpecNode): unknown {
  const own = child(holder, "example").value;
  if (own !== undefined) return own;
  for (const [, example] of members(child(holder, "examples"))) {
    const { value } = child(example, "value");
    if (value !== undefined) return value;
  }
  return sampleOf(child(holder, "schema"));
}

/** Returns an example of a schema, or creates a value of its type. */
export function sampleOf(schema: SpecNode, depth = 0): unknown {
  if (!isObject(schema.value) || depth > 6) return "sample";
  const [example] = elements(child(schema, "examples"));
  for (const value of [
    child(schema, "example").value,
    example?.value,
    schema.value["const"],
    schema.value["default"],
  ]) {
    if (value !== undefined && value !== null) return value;
  }
  const [first] = elements(child(schema, "enum"));
  if (first !== undefined) return first.value;
  const parts = elements(child(schema, "allOf"));
  const [choice] = [...elements(child(schema, "oneOf")), ...elements(child(schema, "anyOf"))];
  const type = [schema.value["type"]].flat().find((each) => each !== "null");
  if (parts.length > 0) {
    const samples = parts.map((part) => sampleOf(part, depth + 1));
    return samples.every(isObject)
      ? Object.assign({}, ...samples, ownFields(schema, depth))
      : samples[0];
  }
  if (type === "object" || "properties" in schema.value) return ownFields(schema, depth);
  if (choice !== undefined) return sampleOf(choice, depth + 1);
  switch (type) {
    case "array":
      return depth > 4 ? [] : [sampleOf(child(schema, "items"), depth + 1)];
    case "integer":
    case "number":
      return Number(schema.value["minimum"] ?? 1);
    case "boolean":
      return true;
    default:
      return textOf(child(schema, "format")) === "date-time" ? "2030-01-31T12:00:00Z" : "sample";
  }
}

function ownFields(schema: SpecNode, depth: number): Record<string, unknown> {
  const required = elements(child(schema, "required")).map(({ value }) => value);
  const fields = members(child(schema, "properties")).filter(
    // At deeper levels only required members, so that cycles end early.
    ([name]) => depth < 2 || required.includes(name),
  );
  return Object.fromEntries(fields.map(([name, each]) => [name, sampleOf(each, depth + 1)]));
}
