import type { Identifier } from "../../generated/schema.js";
import type { JournalFile } from "./platform.js";

/** One line of a journal. Each step has one line before it starts and one after it ends. */
type Entry =
  | { readonly event: "begin"; readonly server: string; readonly format: 1 }
  | { readonly event: "staging"; readonly row: number }
  | {
      readonly event: "staged";
      readonly row: number;
      readonly digest: string;
      readonly id: Identifier;
    }
  | { readonly event: "announcing"; readonly name: string }
  | { readonly event: "announced"; readonly name: string; readonly id: Identifier }
  | { readonly event: "refused"; readonly row?: number; readonly name?: string }
  | { readonly event: "removed"; readonly ids: readonly string[] }
  | { readonly event: "submitting"; readonly digest: string }
  | { readonly event: "submitted"; readonly digest: string; readonly id: Identifier };

/** The steps of earlier runs, read from the journal. */
export interface Past {
  readonly server: string | undefined;
  /** Staged records by UUID. The digest shows whether the row has changed since then. */
  readonly records: Map<string, { readonly row: number; readonly digest: string }>;
  /** Announced files by UUID. */
  readonly files: Map<string, string>;
  readonly ids: Map<string, Identifier>;
  /** Rows and names of requests without a known response. */
  readonly openRows: Set<number>;
  readonly openFiles: Set<string>;
  /** The digest of the records that the run was about to submit. */
  submitting: string | undefined;
  submitted: { readonly digest: string; readonly id: Identifier } | undefined;
}

/** Writes each step to a small file, so that the next run can continue from there. */
export class Journal {
  constructor(readonly file: JournalFile) {}

  begin(server: string): void {
    this.#write({ event: "begin", format: 1, server });
  }

  staging(row: number): void {
    this.#write({ event: "staging", row });
  }

  staged(row: number, digest: string, id: Identifier): void {
    this.#write({ event: "staged", row, digest, id });
  }

  announcing(name: string): void {
    this.#write({ event: "announcing", name });
  }

  announced(name: string, id: Identifier): void {
    this.#write({ event: "announced", name, id });
  }

  /** The server has stored nothing. */
  refused(what: { readonly row?: number; readonly name?: string }): void {
    this.#write({ event: "refused", ...what });
  }

  removed(ids: readonly string[]): void {
    if (ids.length > 0) this.#write({ event: "removed", ids });
  }

  submitting(digest: string): void {
    this.#write({ event: "submitting", digest });
  }

  submitted(digest: string, id: Identifier): void {
    this.#write({ event: "submitted", digest, id });
  }

  #write(entry: Entry): void {
    this.file.append(JSON.stringify(entry));
  }
}

/** Reads what earlier runs have done. Skips a line that was cut off when the process was killed. */
export function readPast(lines: readonly string[]): Past {
  const past: Past = {
    ...{ server: undefined, submitting: undefined, submitted: undefined },
    ...{ records: new Map(), files: new Map(), ids: new Map() },
    ...{ openRows: new Set(), openFiles: new Set() },
  };
  return lines.flatMap(parse).reduce(follow, past);
}

function parse(line: string): Entry[] {
  try {
    const entry: unknown = JSON.parse(line);
    // Safe: `Journal` wrote it, and `follow` ignores unknown events.
    return typeof entry === "object" && entry !== null && "event" in entry ? [entry as Entry] : [];
  } catch {
    return [];
  }
}

function follow(past: Past, entry: Entry): Past {
  const { records, files, ids, openRows, openFiles } = past;
  switch (entry.event) {
    case "begin":
      return { ...past, server: past.server ?? entry.server };
    case "staging":
      openRows.add(entry.row);
      return past;
    case "staged":
      openRows.delete(entry.row);
      records.set(entry.id.uuid, { row: entry.row, digest: entry.digest });
      ids.set(entry.id.uuid, entry.id);
      return past;
    case "announcing":
      openFiles.add(entry.name);
      return past;
    case "announced":
      openFiles.delete(entry.name);
      files.set(entry.id.uuid, entry.name);
      ids.set(entry.id.uuid, entry.id);
      return past;
    case "refused":
      if (entry.row !== undefined) openRows.delete(entry.row);
      if (entry.name !== undefined) openFiles.delete(entry.name);
      return past;
    case "removed":
      for (const id of entry.ids) {
        records.delete(id);
        files.delete(id);
      }
      return past;
    case "submitting":
      past.submitting = entry.digest;
      return past;
    case "submitted":
      past.submitted = { digest: entry.digest, id: entry.id };
      return past;
    default:
      entry satisfies never;
      return past;
  }
}
