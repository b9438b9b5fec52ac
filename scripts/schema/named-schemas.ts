import ts from "typescript";

/**
 * Declares schemas under their own names, so that editors and compile errors show them by these
 * names. `components["schemas"]` and all references then refer to the declarations.
 *
 * The declarations are aliases, because values of an interface type cannot be passed as a
 * `Record<string, unknown>`.
 *
 * @param nodes - the statements from openapi-typescript
 * @param names - the exported name of each schema, by schema name
 */
export function nameSchemas(
  nodes: readonly ts.Node[],
  names: ReadonlyMap<string, string>,
): { nodes: ts.Node[]; declarations: ts.Node[] } {
  const declarations: ts.Node[] = [];
  const { transformed } = ts.transform(
    [...nodes],
    [
      (context) => {
        const refer = (node: ts.Node): ts.Node => {
          if (isQuoted(node)) return literalOf(node);
          const schema = referredSchema(node);
          const name = schema === undefined ? undefined : names.get(schema);
          return name === undefined
            ? ts.visitEachChild(node, refer, context)
            : ts.factory.createTypeReferenceNode(name);
        };
        const declare = (member: ts.TypeElement): ts.TypeElement => {
          const name = names.get(textOfName(member));
          if (name === undefined || !ts.isPropertySignature(member) || member.type === undefined) {
            return ts.visitNode(member, refer, ts.isTypeElement);
          }
          declarations.push(
            declarationOf(name, member, ts.visitNode(member.type, refer, ts.isTypeNode)),
          );
          const type = ts.factory.createTypeReferenceNode(name);
          return ts.factory.createPropertySignature(undefined, member.name, undefined, type);
        };
        const visitMember = (member: ts.Node): ts.Node => {
          if (!ts.isPropertySignature(member) || textOfName(member) !== "schemas")
            return refer(member);
          if (member.type === undefined || !ts.isTypeLiteralNode(member.type)) return member;
          const type = ts.factory.createTypeLiteralNode(member.type.members.map(declare));
          return ts.factory.updatePropertySignature(
            member,
            undefined,
            member.name,
            undefined,
            type,
          );
        };
        return (statement) =>
          ts.isInterfaceDeclaration(statement) && statement.name.text === "components"
            ? ts.visitEachChild(statement, visitMember, context)
            : refer(statement);
      },
    ],
  );
  return { nodes: transformed, declarations };
}

/** openapi-typescript prints a string value as an identifier in quotes, to keep its characters. */
function isQuoted(node: ts.Node): node is ts.Identifier {
  return ts.isIdentifier(node) && node.text.startsWith('"');
}

/** Returns the type of a string value. TypeScript checks it if NODE_ENV is "development". */
function literalOf(node: ts.Identifier): ts.Node {
  // Safe: the printer prints the text of the identifier, which is a string in quotes.
  return ts.factory.createLiteralTypeNode(node as unknown as ts.StringLiteral);
}

function declarationOf(name: string, member: ts.PropertySignature, type: ts.TypeNode): ts.Node {
  const modifiers = [ts.factory.createModifier(ts.SyntaxKind.ExportKeyword)];
  const declaration = ts.factory.createTypeAliasDeclaration(modifiers, name, undefined, type);
  return ts.setSyntheticLeadingComments(declaration, ts.getSyntheticLeadingComments(member));
}

/** Returns the schema of a type `components["schemas"]["Name"]`, or `undefined` for other types. */
function referredSchema(node: ts.Node): string | undefined {
  if (!ts.isIndexedAccessTypeNode(node) || !ts.isIndexedAccessTypeNode(node.objectType)) return;
  const { objectType: components, indexType: section } = node.objectType;
  const isSchema =
    ts.isTypeReferenceNode(components) &&
    ts.isIdentifier(components.typeName) &&
    components.typeName.text === "components" &&
    textOfLiteral(section) === "schemas";
  return isSchema ? textOfLiteral(node.indexType) : undefined;
}

function textOfLiteral(node: ts.TypeNode): string | undefined {
  return ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal)
    ? node.literal.text
    : undefined;
}

function textOfName({ name }: ts.TypeElement): string {
  const isNamed = name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name));
  return isNamed || (name !== undefined && ts.isNumericLiteral(name)) ? name.text : "";
}
