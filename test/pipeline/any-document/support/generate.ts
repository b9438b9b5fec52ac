import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

import type { OpenApi } from "datameta-client/openapi";
import type { Problem } from "../../../../scripts/command/generation-error.js";
import { projectRoot } from "../../../../scripts/command/project.js";
import { isObject, type JsonObject } from "../../../../scripts/document/spec-document.js";
import { generateFiles } from "../../../../scripts/generate.js";
import { compileErrors } from "./compile.js";

/** The generated files of a document. */
export interface Generated extends AsyncDisposable {
  readonly folder: string;
  readonly warnings: readonly Problem[];
  read(file: string): string;
  /** Compiles the files and a program that uses them. Returns the errors. */
  compile(program?: string): Promise<string[]>;
  load(): Promise<OpenApi>;
}

/** A small document with these paths. Operations without responses get a 200 with JSON. */
export function documentOf(paths: JsonObject, more: JsonObject = {}): JsonObject {
  const answers = { 200: { description: "Done", content: { "application/json": { schema: {} } } } };
  const complete = (item: unknown): unknown =>
    !isObject(item)
      ? item
      : Object.fromEntries(
          Object.entries(item).map(([name, value]) => [
            name,
            /^(get|put|post|delete|options|head|patch|trace)$/.test(name) && isObject(value)
              ? { responses: answers, ...value }
              : value,
          ]),
        );
  const filled = Object.fromEntries(
    Object.entries(paths).map(([path, item]) => [path, complete(item)]),
  );
  return { openapi: "3.1.0", info: { title: "Any", version: "1" }, paths: filled, ...more };
}

/**
 * Generates the files of a document, or of several files, of which the first one is the entry. The
 * folder is inside the project, so that a program in it can import the package by its name.
 */
export async function generated(
  document: JsonObject | Readonly<Record<string, string>>,
): Promise<Generated> {
  await mkdir(join(projectRoot, ".cache"), { recursive: true });
  const folder = await mkdtemp(join(projectRoot, ".cache", "any-document-"));
  const files = "openapi" in document ? { "openapi.json": JSON.stringify(document) } : document;
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, "spec", name)), { recursive: true });
    await writeFile(join(folder, "spec", name), String(text));
  }
  const remove = () => rm(folder, { recursive: true, force: true });
  const spec = join(folder, "spec", Object.keys(files)[0] ?? "");
  const made = await generateFiles({ spec }).catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  for (const { file, text } of made.files) await writeFile(join(folder, file), text);
  const texts = new Map(made.files.map(({ file, text }) => [file, text]));
  const inFolder = (file: string): string => join(folder, file);
  return {
    folder,
    warnings: made.warnings,
    read: (file) => texts.get(file) ?? "",
    async compile(program = "") {
      await writeFile(inFolder("program.ts"), `${program}\nexport {};\n`);
      const sources = [...texts.keys()].filter((file) => file.endsWith(".ts"));
      return compileErrors([...sources, "program.ts"].map(inFolder));
    },
    // Safe: the generated table has this type. Otherwise, the tests that use it fail.
    load: async () => (await import(pathToFileURL(inFolder("operations.ts")).href)) as OpenApi,
    [Symbol.asyncDispose]: remove,
  };
}
