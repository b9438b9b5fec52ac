import ts from "typescript";

import { walkDocument, type MutableObject } from "../document/grammar.js";
import { isObject, specDocument, type SpecDocument } from "../document/spec-document.js";
import { normalizeDocument } from "../normalize.js";
import { nameOperations } from "../normalize/operation-names.js";
import { listOperations, type Operation } from "../operations.js";
import { printTypes } from "../schema.js";
import { chooseSchemaNames } from "../schema/schema-names.js";
import { both, type Both } from "./part.js";
import { cutToAffected } from "./references.js";
import { TypeJudge } from "./types.js";

/** The part of the pipeline's output that programs use. */
export interface Generated {
  readonly spec: SpecDocument;
  readonly operations: readonly Operation[];
  /** The exported types of schemas, by the schemas' names. */
  readonly names: ReadonlyMap<string, string>;
  readonly types: string;
}

/** Runs the pipeline in memory on the parts that differ between two documents. */
export function generateBoth(documents: Both<SpecDocument>): Both<Generated> {
  return both(cutToAffected(both(documents, named)), generate);
}

function generate({ document, locate }: SpecDocument): Generated {
  // Without `locate`: looking up lines for warnings is slow, and the warnings are not shown.
  const { spec } = normalizeDocument(specDocument(document));
  const { operations } = listOperations(spec);
  // These keywords only produce comments, which are slow to print.
  const prose = ["description", "summary", "title", "example", "examples", "externalDocs"];
  walkDocument({ ...spec.document }, ({ value }) => {
    for (const name of prose) Reflect.deleteProperty(value, name);
  });
  const { names } = chooseSchemaNames(spec);
  return { spec: { ...spec, locate }, operations, names, types: printTypes(spec, names) };
}

/** Names all operations before the document is cut, because names depend on the other operations. */
function named({ document, locate }: SpecDocument): SpecDocument {
  const copy = (value: unknown, depth: number): unknown =>
    depth === 0 || !isObject(value)
      ? value
      : Object.fromEntries(
          Object.entries(value).map(([name, each]) => [name, copy(each, depth - 1)]),
        );
  const result: MutableObject = { ...document, paths: copy(document["paths"], 3) };
  nameOperations(result, () => undefined);
  return specDocument(result, locate);
}

/** The global types that generated code uses. Reading TypeScript's own files would be much slower. */
const globals = `
interface Array<T> { length: number; [index: number]: T; }
interface Boolean {} interface CallableFunction {} interface Function {} interface IArguments {}
interface NewableFunction {} interface Number {} interface Object {} interface RegExp {} interface String {}
interface Blob { readonly size: number; readonly type: string; }
type Exclude<T, U> = T extends U ? never : T;
type Extract<T, U> = T extends U ? T : never;
type Pick<T, K extends keyof T> = { [P in K]: T[P] };
type Omit<T, K extends keyof any> = Pick<T, Exclude<keyof T, K>>;
type Partial<T> = { [P in keyof T]?: T[P] };
type Required<T> = { [P in keyof T]-?: T[P] };
type Record<K extends keyof any, T> = { [P in K]: T };
`;

const options: ts.CompilerOptions = {
  ...{ noLib: true, strict: true, exactOptionalPropertyTypes: true, types: [] },
  ...{ target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
};

/** The types of both documents in one type checker, which can compare them. */
export interface Compiled {
  readonly types: TypeJudge;
  /** Returns an exported type of one document, such as `operations`. */
  readonly exported: (side: "before" | "after", name: string) => ts.Type | undefined;
}

export function compileBoth(before: Generated, after: Generated): Compiled {
  const texts: Readonly<Record<string, string>> = {
    ...{ "globals.d.ts": globals, "before.ts": before.types, "after.ts": after.types },
  };
  const host: ts.CompilerHost = {
    getSourceFile: (name) => ts.createSourceFile(name, texts[name] ?? "", ts.ScriptTarget.ESNext),
    fileExists: (name) => name in texts,
    readFile: (name) => texts[name],
    getDefaultLibFileName: () => "globals.d.ts",
    getCurrentDirectory: () => "",
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    writeFile: () => undefined,
  };
  const program = ts.createProgram({ rootNames: Object.keys(texts), options, host });
  const checker = program.getTypeChecker();
  return {
    types: new TypeJudge(checker),
    exported(side, name) {
      const file = program.getSourceFile(`${side}.ts`);
      const module = file && checker.getSymbolAtLocation(file);
      const found = module && checker.getExportsOfModule(module).find((each) => each.name === name);
      return found && checker.getDeclaredTypeOfSymbol(found);
    },
  };
}
