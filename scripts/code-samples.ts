import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { curlOf } from "./code-samples/curl.js";
import { GenerationError } from "./command/generation-error.js";
import { shownPath } from "./command/progress.js";
import type { JsonObject, SpecDocument } from "./document/spec-document.js";
import { listOperations, type Operation } from "./operations/operation-list.js";

/** A program for an operation, as documentation tools read it. */
export interface CodeSample {
  readonly lang: string;
  readonly label: string;
  readonly source: string;
}

/**
 * The samples of each operation, TypeScript first.
 *
 * @param folder - where the examples are, each in a file named by its operationId
 * @throws GenerationError where an operation has no example, or an example no operation
 */
export async function readCodeSamples(
  operations: readonly Operation[],
  folder: string,
): Promise<ReadonlyMap<Operation, readonly CodeSample[]>> {
  const files = new Set((await readdir(folder)).filter((name) => name.endsWith(".ts")));
  const samples = new Map<Operation, readonly CodeSample[]>();
  for (const operation of operations) {
    const file = `${operation.operationId ?? operation.methodName}.ts`;
    if (!files.delete(file)) {
      throw problem(join(folder, file), "is missing: each operation has an example.", "Write it.");
    }
    const source = await readFile(join(folder, file), "utf8");
    samples.set(operation, [
      { lang: "TypeScript", label: "TypeScript", source: source.trimEnd() },
      { lang: "Shell", label: "curl", source: curlOf(operation) },
    ]);
  }
  for (const file of files) {
    throw problem(
      join(folder, file),
      "names no operation of the document.",
      "Rename or remove it.",
    );
  }
  return samples;
}

/** The document with the samples in it, as `x-codeSamples`. */
export async function withCodeSamples(spec: SpecDocument, folder: string): Promise<JsonObject> {
  const { operations } = listOperations(spec);
  // A copy: the document itself belongs to who gave it.
  const document = structuredClone(spec.document) as Record<string, unknown>;
  for (const [operation, samples] of await readCodeSamples(operations, folder)) {
    const paths = document["paths"] as Record<string, Record<string, Record<string, unknown>>>;
    // The list was made of this very document, so the operation is where the list says.
    const target = paths[operation.path]?.[operation.method.toLowerCase()];
    if (target) target["x-codeSamples"] = samples;
  }
  return document;
}

function problem(path: string, message: string, advice: string): GenerationError {
  return new GenerationError([{ message, places: [shownPath(path)], advice }]);
}
