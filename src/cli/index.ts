import { homedir } from "node:os";

import { exitCodes } from "./errors.js";
import type { Io } from "./io.js";
import { runProgram } from "./program.js";

/** In milliseconds: enough for the last words to be written. */
const lingering = 200;

/**
 * Runs the command `datameta` as this process.
 *
 * @param argv - the arguments, without those of Node
 * @returns the exit code
 */
export async function run(argv: string[]): Promise<number> {
  const interruption = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      // Who presses Ctrl-C again does not want to wait.
      if (interruption.signal.aborted) process.exit(exitCodes.interrupted);
      process.stderr.write("\nStopping, and cleaning up. Press Ctrl-C again to leave at once.\n");
      interruption.abort(new DOMException("Interrupted.", "AbortError"));
    });
  }
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      // The reader, like `head`, has seen enough. A submission under way is finished all the same.
      if (error.code !== "EPIPE") throw error;
    });
  }
  const code = await runProgram(argv, processIo(interruption.signal));
  // A transfer that was broken off may hold its connection open for a while.
  if (interruption.signal.aborted) setTimeout(() => process.exit(code), lingering).unref();
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
    // A user without an entry in the system's list has none.
    return undefined;
  }
}
