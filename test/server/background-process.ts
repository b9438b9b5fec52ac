import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import type { Readable } from "node:stream";
import { childEnvironment } from "./child-environment.js";
import type { SystemUser } from "./run-command.js";

export interface BackgroundOptions {
  /** What to call it in messages. */
  readonly name: string;
  /** Where its stderr goes. */
  readonly log: string;
  /** The first thing it reads on stdin, which then stays open. */
  readonly input?: string;
  readonly cwd: string;
  readonly user?: SystemUser | undefined;
}

/** A program that runs until its stdin ends: so it ends too when this process is killed. */
export interface BackgroundProcess {
  readonly stdout: Readable;
  /** How it ended, once it did, whoever asked for it. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** How long a program may take to end by itself before it is killed, in ms. */
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
    // Its own process group: Ctrl-C reaches only us, and we stop the programs in order.
    detached: true,
    ...(user && { uid: user.uid, gid: user.gid }),
  });
  const ended = new Promise<string>((resolve) => {
    child.on("error", (error) => resolve(`${name} could not be started: ${error.message}`));
    child.on("exit", (code, signal) =>
      resolve(`${name} ended with ${signal ?? `code ${String(code)}`}`),
    );
  });
  // The program holds the file now.
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
