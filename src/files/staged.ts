import type { FileUploadResponse, Identifier } from "../../generated/schema.js";
import type { DataMetaClient } from "../client.js";
import { Cancellation } from "./cancellation.js";
import type { Leftovers } from "./errors.js";
import { inParallel } from "./in-parallel.js";
import type { Journal } from "./journal.js";
import { deleteFile, deleteMetaDataSet, unabortable } from "./staging.js";
import type { SubmittedFile } from "./submit-types.js";

/** An announced file. */
export interface StagedFile {
  readonly id: Identifier;
  /** The response with the upload URL; unknown if an earlier run has announced the file. */
  readonly announced?: FileUploadResponse;
  /** The MD5, after the server has received the content. */
  readonly checksum?: string;
}

/** The records and files that the server has for an unfinished submission. */
export class Staged {
  /** By row. */
  readonly records = new Map<number, Identifier>();
  /** By name. */
  readonly files = new Map<string, StagedFile>();
  /** Data that an earlier run staged and this run cannot use. */
  readonly useless = { fileIds: new Set<string>(), metadatasetIds: new Set<string>() };
  /** May be staged, because the response was lost. */
  readonly unknown = { files: new Set<string>(), rows: new Set<number>() };

  /** Returns the request body for the submission. */
  body(label: string | undefined) {
    return {
      metadatasetIds: [...this.records.values()].map(({ uuid }) => uuid),
      fileIds: [...this.files.values()].map(({ id }) => id.uuid),
      ...(label !== undefined && { label }),
    };
  }

  /** Returns the files in the order of `names`. */
  submitted(names: readonly string[]): SubmittedFile[] {
    return names.flatMap((name) => {
      const file = this.files.get(name);
      return file ? [{ id: file.id, name, checksum: file.checksum ?? "" }] : [];
    });
  }

  /** Lists what would stay on the server if nothing were removed. */
  left(): Leftovers {
    return {
      fileIds: [...this.useless.fileIds, ...[...this.files.values()].map(({ id }) => id.uuid)],
      metadatasetIds: [
        ...this.useless.metadatasetIds,
        ...[...this.records.values()].map(({ uuid }) => uuid),
      ],
      ...this.unknownLeft(),
    };
  }

  /** Forgets everything except these identifiers, which could not be removed. */
  keepOnly({ fileIds, metadatasetIds }: Pick<Leftovers, "fileIds" | "metadatasetIds">): void {
    this.records.clear();
    this.files.clear();
    this.useless.fileIds = new Set(fileIds);
    this.useless.metadatasetIds = new Set(metadatasetIds);
  }

  /** Lists what cannot be removed because its identifier is unknown. */
  unknownLeft(): Pick<Leftovers, "unknownFiles" | "unknownRows"> {
    return { unknownFiles: [...this.unknown.files], unknownRows: [...this.unknown.rows] };
  }
}

/**
 * Removes files and metadata sets from the server.
 *
 * @returns the identifiers that could not be removed
 */
export async function removeStaged(
  client: DataMetaClient,
  toRemove: Pick<Leftovers, "fileIds" | "metadatasetIds">,
  concurrency: number,
  journal: Journal | undefined,
): Promise<Pick<Leftovers, "fileIds" | "metadatasetIds">> {
  const { fileIds, metadatasetIds } = toRemove;
  const options = { ...unabortable, timeout: 30_000 };
  const [leftSets, leftFiles] = await Promise.all([
    removeAll(
      metadatasetIds,
      () =>
        client.bulkDeleteStagedMetaDataSets(
          { body: { metadatasetIds: [...metadatasetIds] } },
          options,
        ),
      (id) => deleteMetaDataSet(client, id),
      ...([concurrency, journal] as const),
    ),
    removeAll(
      fileIds,
      () => client.bulkDeleteStagedFiles({ body: { fileIds: [...fileIds] } }, options),
      (id) => deleteFile(client, id),
      ...([concurrency, journal] as const),
    ),
  ]);
  return { fileIds: leftFiles, metadatasetIds: leftSets };
}

/**
 * Removes all resources with one request. If the server refuses it, nothing was removed. The
 * resources are then removed one by one.
 */
async function removeAll(
  ids: readonly string[],
  all: () => Promise<unknown>,
  one: (id: string) => Promise<boolean>,
  concurrency: number,
  journal: Journal | undefined,
): Promise<string[]> {
  if (ids.length === 0) return [];
  const left: string[] = [];
  try {
    await all();
  } catch {
    await inParallel(ids, concurrency, new Cancellation(undefined), async (id) => {
      if (!(await one(id))) left.push(id);
    });
  }
  journal?.removed(ids.filter((id) => !left.includes(id)));
  return left;
}
