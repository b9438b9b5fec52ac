import type { DataMetaClient } from "../client.js";
import { Cancellation } from "./cancellation.js";
import { ClientError } from "../engine/errors.js";
import { visible } from "./check-value.js";
import { createOnce, UncertainSubmissionError, type Created } from "./create-once.js";
import { SubmissionError, type Leftovers } from "./errors.js";
import { inParallel } from "./in-parallel.js";
import { Journal, readPast } from "./journal.js";
import { createPlan } from "./plan.js";
import type { Platform } from "./platform.js";
import { resume } from "./resume.js";
import { removeStaged, Staged } from "./staged.js";
import { announceFiles, stageRecords, type Run } from "./stage.js";
import { SubmitReport } from "./submit-report.js";
import type { CheckedSubmission, Submission, SubmitOptions } from "./submit-types.js";
import { prevalidate } from "./prevalidate.js";
import { checkOptions, transferSettings } from "./transfer.js";
import { sendAnnounced } from "./upload.js";

/** The options of `submit`, without those of every transfer. */
const submitOptions = [
  ...["records", "files", "label", "columns", "concurrency", "allowEmptyFiles"],
  ...["check", "keep", "journal", "onProgress"],
];

/** Checks, stages, uploads and submits. After a failure, removes everything that was staged. */
export async function runSubmit<R extends object>(
  platform: Platform,
  client: DataMetaClient,
  options: SubmitOptions<R>,
): Promise<Submission | CheckedSubmission> {
  checkOptions("submit", options, submitOptions);
  const settings = transferSettings(client, "submit", options);
  const cancellation = new Cancellation(options.signal ?? settings.signal);
  const { signal, fail } = cancellation;
  const report = new SubmitReport(options.onProgress, fail);
  let journal: Journal | undefined;
  try {
    signal.throwIfAborted();
    report.begin("checking", options.records.length);
    const plan = await createPlan(platform, client, options, signal);
    report.expect(plan.files.reduce((sum, { content }) => sum + (content.size ?? 0), 0));
    if (options.journal !== undefined) journal = new Journal(platform.openJournal(options.journal));
    const run: Run = {
      ...{ platform, client, settings, cancellation, report, journal, plan },
      ...{ concurrency: options.concurrency ?? 4, agent: options.agent, staged: new Staged() },
    };
    return await carryOut(run, options.check === true, options.keep === true);
  } finally {
    report.end();
    journal?.file.close();
    cancellation.end();
  }
}

async function carryOut(
  run: Run,
  isCheck: boolean,
  keep: boolean,
): Promise<Submission | CheckedSubmission> {
  const { plan, staged, journal, report } = run;
  try {
    if (journal) {
      const earlier = await resume(run, readPast(journal.file.lines));
      if (earlier) return submissionOf(run, earlier);
    }
    report.begin("staging", plan.records.length + plan.files.length);
    await stageRecords(run);
    await announceFiles(run);
    await prevalidate(run);
    if (isCheck) {
      await remove(run);
      return { records: plan.records.length, files: plan.files.length, left: staged.left() };
    }
    await sendFiles(run);
    report.begin("submitting", 1);
    const created = await createOnce(run);
    report.done();
    return submissionOf(run, created);
  } catch (error) {
    // Files and records that may already be submitted cannot be removed.
    if (!keep && !(error instanceof UncertainSubmissionError)) await remove(run, error);
    throw error;
  }
}

function submissionOf({ plan, staged }: Run, { id, label }: Created): Submission {
  return {
    ...{ id, label },
    metadatasets: [...staged.records].sort(([one], [other]) => one - other).map(([, each]) => each),
    files: staged.submitted(plan.files.map(({ name }) => name)),
    left: { fileIds: [], metadatasetIds: [], ...staged.unknownLeft() },
  };
}

/** Sends the files that the server does not have yet. */
async function sendFiles(run: Run): Promise<void> {
  const { platform, client, settings, cancellation, concurrency, plan, staged, report } = run;
  const missing = plan.files.filter(({ name }) => staged.files.get(name)?.checksum === undefined);
  report.begin("uploading", missing.length);
  await inParallel(missing, concurrency, cancellation, async ({ name, content }) => {
    const file = staged.files.get(name);
    if (!file?.announced) return;
    const { signal } = cancellation;
    const options = { signal, agent: run.agent, onProgress: report.moved };
    const named = { ...content, name };
    const { id, checksum } = await sendAnnounced(
      ...([platform, client, settings, file.announced, named, options] as const),
    );
    staged.files.set(name, { id, checksum });
    report.done();
  });
}

/**
 * Removes everything that is staged.
 *
 * @throws SubmissionError if something could not be removed
 */
async function remove(
  { client, staged, concurrency, journal, report }: Run,
  cause?: unknown,
): Promise<void> {
  const toRemove = staged.left();
  const count = toRemove.fileIds.length + toRemove.metadatasetIds.length;
  if (count > 0) report.begin("removing", count);
  const removed = await removeStaged(client, toRemove, concurrency, journal);
  staged.keepOnly(removed);
  const left = { ...removed, ...staged.unknownLeft() };
  if (Object.values(left).every(({ length }) => length === 0)) return;
  if (cause === undefined && removed.fileIds.length + removed.metadatasetIds.length === 0) return;
  const problems = cause instanceof SubmissionError ? cause.problems : [];
  const first = cause instanceof Error ? cause.message : "submit failed: aborted";
  throw new SubmissionError(`${first}\n${leftMessage(left)}`, problems, left, {
    ...(cause !== undefined && { cause }),
    ...(cause instanceof ClientError && { retryable: cause.retryable, outcome: cause.outcome }),
  });
}

function leftMessage({ fileIds, metadatasetIds, unknownFiles, unknownRows }: Leftovers): string {
  const parts = [
    fileIds.length > 0 && `files ${fileIds.join(", ")}`,
    metadatasetIds.length > 0 && `metadata sets ${metadatasetIds.join(", ")}`,
    unknownFiles.length > 0 && `perhaps the files ${unknownFiles.map(visible).join(", ")}`,
    unknownRows.length > 0 && `perhaps the records in row ${unknownRows.join(", ")}`,
  ].filter((part) => part !== false);
  return `Still staged on the server: ${parts.join("; ")}.`;
}
