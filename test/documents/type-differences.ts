import { pathToFileURL } from "node:url";

import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";

import { readConfig, readSpec } from "../../scripts/document/read-spec.js";
import { generateFiles } from "../../scripts/generate.js";
import { schemaStep } from "../../scripts/schema.js";
import { classify, print, readFacts, type Difference } from "./type-kinds.js";

/** Returns the types of openapi-typescript with its default options. */
async function rawTypes(spec: string): Promise<string> {
  return astToString(await openapiTS(pathToFileURL(spec), { silent: true }));
}

/** Returns the declarations of a file by name. */
function declarationsOf(text: string): Map<string, ts.Node> {
  const source = ts.createSourceFile("schema.ts", text, ts.ScriptTarget.ESNext, true);
  const found = new Map<string, ts.Node>();
  for (const statement of source.statements) {
    if (ts.isInterfaceDeclaration(statement)) found.set(statement.name.text, statement);
    if (ts.isTypeAliasDeclaration(statement)) found.set(statement.name.text, statement.type);
  }
  return found;
}

/** Moves the exported schemas back into `components`, so that both files have the same form. */
function withoutAliases(text: string): string {
  const source = ts.createSourceFile("schema.ts", text, ts.ScriptTarget.ESNext, true);
  const aliases = new Map<string, ts.TypeNode>();
  for (const statement of source.statements) {
    const isAlias = ts.isTypeAliasDeclaration(statement) && !topLevel.includes(statement.name.text);
    if (isAlias) aliases.set(statement.name.text, statement.type);
  }
  const names = new Map<string, string>();
  const isOwnName = (node: ts.Node): node is ts.PropertySignature =>
    ts.isPropertySignature(node) &&
    node.type !== undefined &&
    aliases.has(node.type.getText()) &&
    ts.isTypeLiteralNode(node.parent) &&
    ts.isPropertySignature(node.parent.parent) &&
    node.parent.parent.name.getText() === "schemas";
  const collect = (node: ts.Node): void => {
    if (isOwnName(node)) names.set(node.type?.getText() ?? "", node.name.getText());
    ts.forEachChild(node, collect);
  };
  collect(source);
  const printNode = (node: ts.Node): string => {
    // Edits the text from the end, so that earlier positions stay valid.
    const edits: [start: number, end: number, text: string][] = [];
    const visit = (each: ts.Node): void => {
      if (isOwnName(each) && each.type) {
        const type = aliases.get(each.type.getText());
        edits.push([each.type.getStart(), each.type.end, type ? printNode(type) : ""]);
      } else if (ts.isTypeReferenceNode(each) && names.has(each.getText())) {
        const name = names.get(each.getText()) ?? "";
        const quoted = name.startsWith('"') ? name : `"${name}"`;
        edits.push([each.getStart(), each.end, `components["schemas"][${quoted}]`]);
      } else ts.forEachChild(each, visit);
    };
    visit(node);
    return edits.reduceRight(
      (result, [start, end, by]) =>
        result.slice(0, start - node.getStart()) + by + result.slice(end - node.getStart()),
      node.getText(),
    );
  };
  return source.statements
    .filter(
      (statement) =>
        !ts.isTypeAliasDeclaration(statement) || topLevel.includes(statement.name.text),
    )
    .map(printNode)
    .join("\n");
}

const topLevel = ["paths", "webhooks", "components", "operations"];

function findDifferences(ours: string, raw: string): Difference[] {
  const own = declarationsOf(withoutAliases(ours));
  const other = declarationsOf(raw);
  const differences: Difference[] = [];
  const compare = (
    path: readonly string[],
    a: ts.Node | undefined,
    b: ts.Node | undefined,
  ): void => {
    if (a === undefined || b === undefined) return void differences.push({ path, ours: a, raw: b });
    if (ts.isParenthesizedTypeNode(a)) {
      compare(path, a.type, b);
      return;
    }
    if (ts.isParenthesizedTypeNode(b)) {
      compare(path, a, b.type);
      return;
    }
    if (print(a) === print(b)) return;
    const membersA = membersOf(a);
    const membersB = membersOf(b);
    if (membersA && membersB) {
      for (const name of new Set([...membersA.keys(), ...membersB.keys()])) {
        const one = membersA.get(name);
        const two = membersB.get(name);
        const isOther = Boolean(one?.questionToken) !== Boolean(two?.questionToken);
        if (one === undefined || two === undefined || isOther) {
          differences.push({ path: [...path, name], ours: one, raw: two });
        }
        if (one && two) compare([...path, name], one.type, two.type);
      }
      return;
    }
    const partsA = partsOf(a);
    const partsB = partsOf(b);
    if (a.kind === b.kind && partsA && partsA.length === partsB?.length) {
      partsA.forEach((part, index) => compare(path, part, partsB[index]));
      return;
    }
    differences.push({ path, ours: a, raw: b });
  };
  for (const name of topLevel) {
    compare([name], own.get(name), other.get(name));
  }
  return differences;
}

/** Returns the members by name. An index signature is called `[]`. */
function membersOf(node: ts.Node): Map<string, ts.PropertySignature> | undefined {
  if (!ts.isTypeLiteralNode(node) && !ts.isInterfaceDeclaration(node)) return undefined;
  return new Map(
    node.members.map((member) => [
      member.name === undefined ? "[]" : print(member.name).replaceAll('"', ""),
      // Safe: these types have no methods, and an index signature also has a `type`.
      member as ts.PropertySignature,
    ]),
  );
}

function partsOf(node: ts.Node): readonly ts.Node[] | undefined {
  if (ts.isUnionTypeNode(node) || ts.isIntersectionTypeNode(node)) return node.types;
  if (ts.isTupleTypeNode(node)) return node.elements;
  return ts.isArrayTypeNode(node) ? [node.elementType] : undefined;
}

/** Compares our types of a document with openapi-typescript's. */
export async function compareTypes(spec: string): Promise<ReturnType<typeof classify>> {
  const { files } = await generateFiles({ spec, only: [schemaStep] });
  const differences = findDifferences(files[0]?.text ?? "", await rawTypes(spec));
  return classify(differences, readFacts(await readSpec(spec, await readConfig(undefined))));
}
