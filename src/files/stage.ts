import type { DataMetaClient } from "../client.js";
import { ClientError, ForbiddenError, ServerError, ValidationError } from "../engine/errors.js";
import type { Cancellation } from "./cancellation.js";
import type { Problem } from "./errors.js";
import { expectMembers } from "./expect-members.js";
import { inParallel, repeatHarmless } from "./in-parallel.js";
import type { Journal } from "./journal.js";
import { refusal, type Plan, type PlannedRecord } from "./plan.js";
import type { Platform } from "./platform.js";
import type { NamedFile } from "./check-files.js";
import type { Staged } from "./staged.js";
import { deleteFile, deleteMetaDataSet, finishWithin, unabortable } from "./staging.js";
import type { SubmitReport } from "./submit-report.js";
import type { TransferSettings } from "./transfer.js";
import { expectAnnounced, provisionalChecksum } from "./upload.js";

/** One run of `submit`. */
export interface Run {
  readonly platform: Platform;
  readonly client: DataMetaClient;
  readonly settings: TransferSettings;
  readonly cancellation: Cancellation;
  readonly concurrency: number;
  readonly agent: object | undefined;
  readonly plan: Plan;
  readonly staged: Staged;
  readonly journal: Journal | undefined;
  readonly report: SubmitReport;
}

/**
 * Stages the records that are not staged yet. It tries all of them to find all problems.
 *
 * @throws SubmissionError if the server refuses records
 */
export async function stageRecords(run: Run): Promise<void> {
  const { client, staged, journal, report } = run;
  const problems: Problem[] = [];
  const missing = run.plan.records.filter(({ row }) => !staged.records.has(row));
  await inParallel(missing, run.concurrency, run.cancellation, async (planned) => {
    const { row, values: record } = planned;
    const digest = journal ? digestOf(run.platform, record) : "";
    journal?.staging(row);
    await stage(run, {
      send: async () =>
        expectMembers(
          "CreateMetaDataSet",
          await client.createMetaDataSet({ body: { record } }, unabortable),
          ["id"],
        ),
      remove: ({ id }) => deleteMetaDataSet(client, id.uuid),
      keep({ id }) {
        staged.records.set(row, id);
        journal?.staged(row, digest, id);
      },
      refused(error) {
        journal?.refused({ row });
        problems.push(...problemsOf(error, planned));
      },
      lost: () => staged.unknown.rows.add(row),
    });
    report.done();
  });
  if (problems.length > 0) throw refusal(problems);
}

/**
 * Announces the files that are not announced yet.
 *
 * @throws SubmissionError if the server refuses files
 */
export async function announceFiles(run: Run): Promise<void> {
  const { client, staged, journal, report } = run;
  const problems: Problem[] = [];
  const missing = run.plan.files.filter(({ name }) => !staged.files.has(name));
  await inParallel(missing, run.concurrency, run.cancellation, async ({ name }: NamedFile) => {
    const body = { name, checksum: provisionalChecksum };
    journal?.announcing(name);
    await stage(run, {
      send: async () => expectAnnounced(await client.createFile({ body }, unabortable)),
      remove: ({ id }) => deleteFile(client, id.uuid),
      keep(announced) {
        staged.files.set(name, { id: announced.id, announced });
        journal?.announced(name, announced.id);
      },
      refused(error) {
        journal?.refused({ name });
        problems.push({ file: name, message: messageOf(error) });
      },
      lost: () => staged.unknown.files.add(name),
    });
    report.done();
  });
  if (problems.length > 0) throw refusal(problems);
}

/** One staging request, and what to do with its result. */
interface Staging<T> {
  readonly send: () => Promise<T>;
  readonly remove: (staged: T) => Promise<unknown>;
  readonly keep: (staged: T) => void;
  /** The server refused the data and has stored nothing. */
  readonly refused: (error: ClientError) => void;
  /** It is unknown whether the server has stored the data. */
  readonly lost: () => void;
}

async function stage<T>({ settings, cancellation }: Run, staging: Staging<T>): Promise<void> {
  const { signal } = cancellation;
  const { send, remove, keep, refused, lost } = staging;
  try {
    const sending = repeatHarmless(send, settings.retry, signal);
    const lose = (late: Promise<T>) => {
      lost();
      late.then(remove, () => undefined);
    };
    // A result that arrives after an abort is kept here, so that it is removed with the rest.
    keep(await finishWithin(sending, signal, { take: keep, lose }));
  } catch (error) {
    if (error instanceof ValidationError || error instanceof ForbiddenError) {
      refused(error);
      return;
    }
    if (error instanceof ClientError && mayBeStored(error)) lost();
    throw error;
  }
}

/** After a 500, nothing is stored: the server has rolled its transaction back. */
function mayBeStored(error: ClientError): boolean {
  return error.outcome === "unknown" && !(error instanceof ServerError && error.status === 500);
}

/** Converts the server's issues about a record to problems. */
function problemsOf(error: ClientError, { row, values }: PlannedRecord): Problem[] {
  const issues = error instanceof ValidationError ? error.issues : [];
  if (issues.length === 0) return [{ row, message: messageOf(error) }];
  return issues.map(({ field: column, message }) => {
    const value =
      column !== undefined && Object.hasOwn(values, column) ? values[column] : undefined;
    return {
      ...{ row, message },
      ...(column !== undefined && { column }),
      ...(typeof value === "string" && { value }),
    };
  });
}

/** Returns the server's message without the name of the method. */
function messageOf(error: ClientError): string {
  return error.message.replace(/^\w+ failed: /, "");
}

/** Computes a digest, to see in the next run whether a record has changed. */
export function digestOf(platform: Platform, record: object): string {
  const md5 = platform.createMd5();
  const entries = Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1));
  md5.update(new TextEncoder().encode(JSON.stringify(entries)));
  return md5.digest();
}
