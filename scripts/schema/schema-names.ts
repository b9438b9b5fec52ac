import type { Problem } from "../command/generation-error.js";
import { isIdentifier, pascalCase } from "../operations/names.js";
import {
  child,
  members,
  placeOf,
  rootNode,
  type SpecDocument,
  type SpecNode,
} from "../document/spec-document.js";

/**
 * Words of the language, and names that a type may not have, that schema.ts itself declares, or that
 * its types are built of: an export of that name would change the meaning of the rest of the file.
 */
const taken = new Set([
  ...["await", "break", "case", "catch", "class", "const", "continue", "debugger", "default"],
  ...["delete", "do", "else", "enum", "export", "extends", "false", "finally", "for", "function"],
  ...["if", "implements", "import", "in", "instanceof", "interface", "let", "new", "package"],
  ...["private", "protected", "public", "return", "static", "super", "switch", "this", "throw"],
  ...["true", "try", "typeof", "var", "while", "with", "yield"],
  ...["paths", "webhooks", "components", "$defs", "operations"],
  ...["any", "bigint", "boolean", "never", "null", "number", "object", "string", "symbol"],
  ...["undefined", "unknown", "void"],
  ...["Blob", "Record", "Omit", "Extract", "WithRequired", "OneOf", "XOR"],
]);

/** Chooses the name under which each schema is exported, so that users can import its type. */
export function chooseSchemaNames(spec: SpecDocument): {
  /** The exported name, by the schema's own. */
  names: ReadonlyMap<string, string>;
  warnings: Problem[];
} {
  const schemas = members(child(child(rootNode(spec), "components"), "schemas"));
  const declared = new Map<string, SpecNode>();
  const warnings: Problem[] = [];
  const names = new Map<string, string>();
  for (const [schemaName, schema] of schemas) {
    const name = isIdentifier(schemaName) ? schemaName : pascalCase(schemaName);
    const other = declared.get(name);
    if (other !== undefined) {
      warnings.push({
        message: `Two schemas would both be exported as the type "${name}"; the first one is.`,
        places: [placeOf(other), placeOf(schema)],
        advice: `Rename one, or write components["schemas"][${JSON.stringify(schemaName)}].`,
      });
      continue;
    }
    declared.set(name, schema);
    if (!isIdentifier(name) || taken.has(name)) {
      warnings.push({
        message: `The schema "${schemaName}" is not exported under its own name, which TypeScript or schema.ts needs.`,
        places: [placeOf(schema)],
        advice: `Users can still write components["schemas"][${JSON.stringify(schemaName)}].`,
      });
      continue;
    }
    names.set(schemaName, name);
  }
  return { names, warnings };
}
