import { readFile } from "node:fs/promises";

import { build } from "esbuild";

import { projectRoot } from "../command/project.js";
import { generatedNotice } from "../step.js";

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

/** Prints a module that imports nothing: the run-time helpers of ajv are inlined. */
export async function printModule(module: ValidatorModule): Promise<string> {
  const { types, code, table, exports } = module;
  const source = await bundle(`${code}\nexport const table = ${table};\n`);
  const declarations = await readFile(types, "utf8");
  const whole = source.replace(bundledExport, () => `\n${exports}`);
  return `${generatedNotice}${header}${declarations}\n${whole}`;
}

const header = `/* eslint-disable -- Printed by ajv and esbuild, whose style this is. */
// @ts-nocheck -- ajv prints plain JavaScript; only what is exported is typed.

`;

const bundledExport = /export \{\s*table\s*\};\s*$/;

async function bundle(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: projectRoot, loader: "js" },
    absWorkingDir: projectRoot,
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    logLevel: "silent",
  });
  return outputFiles.map(({ text }) => text.replaceAll(/^\s*\/\/ .*\n/gm, "")).join("");
}
