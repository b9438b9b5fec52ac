import { resolve } from "node:path";

import { watch } from "chokidar";

/** Editors write a file in several steps; within this many milliseconds they are one change. */
const settling = 20;

/**
 * Calls `run` after each change in the folders, one call after the other; what changes meanwhile is
 * one more call.
 *
 * @param folders - with all below them
 * @param run - must not reject
 * @param options - `atOnce`: begins with a call; `except`: a folder whose changes do not count;
 *   `signal`: ends it
 * @returns once the folders are watched: a promise of the end, which comes after the last call
 */
export async function watchFolders(
  folders: readonly string[],
  run: () => Promise<void>,
  {
    atOnce = false,
    except,
    signal,
  }: {
    readonly atOnce?: boolean;
    readonly except?: string;
    readonly signal?: AbortSignal | undefined;
  } = {},
): Promise<{ readonly ended: Promise<void> }> {
  const watcher = watch(
    folders.map((folder) => resolve(folder)),
    { ignoreInitial: true, ...(except !== undefined && { ignored: resolve(except) }) },
  );
  let running = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  watcher.on("all", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(run);
    }, settling);
  });
  await new Promise<void>((ready) => watcher.once("ready", ready));
  if (atOnce) running = running.then(run);

  const aborted = new Promise<void>((done) => {
    if (signal?.aborted === true) done();
    signal?.addEventListener("abort", () => done(), { once: true });
  });
  const ended = aborted.then(async () => {
    clearTimeout(timer);
    await watcher.close();
    await running;
  });
  return { ended };
}
