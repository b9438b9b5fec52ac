import { resolve } from "node:path";

import { watch } from "chokidar";

/**
 * Editors write a file in several steps. Changes within this number of milliseconds count as one.
 */
const settling = 20;

/**
 * Calls `run` after each change in the folders, one call after the other. Changes during a call
 * lead to one more call.
 *
 * @param folders - watched with all their subfolders
 * @param run - must not reject
 * @param options - `atOnce`: starts with a call. `except`: a folder to ignore. `signal`: stops
 * watching
 * @returns when the folders are watched, with a promise that resolves after the last call
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
