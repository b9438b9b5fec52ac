import type { Problem } from "../command/generation-error.js";
import { freeName, isIdentifier, pascalCase } from "../operations/names.js";
import { child, members, placeOf, rootNode, type SpecDocument } from "../document/spec-document.js";
import { typeDocumentOf } from "./type-document.js";

/**
 * Names that a schema's type cannot have: reserved words, and names that schema.ts declares or uses.
 * An export with such a name would change the meaning of the other types.
 */
const taken = new Set([
  ...["await", "break", "case", "catch", "class", "const", "continue", "debugger", "default"],
  ...["delete", "do", "else", "enum", "export", "extends", "false", "finally", "for", "function"],
  ...["if", "implements", "import", "in", "instanceof", "interface", "let", "new", "package"],
  ...["private", "protected", "public", "return", "static", "super", "switch", "this", "throw"],
  ...["true", "try", "typeof", "var", "while", "with", "yield"],
  ...["abstract", "asserts", "infer", "intrinsic", "keyof", "readonly", "unique"],
  ...["paths", "webhooks", "components", "$defs", "operations"],
  ...["any", "bigint", "boolean", "never", "null", "number", "object", "string", "symbol"],
  ...["undefined", "unknown", "void"],
  ...["Blob", "Record", "Omit", "Extract", "WithRequired", "OneOf", "XOR"],
]);

/** Chooses the name under which each schema is exported, so that users can import its type. */
export function chooseSchemaNames(spec: SpecDocument): {
  /** The exported name by schema name. */
  names: ReadonlyMap<string, string>;
  warnings: Problem[];
} {
  const schemas = members(child(child(rootNode(spec), "components"), "schemas"));
  const wanted = schemas.map(([schemaName]) =>
    isIdentifier(schemaName) ? schemaName : pascalCase(schemaName),
  );
  const counts = new Map<string, number>();
  for (const name of wanted) counts.set(name, (counts.get(name) ?? 0) + 1);
  const warnings: Problem[] = [];
  const names = new Map<string, string>();
  for (const [index, [schemaName, schema]] of schemas.entries()) {
    const name = wanted[index] ?? "";
    // Only a schema with exactly this name gets it, so that the order of the schemas has no effect.
    if (counts.get(name) !== 1 && name !== schemaName) {
      warnings.push({
        message: `Two schemas would be exported as the type "${name}". This one is not exported.`,
        // Looked up only when the trees of the types, which take most of the memory, are gone.
        get places() {
          return [placeOf(schema)];
        },
        advice: `Rename one, or use components["schemas"][${JSON.stringify(schemaName)}].`,
      });
      continue;
    }
    if (!isIdentifier(name) || taken.has(name)) {
      warnings.push({
        message: `The schema "${schemaName}" is not exported, because TypeScript or schema.ts uses that name.`,
        get places() {
          return [placeOf(schema)];
        },
        advice: `Use components["schemas"][${JSON.stringify(schemaName)}] instead.`,
      });
      continue;
    }
    names.set(schemaName, name);
  }
  const exported = new Set([...names.values(), ...taken]);
  for (const [original, copy] of typeDocumentOf(spec).copies) {
    const name = names.get(original);
    if (name === undefined) continue;
    const free = freeName(`${name}Writable`, (each) => exported.has(each));
    exported.add(free);
    names.set(copy, free);
  }
  return { names, warnings };
}
