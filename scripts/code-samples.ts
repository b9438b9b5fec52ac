import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { curlOf } from "./code-samples/curl.js";
import { GenerationError } from "./command/generation-error.js";
import { shownPath } from "./command/progress.js";
import type { JsonObject, SpecDocument } from "./document/spec-document.js";
import { listOperations, type Operation } from "./operations/operation-list.js";

/** A sample program of an operation, in the format of documentation tools. */
export interface CodeSample {
  readonly lang: string;
  readonly label: string;
  readonly source: string;
}

/**
 * Returns the samples of each operation, with TypeScript first.
 *
 * @param folder - the folder of the examples. Each file is named after its operationId
 * @throws GenerationError if an operation has no example, or an example has no operation
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
      "does not match an operation of the document.",
      "Rename or remove it.",
    );
  }
  return samples;
}

/** Adds the samples to a document as `x-codeSamples`. */
export async function withCodeSamples(spec: SpecDocument, folder: string): Promise<JsonObject> {
  const { operations } = listOperations(spec);
  // A copy, because the document belongs to the caller.
  const document = structuredClone(spec.document) as Record<string, unknown>;
  for (const [operation, samples] of await readCodeSamples(operations, folder)) {
    const paths = document["paths"] as Record<string, Record<string, Record<string, unknown>>>;
    // Safe: the list was created from this document.
    const target = paths[operation.path]?.[operation.method.toLowerCase()];
    if (target) target["x-codeSamples"] = samples;
  }
  return document;
}

function problem(path: string, message: string, advice: string): GenerationError {
  return new GenerationError([{ message, places: [shownPath(path)], advice }]);
}
