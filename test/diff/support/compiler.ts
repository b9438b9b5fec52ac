import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";

import { operationsStep } from "../../../scripts/operations.js";
import { schemaStep } from "../../../scripts/schema.js";
import type { SpecDocument } from "../../../scripts/document/spec-document.js";
import { projectRoot } from "../../pipeline/support/run-script.js";

/** A package generated from one document, and the programs that are compiled against it. */
export interface Packaged {
  readonly name: string;
  /** The generated files, by their names. */
  readonly generated: Readonly<Record<string, string>>;
  readonly programs: Readonly<Record<string, string>>;
}

/** Runs the steps of the pipeline that generate types. */
export async function generateTypes(spec: SpecDocument): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const step of [schemaStep, operationsStep]) texts[step.file] = (await step.run(spec)).text;
  return texts;
}

const options: ts.CompilerOptions = {
  ...ts.convertCompilerOptionsFromJson(
    // The compiler's own parser accepts comments in the file.
    (
      ts.readConfigFile(join(projectRoot, "tsconfig.base.json"), (file) =>
        ts.sys.readFile(file),
      ) as {
        config: { compilerOptions: unknown };
      }
    ).config.compilerOptions,
    projectRoot,
  ).options,
  noEmit: true,
  types: ["node"],
  typeRoots: [join(projectRoot, "node_modules", "@types")],
  noUnusedLocals: false,
  noUnusedParameters: false,
  noPropertyAccessFromIndexSignature: false,
  skipLibCheck: true,
};

const source = join(projectRoot, "src");
const files = new Map<string, ts.SourceFile>();
const texts = new Map<string, string>();
const resolved = new Map<string, ts.ResolvedModuleFull | undefined>();

/** Lists the files of src/ that import generated/. Each package has its own copy of them. */
const bound = findBound();

function findBound(): Set<string> {
  const imports = new Map<string, string[]>();
  for (const file of ts.sys.readDirectory(source, [".ts"], undefined, ["*.ts"])) {
    const { importedFiles } = ts.preProcessFile(readFileSync(file, "utf8"));
    imports.set(
      file,
      importedFiles.map(({ fileName }) => resolve(dirname(file), fileName.replace(/\.js$/, ".ts"))),
    );
  }
  const found = new Set<string>();
  const isGenerated = (file: string): boolean => file.startsWith(join(projectRoot, "generated"));
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const [file, targets] of imports) {
      if (targets.some((target) => isGenerated(target) || found.has(target))) found.add(file);
    }
  }
  return found;
}

/**
 * Compiles programs, each against its own package, with one compiler, so that the declarations of
 * the platform are read only once.
 *
 * @returns the first compiler error of each program, by package and program
 */
export function compile(packages: readonly Packaged[]): Map<string, Map<string, string>> {
  // Nothing is written to this folder. Module names are resolved from it.
  const base = join(projectRoot, ".cache", "consumers");
  const own = new Map<string, string>();
  for (const { name, generated, programs } of packages) {
    for (const file of bound) {
      own.set(join(base, name, "src", file.slice(source.length + 1)), readText(file) ?? "");
    }
    for (const [file, text] of Object.entries(generated)) {
      own.set(join(base, name, "generated", file), text);
    }
    for (const [file, text] of Object.entries(programs)) own.set(join(base, name, file), text);
  }
  const host: ts.CompilerHost = {
    ...ts.createCompilerHost(options),
    fileExists: (file) => own.has(file) || ts.sys.fileExists(file),
    readFile: (file) => own.get(file) ?? ts.sys.readFile(file),
    getSourceFile: (file, language) => {
      const text = own.get(file);
      return text === undefined
        ? sharedFile(file, language)
        : ts.createSourceFile(file, text, language);
    },
    resolveModuleNameLiterals: (literals, containing) =>
      literals.map(({ text }) => ({ resolvedModule: resolveModule(text, containing) })),
  };
  const resolveModule = (name: string, containing: string): ts.ResolvedModuleFull | undefined => {
    if (!name.startsWith(".")) return resolvePackage(name, host);
    const target = resolve(dirname(containing), name.replace(/\.js$/, ".ts"));
    if (own.has(target)) return { resolvedFileName: target, extension: ".ts" };
    const [, rest] = /[\\/]consumers[\\/][^\\/]+[\\/](.*)$/.exec(target) ?? [];
    const real = rest === undefined ? target : join(projectRoot, rest);
    if (ts.sys.fileExists(real)) return { resolvedFileName: real, extension: ".ts" };
    return ts.resolveModuleName(
      name,
      containing,
      options,
      host,
      undefined,
      undefined,
      ts.ModuleKind.ESNext,
    ).resolvedModule;
  };
  const roots = packages.flatMap(({ name, programs }) =>
    Object.keys(programs).map((file) => join(base, name, file)),
  );
  const program = ts.createProgram({ rootNames: roots, options, host });
  return new Map(
    packages.map(({ name, programs }) => [
      name,
      new Map(
        Object.keys(programs).flatMap((file) => {
          const complaint = firstComplaint(program, join(base, name, file));
          return complaint === undefined ? [] : [[file, complaint] as const];
        }),
      ),
    ]),
  );
}

function firstComplaint(program: ts.Program, file: string): string | undefined {
  const sourceFile = program.getSourceFile(file);
  if (sourceFile === undefined) throw new Error(`${file} is not part of the program`);
  const [found] = [
    ...program.getSyntacticDiagnostics(sourceFile),
    ...program.getSemanticDiagnostics(sourceFile),
  ];
  if (found === undefined) return undefined;
  const { line } = sourceFile.getLineAndCharacterOfPosition(found.start ?? 0);
  return `${line + 1}: ${ts.flattenDiagnosticMessageText(found.messageText, " ").slice(0, 300)}`;
}

function readText(file: string): string | undefined {
  const known = texts.get(file) ?? ts.sys.readFile(file);
  if (known !== undefined) texts.set(file, known);
  return known;
}

function sharedFile(
  file: string,
  language: ts.ScriptTarget | ts.CreateSourceFileOptions,
): ts.SourceFile | undefined {
  const known = files.get(file);
  if (known !== undefined) return known;
  const text = readText(file);
  if (text === undefined) return undefined;
  const parsed = ts.createSourceFile(file, text, language);
  files.set(file, parsed);
  return parsed;
}

function resolvePackage(
  name: string,
  host: ts.ModuleResolutionHost,
): ts.ResolvedModuleFull | undefined {
  if (!resolved.has(name)) {
    const from = join(source, "client.ts");
    resolved.set(
      name,
      ts.resolveModuleName(name, from, options, host, undefined, undefined, ts.ModuleKind.ESNext)
        .resolvedModule,
    );
  }
  return resolved.get(name);
}
