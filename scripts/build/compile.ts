import { join, relative, sep } from "node:path";

import ts from "typescript";

import { GenerationError, type Problem } from "../command/generation-error.js";
import { count, reportDone, shownPath, startClock } from "../command/progress.js";
import { replaceFolder, type Output } from "../step.js";

const mapComment = /\n\/\/# sourceMappingURL=.*$/;

/**
 * Compiles a project and replaces the compiled folders in `outDir`. Other folders, such as the docs
 * site, stay.
 *
 * @throws GenerationError with all compiler errors
 */
export async function compile(tsconfig: string, scratchFolder: string): Promise<void> {
  const elapsed = startClock();
  const { outDir, files } = compileInMemory(tsconfig);
  // The compiler's rootDir is the project, so each file is in a folder such as src/.
  for (const folder of new Set(files.map(({ path }) => path.split(sep)[0] ?? ""))) {
    const inside = files
      .filter(({ path }) => path.startsWith(folder + sep))
      .map(({ path, text }) => ({ path: relative(folder, path), text }));
    await replaceFolder(join(outDir, folder), inside, scratchFolder);
  }
  reportDone("compile", shownPath(outDir), count(files.length, "file"), elapsed());
}

function compileInMemory(tsconfig: string): { outDir: string; files: Output[] } {
  const parsed = ts.getParsedCommandLineOfConfigFile(tsconfig, undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
      throw new GenerationError([toProblem(diagnostic)]);
    },
  });
  const outDir = parsed?.options.outDir;
  if (parsed === undefined || outDir === undefined) {
    throw new GenerationError([
      { message: "has no outDir.", places: [shownPath(tsconfig)], advice: "Add one." },
    ]);
  }
  const program = ts.createProgram(parsed.fileNames, parsed.options);
  const files: Output[] = [];
  const emitted = program.emit(undefined, (absolute, text) => {
    const path = relative(outDir, absolute);
    // Generated tables need no source maps, which would be larger than the tables.
    const isGenerated = path.startsWith(`generated${sep}`);
    if (isGenerated && path.endsWith(".map")) return;
    files.push({ path, text: isGenerated ? text.replace(mapComment, "") : text });
  });
  const errors = [...parsed.errors, ...ts.getPreEmitDiagnostics(program), ...emitted.diagnostics];
  if (errors.length > 0) throw new GenerationError(errors.map(toProblem));
  return { outDir, files };
}

function toProblem({ file, start, messageText, code }: ts.Diagnostic): Problem {
  const message = `TS${code}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  if (file === undefined || start === undefined) return { message, places: [] };
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  return { message, places: [`${shownPath(file.fileName)}:${line + 1}:${character + 1}`] };
}
