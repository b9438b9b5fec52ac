import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import type { Snippet } from "./snippets.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Type-checks programs with the project's strict settings. Returns the compiler's errors. */
export async function compileSnippets(snippets: readonly Snippet[]): Promise<string[]> {
  const folder = join(root, ".cache", `snippets-${process.pid}`);
  await mkdir(folder, { recursive: true });
  try {
    const files = snippets.map(({ name, language, code }) => ({
      path: join(folder, `${name}.${language}`),
      code,
    }));
    await Promise.all(files.map(({ path, code }) => writeFile(path, code)));
    const config = ts.getParsedCommandLineOfConfigFile(
      join(root, "tsconfig.json"),
      { jsx: ts.JsxEmit.ReactJSX },
      { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail },
    );
    const program = ts.createProgram(
      files.map(({ path }) => path),
      // A guide can show a function without a call.
      { ...config?.options, noUnusedLocals: false },
    );
    return files.flatMap(({ path }) => {
      const source = program.getSourceFile(path);
      return ts.getPreEmitDiagnostics(program, source).map(({ messageText, start = 0 }) => {
        const line = (source?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
        const text = ts.flattenDiagnosticMessageText(messageText, "\n");
        return `${path.slice(folder.length + 1)}:${line} ${text}`;
      });
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

function fail(diagnostic: ts.Diagnostic): never {
  throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"));
}
