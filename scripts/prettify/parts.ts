import { format, type Options } from "prettier";
import ts from "typescript";

/** A part of a file that is formatted by itself. */
export interface Part {
  readonly source: string;
  /** The opening line of an interface, or one of its members; otherwise a whole statement. */
  readonly kind: "statement" | "opening" | "member" | "end";
  /** Whether an empty line stands before it. */
  readonly isApart: boolean;
}

/** The statements of a file; of interfaces, which are most of a schema, each member. */
export function partsOf(text: string): Part[] {
  const file = ts.createSourceFile("text.ts", text, ts.ScriptTarget.ESNext);
  const parts: Part[] = [];
  const add = (kind: Part["kind"], from: number, to: number, isFirst = false): void => {
    const source = text.slice(from, to);
    parts.push({ kind, source, isApart: !isFirst && /^\s*\n\s*\n/.test(source) });
  };
  for (const statement of file.statements) {
    const isFirst = parts.length === 0;
    const [first] = ts.isInterfaceDeclaration(statement) ? statement.members : [];
    if (!ts.isInterfaceDeclaration(statement) || first === undefined) {
      add("statement", statement.pos, statement.end, isFirst);
      continue;
    }
    add("opening", statement.pos, first.pos, isFirst);
    for (const member of statement.members) add("member", member.pos, member.end, member === first);
    add("end", statement.members.end, statement.end, true);
  }
  add("statement", file.endOfFileToken.pos, text.length);
  return parts;
}

/** Formats one part, with the line break that ends it. */
export async function formatPart({ kind, source }: Part, options: Options): Promise<string> {
  switch (kind) {
    case "opening":
      return (await format(`${source}}`, options)).replace(/\{\s*\}\s*$/, "{\n");
    case "member": {
      const whole = await format(`interface X {${source}\n}`, options);
      return whole.replace(/^interface X \{\n/, "").replace(/\}\n$/, "");
    }
    case "end":
      return "}\n";
    case "statement":
      return format(source, options);
  }
}
