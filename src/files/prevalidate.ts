import { ValidationError, type Issue } from "../engine/errors.js";
import type { Problem } from "./errors.js";
import { refusal } from "./plan.js";
import type { Run } from "./stage.js";

/**
 * Lets the server check everything that is staged, before the files are sent.
 *
 * @throws SubmissionError if the server finds problems
 */
export async function prevalidate(run: Run): Promise<void> {
  const { client, staged, plan, cancellation } = run;
  const timeout = checkTimeout(run);
  try {
    await client.prevalidateSubmission(
      { body: staged.body(plan.label) },
      { signal: cancellation.signal, timeout },
    );
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    const problems = problemsOf(run, error.issues, true);
    // The only problem is that the content is not uploaded yet.
    if (error.issues.length > 0 && problems.length === 0) return;
    throw refusal(problems, error);
  }
}

/** How long the check may take, in milliseconds. The server checks every record. */
export function checkTimeout({ settings, plan }: Run): number {
  return settings.timeout + 20 * (plan.records.length + plan.files.length);
}

/** Converts the issues of a submission to problems by row, column and file. */
export function problemsOf(
  { staged, plan }: Run,
  issues: readonly Issue[],
  withoutContent = false,
): Problem[] {
  const rows = new Map([...staged.records].map(([row, { uuid }]) => [uuid, row]));
  const files = new Map([...staged.files].map(([name, file]) => [file.id.uuid, { name, file }]));
  return issues.flatMap(({ entity, field: column, message }): Problem[] => {
    const row = rows.get(entity?.uuid ?? "");
    const found = files.get(entity?.uuid ?? "");
    const isAwaited = found !== undefined && found.file.checksum === undefined;
    if (withoutContent && isAwaited && /no data/i.test(message)) return [];
    const values = row === undefined ? undefined : plan.records[row - 1]?.values;
    const value = values && column && Object.hasOwn(values, column) ? values[column] : undefined;
    return [
      {
        ...(row !== undefined && { row }),
        ...(column !== undefined && { column }),
        ...(typeof value === "string" && { value }),
        ...(found && { file: found.name }),
        message,
      },
    ];
  });
}
