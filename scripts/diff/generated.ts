import ts from "typescript";

import { walkDocument, type MutableObject } from "../document/grammar.js";
import { isObject, specDocument, type SpecDocument } from "../document/spec-document.js";
import { mendDocument } from "../mend.js";
import { nameOperations } from "../mend/operation-names.js";
import { listOperations, type Operation } from "../operations.js";
import { printTypes } from "../schema.js";
import { chooseSchemaNames } from "../schema/schema-names.js";
import { cutToAffected } from "./affected.js";

/** What the pipeline makes of a document, as far as programs meet it. */
export interface Generated {
  readonly spec: SpecDocument;
  readonly operations: readonly Operation[];
  readonly types: string;
}

/**
 * Runs the pipeline in memory on what is not the same in two documents.
 *
 * @returns both, and whether a component is the same in both with all that it refers to
 * @throws GenerationError if a document cannot be generated from
 */
export function generateBoth(
  before: SpecDocument,
  after: SpecDocument,
): { readonly both: readonly Generated[]; readonly isUnchanged: (own: string) => boolean } {
  const { cut, affected } = cutToAffected(named(before), named(after));
  const both = cut.map((each) => {
    const { spec } = mendDocument(each);
    const { operations } = listOperations(spec);
    withoutProse({ ...spec.document });
    return { spec, operations, types: printTypes(spec, chooseSchemaNames(spec).names) };
  });
  const component = /^#\/components\/([^/]+\/[^/]+)$/;
  const isUnchanged = (own: string): boolean => {
    const name = component.exec(own)?.[1];
    return name !== undefined && !affected.has(name);
  };
  return { both, isUnchanged };
}

/** Removes what makes comments and no types; in place, since `mendDocument` has made a copy. */
function withoutProse(document: MutableObject): void {
  const prose = ["description", "summary", "title", "example", "examples", "externalDocs"];
  walkDocument(document, ({ value }) => {
    for (const name of prose) Reflect.deleteProperty(value, name);
  });
}

/** The document with the names of all its operations, which must not depend on what is cut away. */
function named({ document, locate }: SpecDocument): SpecDocument {
  const copies = (value: unknown, depth: number): unknown =>
    depth === 0 || !isObject(value)
      ? value
      : Object.fromEntries(
          Object.entries(value).map(([name, each]) => [name, copies(each, depth - 1)]),
        );
  const copy: MutableObject = { ...document, paths: copies(document["paths"], 3) };
  nameOperations(copy, () => undefined);
  return specDocument(copy, locate);
}

/** The global types that generated code uses: reading TypeScript's own takes longer than all else. */
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

/** What a body is if its media type, and not the document, decides. */
const bodies = "export declare const text: string, binary: Blob, empty: undefined;";

const options: ts.CompilerOptions = {
  ...{ noLib: true, strict: true, exactOptionalPropertyTypes: true, types: [] },
  ...{ target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
};

/** The types of both documents, under one checker that can compare them. */
export interface Compiled {
  readonly checker: ts.TypeChecker;
  /** An exported declaration of one of the documents, such as `operations`. */
  readonly exported: (side: "before" | "after" | "bodies", name: string) => ts.Type | undefined;
}

export function compileBoth(before: Generated, after: Generated): Compiled {
  const texts = new Map<string, string>([
    ...([
      ["globals.d.ts", globals],
      ["bodies.ts", bodies],
    ] as const),
    ...([
      ["before.ts", before.types],
      ["after.ts", after.types],
    ] as const),
  ]);
  const host: ts.CompilerHost = {
    getSourceFile: (name) =>
      ts.createSourceFile(name, texts.get(name) ?? "", ts.ScriptTarget.ESNext),
    fileExists: (name) => texts.has(name),
    readFile: (name) => texts.get(name),
    getDefaultLibFileName: () => "globals.d.ts",
    getCurrentDirectory: () => "",
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    writeFile: () => undefined,
  };
  const program = ts.createProgram({ rootNames: [...texts.keys()], options, host });
  const checker = program.getTypeChecker();
  return {
    checker,
    exported(side, name) {
      const file = program.getSourceFile(`${side}.ts`);
      const module = file && checker.getSymbolAtLocation(file);
      const found = module && checker.getExportsOfModule(module).find((each) => each.name === name);
      if (found === undefined) return undefined;
      const isType = (found.flags & ts.SymbolFlags.Type) !== 0;
      return isType ? checker.getDeclaredTypeOfSymbol(found) : checker.getTypeOfSymbol(found);
    },
  };
}
