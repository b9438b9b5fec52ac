import type { Identifier } from "../../generated/schema.js";
import { settingsOf } from "../datameta/client-settings.js";
import { markError } from "../datameta/errors.js";
import {
  ConfigurationError,
  ForbiddenError,
  NotFoundError,
  ValidationError,
} from "../engine/errors.js";
import type { Created } from "./create-once.js";
import { inParallel } from "./in-parallel.js";
import type { Past } from "./journal.js";
import { digestOf, type Run } from "./stage.js";
import { removeStaged } from "./staged.js";

/**
 * Resumes an earlier run with the same journal. Reuses the records and files that the server still
 * has, and removes the ones that have changed since then.
 *
 * @returns the submission, if the earlier run has completed it
 * @throws ConfigurationError if the journal belongs to another submission or server
 */
export async function resume(run: Run, past: Past): Promise<Created | undefined> {
  const { client, plan, staged, journal, platform } = run;
  const server = settingsOf(client)?.baseUrl ?? "";
  if (past.server !== undefined && past.server !== server) {
    throw otherJournal("belongs to another server");
  }
  if (past.server === undefined) journal?.begin(server);
  past.openFiles.forEach((name) => staged.unknown.files.add(name));
  past.openRows.forEach((row) => staged.unknown.rows.add(row));

  const digest = digestOf(
    platform,
    plan.records.map(({ values }) => values),
  );
  const made = past.submitted ?? (await findMade(run, past));
  if (made) {
    if (made.digest !== digest)
      throw otherJournal("belongs to another submission, which is complete");
    journal?.submitted(made.digest, made.id);
    takeRecords(run, past);
    await inParallel([...past.files], run.concurrency, run.cancellation, async ([uuid, name]) => {
      const { signal } = run.cancellation;
      const { id, checksum } = await client.getFile({ id: uuid }, { signal });
      staged.files.set(name, { id, checksum });
    });
    return { id: made.id, label: plan.label ?? null };
  }
  takeRecords(run, past);
  await takeFiles(run, past);
  await forgetMissing(run);
  await removeUseless(run);
  return undefined;
}

function otherJournal(what: string): ConfigurationError {
  return markError(
    new ConfigurationError(`submit: the journal ${what}. Use another journal or remove this one.`),
  );
}

/** Asks whether a run that was about to submit has succeeded. */
async function findMade(
  { client, cancellation }: Run,
  { submitting, records }: Past,
): Promise<Past["submitted"]> {
  if (submitting === undefined) return undefined;
  const { signal } = cancellation;
  for (const uuid of records.keys()) {
    try {
      const { submissionId: id } = await client.getMetaDataSet({ id: uuid }, { signal });
      return id ? { digest: submitting, id } : undefined;
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  return undefined;
}

/** Reuses the staged records that have not changed. */
function takeRecords({ platform, plan, staged }: Run, past: Past): void {
  const byDigest = new Map<string, Identifier[]>();
  for (const [uuid, { digest }] of past.records) {
    const id = past.ids.get(uuid) ?? { uuid };
    byDigest.set(digest, [...(byDigest.get(digest) ?? []), id]);
  }
  for (const { row, values } of plan.records) {
    const id = byDigest.get(digestOf(platform, values))?.shift();
    if (id) staged.records.set(row, id);
  }
  for (const ids of byDigest.values()) {
    for (const { uuid } of ids) staged.useless.metadatasetIds.add(uuid);
  }
}

/** Reuses the files that are complete on the server and have the same MD5. */
async function takeFiles(run: Run, past: Past): Promise<void> {
  const { client, plan, staged, platform, report, concurrency, cancellation } = run;
  const { signal } = cancellation;
  const wanted = new Map(plan.files.map((file) => [file.name, file]));
  report.begin("checking", past.files.size);
  await inParallel([...past.files], concurrency, cancellation, async ([uuid, name]) => {
    const file = await client.getFile({ id: uuid }, { signal }).catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    });
    report.done();
    if (!file) return;
    const content = wanted.get(name)?.content;
    const isSame =
      content?.isRepeatable() === true &&
      file.contentUploaded &&
      file.filesize === content.size &&
      !staged.files.has(name) &&
      file.checksum === (await checksumOf(platform, content.read(), signal));
    if (!isSame || staged.files.has(name)) {
      staged.useless.fileIds.add(uuid);
      return;
    }
    staged.files.set(name, { id: file.id, checksum: file.checksum });
    report.has(name, file.filesize ?? 0);
  });
}

async function checksumOf(
  platform: Run["platform"],
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<string> {
  const md5 = platform.createMd5();
  for await (const chunk of chunks) {
    signal.throwIfAborted();
    md5.update(chunk);
  }
  return md5.digest();
}

/** Forgets records that were deleted on the server. Its check lists them. */
async function forgetMissing({ client, staged, cancellation }: Run): Promise<void> {
  if (staged.records.size === 0) return;
  const body = {
    metadatasetIds: [...staged.records.values()].map(({ uuid }) => uuid),
    fileIds: [],
  };
  try {
    await client.prevalidateSubmission({ body }, { signal: cancellation.signal });
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    const missing = new Set(
      error.issues
        .filter(({ message }) => /not found|access denied/i.test(message))
        .map(({ entity }) => entity?.uuid),
    );
    for (const [row, { uuid }] of staged.records) {
      if (missing.has(uuid)) staged.records.delete(row);
    }
  }
}

async function removeUseless({ client, staged, concurrency, journal }: Run): Promise<void> {
  const { fileIds, metadatasetIds } = staged.useless;
  const toRemove = { fileIds: [...fileIds], metadatasetIds: [...metadatasetIds] };
  const left = await removeStaged(client, toRemove, concurrency, journal);
  staged.useless.fileIds = new Set(left.fileIds);
  staged.useless.metadatasetIds = new Set(left.metadatasetIds);
}

/** Some releases of the server answer 403 for a deleted file. */
function isMissing(error: unknown): boolean {
  return error instanceof NotFoundError || error instanceof ForbiddenError;
}
