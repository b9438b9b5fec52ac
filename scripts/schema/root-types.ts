import type { Problem } from "../command/generation-error.js";
import { isIdentifier, pascalCase } from "../operations/names.js";
import {
  child,
  isObject,
  members,
  placeOf,
  rootNode,
  textOf,
  type SpecDocument,
  type SpecNode,
} from "../document/spec-document.js";
import { printTsdoc } from "../operations/tsdoc.js";

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

/** Exports each schema under its own name, so that users can import it as a type. */
export function printRootTypes(spec: SpecDocument): {
  names: string[];
  text: string;
  warnings: Problem[];
} {
  const schemas = members(child(child(rootNode(spec), "components"), "schemas"));
  const declared = new Map<string, SpecNode>();
  const warnings: Problem[] = [];
  const lines: string[] = [];
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
    const description = textOf(child(schema, "description")) ?? textOf(child(schema, "title"));
    const deprecated = isObject(schema.value) && schema.value["deprecated"] === true;
    const doc = [description, deprecated ? "@deprecated" : undefined];
    lines.push(
      `${printTsdoc(doc, 0)}export type ${name} = components["schemas"][${JSON.stringify(schemaName)}];`,
    );
  }
  return { names: [...declared.keys()], text: lines.join("\n"), warnings };
}
