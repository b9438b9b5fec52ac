import {
  child,
  elements,
  members,
  type SpecNode,
} from "../../../scripts/document/spec-document.js";

/** Returns the types of a schema, including `null`, or `undefined` if it allows any. */
export function typeNames(schema: SpecNode): string[] | undefined {
  const { value } = child(schema, "type");
  if (value !== undefined) return (Array.isArray(value) ? value : [value]).map(String);
  return child(schema, "properties").value === undefined ? undefined : ["object"];
}

/** Returns the values of `enum` or `const`. */
export function listedValues(schema: SpecNode): readonly unknown[] | undefined {
  const single = child(schema, "const").value;
  if (single !== undefined) return [single];
  const { value } = child(schema, "enum");
  return Array.isArray(value) ? value : undefined;
}

/** Returns the alternatives of a schema. */
export function alternativesOf(schema: SpecNode): SpecNode[] {
  return ["oneOf", "anyOf"].flatMap((keyword) => elements(child(schema, keyword)));
}

const scalars: Readonly<Record<string, string>> = {
  string: "anyValue<string>()",
  integer: "anyValue<number>()",
  number: "anyValue<number>()",
  boolean: "anyValue<boolean>()",
  null: "null",
};

/**
 * Prints an expression for any value of a schema. Objects are literals, so that the compiler
 * reports unknown members.
 *
 * @param wanted - the properties of the object itself. Nested objects get all properties.
 */
export function printArgument(
  schema: SpecNode,
  wanted: "all" | "required",
  holders: readonly unknown[] = [],
): string {
  // Stops at a schema that contains itself.
  if (holders.includes(schema.value)) return "anyValue<never>()";
  const inside = [...holders, schema.value];
  const either = (parts: readonly string[]): string =>
    parts.reduce((one, other) => `(maybe ? ${one} : ${other})`);

  const listed = listedValues(schema);
  if (listed !== undefined && listed.length > 0) {
    return `anyValue<${listed.map((value) => JSON.stringify(value)).join(" | ")}>()`;
  }
  const alternatives = alternativesOf(schema);
  if (alternatives.length > 0) {
    return either(alternatives.map((each) => printArgument(each, wanted, inside)));
  }
  const parts = elements(child(schema, "allOf"));
  if (parts.length > 0) {
    return `{ ${[schema, ...parts].map((part) => printMembers(part, wanted, inside)).join(" ")} }`;
  }
  const types = typeNames(schema);
  if (types === undefined) return "anyValue<unknown>()";
  return either(
    types.map((type) => {
      if (type === "object") return `{ ${printMembers(schema, wanted, inside)} }`;
      if (type === "array") return `[${printArgument(child(schema, "items"), "all", inside)}]`;
      return scalars[type] ?? "anyValue<unknown>()";
    }),
  );
}

function printMembers(
  schema: SpecNode,
  wanted: "all" | "required",
  holders: readonly unknown[],
): string {
  const required = elements(child(schema, "required")).map(({ value }) => value);
  const printed = members(child(schema, "properties"))
    .filter(([name]) => wanted === "all" || required.includes(name))
    .map(
      ([name, property]) => `${JSON.stringify(name)}: ${printArgument(property, "all", holders)},`,
    );
  const rest = child(schema, "additionalProperties");
  if (wanted === "all" && rest.value !== undefined && rest.value !== false) {
    printed.push(`"any name": ${printArgument(rest, "all", holders)},`);
  }
  return printed.join(" ");
}
