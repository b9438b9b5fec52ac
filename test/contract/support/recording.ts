import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { BodyKind } from "./recorder.js";

/** The responses in the tests of one file. */
export interface FileRecording {
  readonly file: string;
  readonly seen: readonly { readonly answer: string; readonly kinds: readonly BodyKind[] }[];
  readonly notApplicable: { readonly test: string; readonly reason: string }[];
}

/** The responses of a server: kinds of body by operation and status, all sorted. */
export type Seen = Readonly<Record<string, readonly BodyKind[]>>;

/** Merges the recordings of all files. */
export interface Recording {
  readonly files: readonly string[];
  readonly seen: Seen;
  readonly notApplicable: FileRecording["notApplicable"];
}

export async function readRecordings(folder: string): Promise<Recording> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
  const recordings = await Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), "utf8");
      return JSON.parse(text) as FileRecording; // Safe: only test files write recordings.
    }),
  );
  return {
    files: recordings.map(({ file }) => file),
    seen: merge(recordings.flatMap(({ seen }) => seen)),
    notApplicable: recordings.flatMap(({ notApplicable }) => notApplicable),
  };
}

function merge(seen: FileRecording["seen"]): Seen {
  const kinds = new Map<string, Set<BodyKind>>();
  for (const each of seen) {
    const known = kinds.get(each.answer) ?? new Set();
    for (const kind of each.kinds) known.add(kind);
    kinds.set(each.answer, known);
  }
  const sorted = [...kinds].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([answer, set]) => [answer, [...set].sort()]));
}
