import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import ts from "typescript";

import { projectRoot } from "../../pipeline/support/run-script.js";

/** A piece of text in the sources that can be a part of a message. */
export interface SourceText {
  /** Like `src/engine/reply.ts:41`. */
  readonly place: string;
  readonly text: string;
}

/**
 * Finds the texts in a folder of `src` that can be part of a message. These are all texts in a
 * `new …Error(…)`, and other texts with three words or more.
 */
export async function findTexts(folder: string): Promise<SourceText[]> {
  const files = await readdir(join(projectRoot, "src", folder));
  const found = await Promise.all(files.sort().map((file) => textsOf(`src/${folder}/${file}`)));
  return found.flat();
}

async function textsOf(path: string): Promise<SourceText[]> {
  const content = await readFile(join(projectRoot, path), "utf8");
  const source = ts.createSourceFile(path, content, ts.ScriptTarget.Latest);
  const texts: SourceText[] = [];
  const visit = (node: ts.Node, isInError: boolean): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (ts.isNewExpression(node) && node.expression.getText(source) === "RegExp") return;
    const piece = pieceOf(node);
    const least = isInError ? 1 : 3;
    if (piece !== undefined && (piece.match(/(?<![\w./-])[A-Za-z]{2,}/g) ?? []).length >= least) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      texts.push({ place: `${path}:${line + 1}`, text: piece.trim() });
    }
    if (ts.isNewExpression(node) && node.expression.getText(source).endsWith("Error")) {
      const [message, ...rest] = node.arguments ?? [];
      if (message) visit(message, true);
      for (const each of rest) visit(each, false);
      return;
    }
    ts.forEachChild(node, (child) => visit(child, isInError && !ts.isCallExpression(node)));
  };
  visit(source, false);
  return texts;
}

function pieceOf(node: ts.Node): string | undefined {
  const isText =
    ts.isStringLiteral(node) ||
    ts.isNoSubstitutionTemplateLiteral(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddle(node) ||
    ts.isTemplateTail(node);
  return isText ? node.text : undefined;
}
