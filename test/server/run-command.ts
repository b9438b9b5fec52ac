import { spawn } from "node:child_process";
import { appendFile } from "node:fs/promises";
import { childEnvironment } from "./child-environment.js";

/** A user of the operating system. */
export interface SystemUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

export interface CommandOptions {
  /** Written to the program's stdin. */
  readonly input?: string;
  /** Appended to: the command and all that it prints. */
  readonly log?: string;
  readonly cwd?: string;
  readonly user?: SystemUser | undefined;
}

/** Runs a program to its end; resolves with its stdout, rejects with the line that complains. */
export async function runCommand(
  command: string,
  args: readonly string[],
  { input, log, cwd, user }: CommandOptions = {},
): Promise<string> {
  const child = spawn(command, args, {
    env: childEnvironment(),
    ...(cwd !== undefined && { cwd }),
    ...(user && { uid: user.uid, gid: user.gid }),
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  // A program that ends without reading its input closes the pipe early: its exit code tells more.
  child.stdin.on("error", () => undefined).end(input);

  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (log !== undefined) {
    await appendFile(log, `$ ${command} ${args.join(" ")}\n${stdout}${stderr}\n`);
  }
  if (code !== 0) {
    const lines = stderr.trim().split("\n");
    const complaint = lines.find((line) => /error|fatal/i.test(line)) ?? lines.at(-1) ?? "";
    throw new Error(`${command} ended with code ${String(code)}: ${complaint}`);
  }
  return stdout;
}
