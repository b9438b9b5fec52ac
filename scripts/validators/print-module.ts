import { readFile } from "node:fs/promises";

import type { SpecDocument } from "../document/spec-document.js";
import { headerOf } from "../step.js";

/** A generated module of plain JavaScript with typed exports. */
export interface ValidatorModule {
  /** The URL of a TypeScript file. Its declarations are at the start of the module. */
  readonly types: URL;
  /** JavaScript that declares the functions in the table. */
  readonly code: string;
  /** A JavaScript expression. */
  readonly table: string;
  /** TypeScript at the end of the module that exports the `table`. */
  readonly exports: string;
}

/** Prints a module without imports. */
export async function printModule(spec: SpecDocument, module: ValidatorModule): Promise<string> {
  const { types, code, table, exports } = module;
  const declarations = await readFile(types, "utf8");
  return `${headerOf(spec)}${header}${declarations}\n${code}\nconst table = ${table};\n\n${exports}`;
}

const header = `/* eslint-disable -- ajv prints this code in its own style. */
// @ts-nocheck -- ajv prints plain JavaScript. Only the exports have types.

`;
