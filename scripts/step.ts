import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import { GenerationError, formatProblem, type Problem } from "./command/generation-error.js";
import { reportDone, reportWarning, shownPath, startClock } from "./command/progress.js";
import type { SpecDocument } from "./document/spec-document.js";

/** A step of the pipeline: a pure function from the document to the text of one generated file. */
export interface Step {
  readonly name: string;
  /** The file that it makes, in the output folder. */
  readonly file: string;
  /** What it does, for `--help`: a sentence without its subject. */
  readonly purpose: string;
  run(spec: SpecDocument): StepResult | Promise<StepResult>;
}

export interface StepResult {
  readonly text: string;
  /** The words of the progress line, such as `36 operations`. */
  readonly summary: string;
  /** What the step left out, or could only do in part. */
  readonly warnings?: readonly Problem[];
}

/** A file's wanted text. */
export interface Output {
  readonly path: string;
  readonly text: string;
}

/** Runs each step, with a progress line on stderr. Nothing is written. */
export async function runSteps(
  steps: readonly Step[],
  spec: SpecDocument,
  folder: string,
): Promise<Output[]> {
  const outputs: Output[] = [];
  for (const step of steps) {
    const elapsed = startClock();
    const path = join(folder, step.file);
    const { text, summary, warnings = [] } = await step.run(spec);
    for (const warning of warnings) reportWarning(step.name, formatProblem(warning));
    reportDone(step.name, shownPath(path), summary, elapsed());
    outputs.push({ path, text });
  }
  return outputs;
}

/** The outputs whose file is missing or holds another text. */
export async function findStale(outputs: readonly Output[]): Promise<Output[]> {
  const current = await Promise.all(outputs.map(({ path }) => readIfPresent(path)));
  return outputs.filter(({ text }, index) => current[index] !== text);
}

/**
 * Fails, naming each of them, if any output is stale. Writes nothing.
 *
 * @throws GenerationError
 */
export async function checkOutputs(outputs: readonly Output[]): Promise<void> {
  const stale = await findStale(outputs);
  if (stale.length === 0) return;
  throw new GenerationError(
    stale.map(({ path }, index) => ({
      message: "is not what the spec gives.",
      places: [shownPath(path)],
      ...(index === stale.length - 1 && {
        advice: "Run `npm run generate` and commit the result.",
      }),
    })),
  );
}

/**
 * Brings the files to their wanted text, all of them or none: each goes to a temporary file beside
 * its place first, and a failure puts back what had been replaced. A current file stays untouched.
 *
 * @returns the outputs that were written
 * @throws GenerationError
 */
export async function writeOutputs(outputs: readonly Output[]): Promise<Output[]> {
  const stale = await findStale(outputs);
  const prepared: { path: string; temporary: string; previous: string | undefined }[] = [];
  const replaced: typeof prepared = [];
  let path = "";
  try {
    for (const output of stale) {
      ({ path } = output);
      const temporary = temporaryBeside(path);
      const previous = await readIfPresent(path);
      await mkdir(dirname(path), { recursive: true });
      prepared.push({ path, temporary, previous });
      await writeFile(temporary, output.text);
    }
    for (const each of prepared) {
      ({ path } = each);
      await rename(each.temporary, path);
      replaced.push(each);
    }
  } catch (error) {
    await Promise.all(prepared.map(({ temporary }) => rm(temporary, { force: true })));
    for (const { path, previous } of replaced) {
      await (previous === undefined ? rm(path, { force: true }) : writeFile(path, previous));
    }
    throw cannotWrite(path, error);
  }
  return stale;
}

/**
 * Replaces a folder by one that holds just these files. The new folder is complete before the old
 * one goes, and `scratch`, a folder on the same disk, holds what is neither.
 *
 * @throws GenerationError
 */
export async function replaceFolder(
  folder: string,
  outputs: readonly Output[],
  scratch: string,
): Promise<void> {
  const next = join(scratch, `${basename(folder)}-next-${process.pid}`);
  const previous = join(scratch, `${basename(folder)}-previous-${process.pid}`);
  try {
    await rm(next, { recursive: true, force: true });
    await mkdir(next, { recursive: true });
    for (const { path, text } of outputs) {
      const target = join(next, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, text);
    }
    await mkdir(dirname(folder), { recursive: true });
    await rename(folder, previous).catch(ignoreMissing);
    await rename(next, folder);
  } catch (error) {
    throw cannotWrite(folder, error);
  } finally {
    await rm(next, { recursive: true, force: true });
    await rm(previous, { recursive: true, force: true });
  }
}

/** Removes a file that an earlier run left, so that it cannot be taken for this run's. */
export async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true });
}

function temporaryBeside(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
}

async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw cannotWrite(path, error);
  }
}

function ignoreMissing(error: unknown): void {
  if (!isMissing(error)) throw error;
}

/** ENOTDIR: a file stands where a folder is wanted; to write there fails with a better message. */
function isMissing(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    (error.code === "ENOENT" || error.code === "ENOTDIR")
  );
}

function cannotWrite(path: string, cause: unknown): GenerationError {
  if (cause instanceof GenerationError) return cause;
  const reason = cause instanceof Error && "code" in cause ? ` (${String(cause.code)})` : "";
  return new GenerationError(
    [
      {
        message: `cannot be written${reason}; every output is as it was before.`,
        places: [shownPath(path)],
        advice: "Check that the folder exists, is a folder, and that you may write to it.",
      },
    ],
    { cause },
  );
}
