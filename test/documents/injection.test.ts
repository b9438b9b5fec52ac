import { writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

import fc from "fast-check";
import ts from "typescript";
import { describe, expect, it, vi } from "vitest";

import { generateFiles, type GeneratedFiles } from "../../scripts/generate.js";
import { temporaryFolder } from "../pipeline/support/temporary-folder.js";

vi.setConfig({ testTimeout: 120_000 });

type Text = (place: string) => string;

/** A document with an attacker's text in every place that generated files can repeat. */
function documentOf(text: Text): object {
  const schema = text("schema name");
  const ref = { $ref: `#/components/schemas/${encodeURIComponent(pointer(schema))}` };
  const words = (what: string) => ({
    title: text(`${what} title`),
    description: text(`${what} description`),
    default: text(`${what} default`),
    example: text(`${what} example`),
    examples: [text(`${what} examples`)],
    format: text(`${what} format`),
    deprecated: true,
  });
  const parameter = (place: string) => ({
    name: text(`${place} name`),
    in: place,
    ...{ description: text(`${place} description`), example: text(`${place} example`) },
    schema: { type: "string", ...words(place), enum: [text(`${place} enum`)] },
  });
  const media = { schema: ref, example: text("media example") };
  return {
    openapi: "3.1.0",
    info: { title: text("title"), version: text("version"), description: text("about") },
    servers: [
      { url: text("server"), variables: { [text("variable")]: { default: text("preset") } } },
    ],
    security: [{ [text("scheme name")]: [text("scope")] }],
    paths: {
      [`/${text("path")}`]: {
        summary: text("path summary"),
        post: {
          operationId: text("operationId"),
          "x-method-name": text("x-method-name"),
          "x-since": text("x-since"),
          "x-body-credential": text("x-body-credential"),
          summary: text("summary"),
          description: text("description"),
          deprecated: true,
          tags: [text("tag")],
          servers: [{ url: text("own server") }],
          parameters: ["query", "header", "cookie"].map(parameter),
          requestBody: {
            required: true,
            description: text("body description"),
            content: {
              "application/json": media,
              [text("request type")]: media,
              "multipart/form-data": {
                schema: { type: "object", properties: { [text("part")]: { type: "string" } } },
                encoding: { [text("part")]: { contentType: text("part type") } },
              },
            },
          },
          responses: {
            200: {
              description: text("answer"),
              headers: { [text("header")]: { schema: { type: "string" }, ...words("header") } },
              content: { "application/json": media, [text("answer type")]: media },
            },
            [text("status")]: { description: text("error") },
          },
        },
        get: { operationId: text("other id"), responses: { 200: { description: "" } } },
      },
    },
    components: {
      schemas: {
        [schema]: {
          type: "object",
          ...words("schema"),
          required: [text("property")],
          properties: {
            [text("property")]: { type: "string", ...words("property"), pattern: text("pattern") },
            [text("choice")]: { enum: [text("enum"), text("other enum")], type: text("type") },
            [text("constant")]: { const: { [text("const name")]: text("const") } },
            self: ref,
          },
          patternProperties: { [text("pattern name")]: { type: "string" } },
          dependentRequired: { [text("property")]: [text("dependent")] },
        },
        [text("union name")]: {
          oneOf: [ref],
          discriminator: {
            propertyName: text("tag name"),
            mapping: { [text("tag value")]: ref.$ref },
          },
        },
      },
      securitySchemes: {
        [text("scheme name")]: { type: "apiKey", in: "header", name: text("key name") },
        [text("other scheme")]: { type: "http", scheme: text("http scheme") },
      },
    },
  };
}

function pointer(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

const code = "globalThis.INJECTED = 1";
const attacks = [
  `*/ ${code}; /*`,
  `*\r/ ${code}; /*`,
  `*\r\n/ ${code}; /*`,
  `*\u2028/ ${code}; /*`,
  `*\n     /${code}`,
  `\u2028${code}//`,
  `\n${code}\n`,
  `\r${code}//`,
  `"; ${code}; "`,
  `\\"; ${code}; //`,
  `'; ${code}; '`,
  `\`\${${code}}\``,
  `}; ${code}; ({`,
  `schemaPath: "x", ${code}`,
  `{schemaPath:"`,
  `// ${code}`,
  `@enum {x} */ ${code}`,
  `<script>${code}</script>`,
  ...[
    "__proto__",
    "constructor",
    "-1",
    "1e999",
    "Infinity",
    "NaN",
    "0x1",
    "",
    " ",
    "keyof",
    "await",
  ],
];

const pieces = fc.constantFrom(
  ...["*", "/", "*/", "/*", "//", "\r", "\n", "\r\n", "\u2028", "\u2029", '"', "'", "`", "${", "}"],
  ...[
    "\\",
    ";",
    "(",
    ")",
    "{",
    "[",
    "]",
    "=",
    ":",
    ",",
    " ",
    "a",
    code,
    "@",
    "<",
    "-",
    "#",
    "%",
    "~",
  ],
);
const hostile = fc.array(pieces, { minLength: 1, maxLength: 12 }).map((parts) => parts.join(""));

/** The syntax nodes that a table of data can contain. */
const dataKinds = new Set([
  ...[ts.SyntaxKind.ObjectLiteralExpression, ts.SyntaxKind.ArrayLiteralExpression],
  ...[ts.SyntaxKind.PropertyAssignment, ts.SyntaxKind.StringLiteral, ts.SyntaxKind.NumericLiteral],
  ...[ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.Identifier],
  ...[ts.SyntaxKind.ComputedPropertyName, ts.SyntaxKind.AsExpression, ts.SyntaxKind.TypeReference],
]);

function isOnlyData(node: ts.Node): boolean {
  return dataKinds.has(node.kind) && ts.forEachChild(node, (each) => !isOnlyData(each)) !== true;
}

/** Returns the syntax errors and the unexpected statements of a file. */
function unexpectedIn({ file, text }: GeneratedFiles["files"][number]): string[] {
  if (!file.endsWith(".ts")) return [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
  // Safe: the compiler's list of syntax errors, which its public types do not have.
  const { parseDiagnostics } = source as unknown as { parseDiagnostics: ts.Diagnostic[] };
  const errors = parseDiagnostics.map(({ messageText }) => {
    return `${file}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
  const unexpected = source.statements.filter((statement) => !isExpected(file, statement));
  return [...errors, ...unexpected.map((each) => `${file}: ${each.getText(source).slice(0, 200)}`)];
}

function isExpected(file: string, statement: ts.Statement): boolean {
  const isType = ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement);
  if (file === "schema.ts") return isType;
  if (file === "schemas.ts") return ts.isExportDeclaration(statement) && statement.isTypeOnly;
  if (file === "operations.ts") {
    if (!ts.isVariableStatement(statement)) return false;
    return statement.declarationList.declarations.every(
      ({ initializer }) => initializer !== undefined && isOnlyData(initializer),
    );
  }
  // ajv prints functions, their property `evaluated`, and the data of schemas.
  if (ts.isExpressionStatement(statement)) {
    return /^validate\d+\.evaluated = \{[^;]*\}$/.test(statement.expression.getText());
  }
  return isType || ts.isVariableStatement(statement) || ts.isFunctionDeclaration(statement);
}

/** Generates the files of a document, runs them, and returns the unexpected parts. */
async function findUnexpected(text: Text): Promise<string[]> {
  Object.assign(globalThis, { INJECTED: 0 });
  await using folder = await temporaryFolder({ "api.json": JSON.stringify(documentOf(text)) });
  const { files } = await generateFiles({ spec: folder.at("api.json") });
  const unexpected = files.flatMap(unexpectedIn);
  const run = files.filter(({ file }) => /^(operations|.*-validators)\.ts$/.test(file));
  for (const { file, text: content } of run) {
    // Compiled to JavaScript, because a TypeScript loader would fail with its own syntax errors.
    const { outputText } = ts.transpileModule(content, {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
    });
    const path = folder.at(file.replace(/\.ts$/, ".mjs"));
    await writeFile(path, outputText);
    const exported = Object.keys((await import(pathToFileURL(path).href)) as object);
    if (exported.includes("INJECTED")) unexpected.push(`${file} exports INJECTED`);
  }
  if (Reflect.get(globalThis, "INJECTED") !== 0) unexpected.push("code of the document ran");
  return unexpected;
}

/** Returns the attack. Adds the place in names that must be unique. */
const numbered =
  (attack: string): Text =>
  (place) =>
    `${attack}${/name|id|property|choice|constant|scheme|header|type/i.test(place) && attack !== "__proto__" ? place : ""}`;

describe("no text or name of a document becomes code", () => {
  it.each(attacks)("%j in every place", async (attack) => {
    expect(await findUnexpected(numbered(attack))).toEqual([]);
  });

  it("with random special characters", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(hostile, { minLength: 8, maxLength: 8 }), async (texts) => {
        let next = 0;
        const known = new Map<string, string>();
        const text: Text = (place) => {
          const chosen = known.get(place) ?? `${texts[next++ % texts.length] ?? ""}${next}`;
          known.set(place, chosen);
          return chosen;
        };
        expect(await findUnexpected(text)).toEqual([]);
      }),
      { numRuns: Number(process.env["PROPERTY_RUNS"] ?? 30) },
    );
  });
});
