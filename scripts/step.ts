import { renameSync } from "node:fs";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import { GenerationError, type Problem } from "./command/generation-error.js";
import { withLock } from "./command/lock.js";
import { reportDone, shownPath, startClock } from "./command/progress.js";
import type { SpecDocument } from "./document/spec-document.js";
import { prettify } from "./prettify.js";

/** The first line of every generated TypeScript file. */
export function headerOf({ notice }: SpecDocument): string {
  return `// ${notice}\n`;
}

/**
 * A step of the pipeline. It is a pure function that converts the document to the text of one
 * generated file.
 */
export interface Step {
  readonly name: string;
  /** The name of the generated file in the output folder. */
  readonly file: string;
  /**
   * Whether people read the file. If so, it is formatted when it is generated from our own
   * document.
   */
  readonly isRead?: boolean;
  /** Whether the file is generated only on request. Always generated from our own document. */
  readonly isOptional?: boolean;
  /** What the step does, as a verb phrase for `--help`. */
  readonly purpose: string;
  run(spec: SpecDocument): StepResult | Promise<StepResult>;
}

export interface StepResult {
  readonly text: string;
  /** The result for the progress line, such as `36 operations`. */
  readonly summary: string;
  /** The parts of the document that the step could not handle, or only partly. */
  readonly warnings?: readonly Problem[];
}

/** A file and its new text. */
export interface Output {
  readonly path: string;
  readonly text: string;
}

/** The outputs and the warnings of the steps. */
export interface StepOutputs {
  readonly outputs: readonly Output[];
  readonly warnings: readonly Problem[];
}

/**
 * Runs each step and prints a progress line to stderr. Does not write any files.
 *
 * @param isOurs - whether to format the outputs that people read
 */
export async function runSteps(
  steps: readonly Step[],
  spec: SpecDocument,
  folder: string,
  isOurs: boolean,
): Promise<StepOutputs> {
  const outputs: Output[] = [];
  const warnings: Problem[] = [];
  for (const step of steps) {
    const elapsed = startClock();
    const path = join(folder, step.file);
    const result = await step.run(spec);
    const text = isOurs && step.isRead === true ? await prettify(result.text) : result.text;
    warnings.push(...(result.warnings ?? []));
    reportDone(step.name, shownPath(path), result.summary, elapsed());
    outputs.push({ path, text });
  }
  return { outputs, warnings };
}

/** Finds the outputs whose file is missing or has a different text. */
export async function findStale(outputs: readonly Output[]): Promise<Output[]> {
  const current = await Promise.all(outputs.map(({ path }) => readIfPresent(path)));
  return outputs.filter(({ text }, index) => current[index] !== text);
}

/**
 * Checks that no output is stale. Does not write any files.
 *
 * @throws GenerationError
 */
export async function checkOutputs(outputs: readonly Output[]): Promise<void> {
  const stale = await findStale(outputs);
  if (stale.length === 0) return;
  throw new GenerationError(
    stale.map(({ path }, index) => ({
      message: "is stale.",
      places: [shownPath(path)],
      ...(index === stale.length - 1 && {
        advice: "Generate again (here: `npm run generate`), and commit the result.",
      }),
    })),
  );
}

/**
 * Writes all outputs or none. Each text is first written to a temporary file in the same folder. Then
 * all files are renamed together. If a write fails, files that were already replaced are restored.
 * Only one run writes at a time. It removes the temporary files of killed runs. Up-to-date files are
 * not written.
 *
 * @returns the outputs that were written
 * @throws GenerationError
 */
export async function writeOutputs(outputs: readonly Output[]): Promise<Output[]> {
  const [first] = await findStale(outputs);
  if (first === undefined) return [];
  const folder = dirname(first.path);
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw cannotWrite(first.path, error);
  });
  return withLock(folder, async () => replaceOutputs(await findStale(outputs)));
}

async function replaceOutputs(stale: readonly Output[]): Promise<Output[]> {
  const prepared: { path: string; temporary: string; previous: string | undefined }[] = [];
  const replaced: typeof prepared = [];
  let path = "";
  try {
    for (const output of stale) {
      ({ path } = output);
      const temporary = temporaryBeside(path);
      const previous = await readIfPresent(path);
      await mkdir(dirname(path), { recursive: true });
      await removeLeftovers(path);
      prepared.push({ path, temporary, previous });
      await writeFile(temporary, output.text);
    }
    // Synchronous, because a run that is killed in between would leave a mix of old and new files.
    for (const each of prepared) {
      ({ path } = each);
      renameSync(each.temporary, path);
      replaced.push(each);
    }
  } catch (error) {
    await Promise.all(prepared.map(({ temporary }) => rm(temporary, { force: true })));
    for (const { path, previous } of replaced) {
      await (previous === undefined ? rm(path, { force: true }) : writeFile(path, previous));
    }
    throw cannotWrite(path, error);
  }
  return [...stale];
}

/** Removes the temporary files of runs that were killed. */
async function removeLeftovers(path: string): Promise<void> {
  const begin = `.${basename(path)}.`;
  for (const name of await readdir(dirname(path))) {
    const isLeftover = name.startsWith(begin) && /^\d+\.tmp$/.test(name.slice(begin.length));
    if (isLeftover) await rm(join(dirname(path), name), { force: true });
  }
}

/**
 * Replaces a folder with one that contains exactly these files. The new folder is complete before
 * the old one is removed. Temporary files are in `scratch`, which must be on the same disk.
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

/** Removes a file from an earlier run, so that it cannot be confused with a file from this run. */
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

/**
 * Reads a file, or returns `undefined` if it does not exist. ENOTDIR counts as missing, because
 * writing then fails with a better message.
 */
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
        message: `cannot be written${reason}. No output has changed.`,
        places: [shownPath(path)],
        advice: "Check that the path is a folder and that you can write to it.",
      },
    ],
    { cause },
  );
}
