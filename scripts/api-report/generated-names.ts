import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";

import ts from "typescript";

/** Returns the exported names of a declarations file, or none if it does not exist. */
export async function readExportedNames(path: string): Promise<Set<string>> {
  if (!existsSync(path)) return new Set();
  const source = ts.createSourceFile(path, await readFile(path, "utf8"), ts.ScriptTarget.Latest);
  return new Set(source.statements.flatMap((statement) => nameOf(statement) ?? []));
}

/**
 * Replaces the declarations from `generated/` with a list of their names at the end. Their content
 * follows from the spec and is reviewed in `generated/`.
 */
export function collapse(report: string, generated: ReadonlySet<string>): string {
  const fence = /^```ts\n([\s\S]*)^```$/m;
  return report.replace(fence, (_, code: string) => {
    const source = ts.createSourceFile("report.ts", code, ts.ScriptTarget.Latest);
    const isGenerated = (statement: ts.Statement) => generated.has(nameOf(statement) ?? "");
    // Exported types can use these declarations, even if the package does not export them.
    const names = source.statements
      .filter((statement) => isGenerated(statement) && isExported(statement))
      .flatMap((each) => nameOf(each) ?? []);
    // The full text of a declaration includes the comment above it.
    const kept = source.statements
      .filter((statement) => !isGenerated(statement))
      .map((statement) => code.slice(statement.pos, statement.end).trim());
    const rest = code.slice(source.statements.at(-1)?.end ?? 0).trim();
    const list = names.map((name) => `  ${name},\n`).join("");
    const all =
      names.length === 0 ? kept : [...kept, `// From generated/\nexport type {\n${list}};`];
    return ["```ts", ...all, rest, "```"].filter((part) => part !== "").join("\n\n");
  });
}

function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
}

function nameOf(statement: ts.Statement): string | undefined {
  const named =
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement);
  return named ? statement.name.text : undefined;
}
