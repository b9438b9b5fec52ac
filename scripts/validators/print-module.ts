import { readFile } from "node:fs/promises";

import type { SpecDocument } from "../document/spec-document.js";
import { headerOf } from "../step.js";

/** A generated module whose code is plain JavaScript, and whose exports have types. */
export interface ValidatorModule {
  /** The URL of the TypeScript file whose declarations the module begins with. */
  readonly types: URL;
  /** JavaScript that declares what the table names. */
  readonly code: string;
  /** A JavaScript expression. */
  readonly table: string;
  /** TypeScript that ends the module, and exports the `table`. */
  readonly exports: string;
}

/** Prints a module that imports nothing. */
export async function printModule(spec: SpecDocument, module: ValidatorModule): Promise<string> {
  const { types, code, table, exports } = module;
  const declarations = await readFile(types, "utf8");
  return `${headerOf(spec)}${header}${declarations}\n${code}\nconst table = ${table};\n\n${exports}`;
}

const header = `/* eslint-disable -- Printed by ajv, whose style this is. */
// @ts-nocheck -- ajv prints plain JavaScript; only what is exported is typed.

`;
