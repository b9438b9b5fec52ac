import { homedir } from "node:os";

import { exitCodes } from "./errors.js";
import type { Io } from "./io.js";
import { runProgram } from "./program.js";

/** How long the process waits after an interruption to write its last output, in milliseconds. */
const flushTime = 200;

/**
 * Runs the command `datameta` as this process.
 *
 * @param argv - the arguments, without the paths of Node and the script
 * @returns the exit code
 */
export async function run(argv: string[]): Promise<number> {
  const interruption = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      // The second Ctrl-C exits immediately.
      if (interruption.signal.aborted) process.exit(exitCodes.interrupted);
      process.stderr.write("\nStopping and cleaning up. Press Ctrl-C again to exit at once.\n");
      interruption.abort(new DOMException("Interrupted.", "AbortError"));
    });
  }
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      // The reader, like `head`, has closed the pipe. A running submission continues.
      if (error.code !== "EPIPE") throw error;
    });
  }
  const code = await runProgram(argv, processIo(interruption.signal));
  // An aborted transfer may keep its connection open for a while.
  if (interruption.signal.aborted) setTimeout(() => process.exit(code), flushTime).unref();
  return code;
}

function processIo(signal: AbortSignal): Io {
  const { stdin, stdout, stderr, env, platform } = process;
  return { stdin, stdout, stderr, env, platform, home: homeFolder(), cwd: process.cwd(), signal };
}

function homeFolder(): string | undefined {
  try {
    return homedir() || undefined;
  } catch {
    // A user without an entry in the user database has no home folder.
    return undefined;
  }
}
