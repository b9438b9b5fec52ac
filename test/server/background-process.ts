import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import type { Readable } from "node:stream";
import { childEnvironment } from "./child-environment.js";
import type { SystemUser } from "./run-command.js";

export interface BackgroundOptions {
  /** The name in messages. */
  readonly name: string;
  /** The file for its stderr. */
  readonly log: string;
  /** Sent to its stdin, which then stays open. */
  readonly input?: string;
  readonly cwd: string;
  readonly user?: SystemUser | undefined;
}

/** A program that runs until its stdin closes. So it also ends if this process is killed. */
export interface BackgroundProcess {
  readonly stdout: Readable;
  /** Resolves with how the program ended, for any reason. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** The time in ms for a program to end before it is killed. */
const patience = 10_000;

export async function startInBackground(
  command: string,
  args: readonly string[],
  { name, log, input, cwd, user }: BackgroundOptions,
): Promise<BackgroundProcess> {
  const logFile = createWriteStream(log, { flags: "a" });
  await once(logFile, "open");
  const child = spawn(command, args, {
    cwd,
    env: childEnvironment(),
    stdio: ["pipe", "pipe", logFile],
    // A separate process group, so that Ctrl-C reaches only this process, which stops the programs
    // in order.
    detached: true,
    ...(user && { uid: user.uid, gid: user.gid }),
  });
  const ended = new Promise<string>((resolve) => {
    child.on("error", (error) => resolve(`${name} could not be started: ${error.message}`));
    child.on("exit", (code, signal) =>
      resolve(`${name} ended with ${signal ?? `code ${String(code)}`}`),
    );
  });
  // The program has its own handle of the file now.
  logFile.destroy();

  child.stdin.on("error", () => undefined);
  if (input !== undefined) child.stdin.write(input);

  return {
    stdout: child.stdout,
    ended,
    async stop() {
      child.stdin.end();
      const killer = setTimeout(() => {
        if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
      }, patience);
      await ended;
      clearTimeout(killer);
    },
  };
}
