import { readFile } from "node:fs/promises";

import { writeOutputs } from "../step.js";

/** How much is kept, in characters of results; of our own document it is a quarter of a million. */
const largest = 4_000_000;

/** Where a memory lies between runs, and what makes one useless. */
export interface MemoryOptions {
  readonly file: string;
  /** What besides a part's text decides its result: another version has another memory. */
  readonly version: string;
}

/**
 * What was formatted before, by its text: after a small change of the document most of it comes again,
 * and formatting is the dearest part of the work. It outlasts the process in a file, which may be
 * deleted at any time.
 */
export class PartMemory {
  readonly #file: string;
  readonly #version: string;
  readonly #results: Map<string, string>;
  #isChanged = false;

  private constructor({ file, version }: MemoryOptions, results: Map<string, string>) {
    this.#file = file;
    this.#version = version;
    this.#results = results;
  }

  /** Opens the file; one that is missing, broken or of another version is as good as an empty one. */
  static async open(options: MemoryOptions): Promise<PartMemory> {
    try {
      const kept: unknown = JSON.parse(await readFile(options.file, "utf8"));
      return new PartMemory(options, new Map(resultsOf(kept, options.version)));
    } catch {
      return new PartMemory(options, new Map());
    }
  }

  /** The part's result: the remembered one, or what `format` makes of it. */
  async recall(part: string, format: () => Promise<string>): Promise<string> {
    const known = this.#results.get(part);
    this.#isChanged ||= known === undefined;
    const result = known ?? (await format());
    // The last used are the last to go: a Map keeps the order of insertion.
    this.#results.delete(part);
    this.#results.set(part, result);
    return result;
  }

  /** Forgets what was not used for longest, where it is too much, and writes the file anew. */
  async save(): Promise<void> {
    if (!this.#isChanged) return;
    let size = 0;
    for (const result of this.#results.values()) size += result.length;
    for (const [oldest, result] of this.#results) {
      if (size <= largest) break;
      this.#results.delete(oldest);
      size -= result.length;
    }
    this.#isChanged = false;
    const text = JSON.stringify({ version: this.#version, results: [...this.#results] });
    // Where it cannot be written, the next run is slower, and nothing else.
    await writeOutputs([{ path: this.#file, text }]).catch(() => undefined);
  }
}

function resultsOf(kept: unknown, version: string): [string, string][] {
  if (typeof kept !== "object" || kept === null) return [];
  if (!("version" in kept) || kept.version !== version) return [];
  if (!("results" in kept) || !Array.isArray(kept.results)) return [];
  return kept.results.filter(isResult);
}

function isResult(entry: unknown): entry is [string, string] {
  return (
    Array.isArray(entry) && entry.length === 2 && entry.every((text) => typeof text === "string")
  );
}
