import type { Identifier } from "../../generated/schema.js";
import { ClientError, ServerError, ValidationError } from "../engine/errors.js";
import { delayBefore } from "../engine/retry.js";
import { SubmissionError } from "./errors.js";
import { expectMembers } from "./expect-members.js";
import { refusal } from "./plan.js";
import { checkTimeout, problemsOf } from "./prevalidate.js";
import { sleep } from "./sleep.js";
import { digestOf, type Run } from "./stage.js";
import { unabortable } from "./staging.js";

/** A submission that exists on the server. */
export interface Created {
  readonly id: Identifier;
  readonly label: string | null;
}

/** It is unknown whether the submission exists on the server, so nothing is removed. */
export class UncertainSubmissionError extends SubmissionError {}

/** How long an abort waits for the response to the submission, in milliseconds. */
const abortGrace = 5_000;

/**
 * Submits everything that is staged, exactly once. If the response is lost, it asks the server
 * whether the submission exists. A submission that was sent cannot be aborted.
 *
 * @throws SubmissionError if the server refuses the submission
 */
export async function createOnce(run: Run): Promise<Created> {
  const { client, settings, plan, staged, journal, cancellation, platform } = run;
  const { signal } = cancellation;
  signal.throwIfAborted();
  const body = staged.body(plan.label);
  const digest = journal
    ? digestOf(
        platform,
        plan.records.map(({ values }) => values),
      )
    : "";
  journal?.submitting(digest);
  const { limit, maxDelay } = settings.retry;
  for (let attempt = 1; ; attempt++) {
    try {
      const sending = client.createSubmission(
        { body },
        { ...unabortable, timeout: checkTimeout(run) },
      );
      const answer = await unlessAborted(run, sending);
      const { id, label } = expectMembers("CreateSubmission", answer, ["id"]);
      journal?.submitted(digest, id);
      return { id, label };
    } catch (error) {
      if (error instanceof ValidationError) throw refusal(problemsOf(run, error.issues), error);
      if (!(error instanceof ClientError) || error instanceof SubmissionError) throw error;
      const found = error.outcome === "unknown" ? await findSubmission(run, error) : undefined;
      if (found) {
        journal?.submitted(digest, found);
        return { id: found, label: plan.label ?? null };
      }
      const isRepeatable = error.outcome !== "rejected" || error instanceof ServerError;
      const pause = delayBefore(attempt, retryAfterOf(error), maxDelay, Math.random());
      if (!isRepeatable || attempt > limit || pause > maxDelay || signal.aborted) throw error;
      await sleep(pause, signal);
    }
  }
}

function retryAfterOf(error: ClientError): number | undefined {
  return error instanceof ServerError ? error.retryAfter : undefined;
}

/** Waits for the response. After an abort, waits at most five more seconds. */
async function unlessAborted<T>({ cancellation, staged }: Run, sending: Promise<T>): Promise<T> {
  const { signal } = cancellation;
  let end: (() => void) | undefined;
  const late = new Promise<never>((_, reject) => {
    const wait = () => {
      const timer = setTimeout(() => reject(uncertain(staged.left(), signal.reason)), abortGrace);
      end = () => clearTimeout(timer);
    };
    signal.addEventListener("abort", wait);
    end = () => signal.removeEventListener("abort", wait);
  });
  try {
    return await Promise.race([sending, late]);
  } finally {
    end?.();
    sending.catch(() => undefined);
    late.catch(() => undefined);
  }
}

/**
 * Asks the server whether the staged records belong to a submission.
 *
 * @throws UncertainSubmissionError if the server does not answer
 */
async function findSubmission(run: Run, cause: ClientError): Promise<Identifier | undefined> {
  const [first] = run.staged.records.values();
  if (!first) return undefined;
  try {
    const { submissionId } = await run.client.getMetaDataSet({ id: first.uuid }, unabortable);
    return submissionId ?? undefined;
  } catch {
    throw uncertain(run.staged.left(), cause);
  }
}

function uncertain(left: SubmissionError["left"], cause: unknown): UncertainSubmissionError {
  return new UncertainSubmissionError(
    "submit failed: the response was lost, so the data may or may not be submitted. Nothing was removed. " +
      "Check the group's submissions before you submit again.",
    [],
    left,
    { cause, outcome: "unknown" },
  );
}
