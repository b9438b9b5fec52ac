import { join } from "node:path";

import ts from "typescript";

import { projectRoot } from "../../../../scripts/command/project.js";

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noPropertyAccessFromIndexSignature: true,
  isolatedModules: true,
  noEmit: true,
  types: [],
  paths: {
    "datameta-client": [join(projectRoot, "src/index.ts")],
    "datameta-client/openapi": [join(projectRoot, "src/openapi/index.ts")],
  },
};

/** Parses the platform's declarations only once for all documents. */
const parsed = new Map<string, ts.SourceFile | undefined>();

/** Compiles files with strict settings. Returns the errors as `file:line message`. */
export function compileErrors(files: readonly string[]): string[] {
  const host = ts.createCompilerHost(options, true);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...more) => {
    if (!name.includes("/typescript/lib/")) return read(name, ...more);
    if (!parsed.has(name)) parsed.set(name, read(name, ...more));
    return parsed.get(name);
  };
  const program = ts.createProgram(files, options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const text = ts.flattenDiagnosticMessageText(messageText, "\n");
    if (file === undefined || start === undefined) return text;
    const { line } = file.getLineAndCharacterOfPosition(start);
    const written = file.text.split("\n")[line]?.trim() ?? "";
    return `${file.fileName.split("/").slice(-2).join("/")}:${line + 1} ${text} | ${written}`;
  });
}
