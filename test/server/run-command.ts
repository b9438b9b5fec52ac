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
  /** The log file for the command and its output. */
  readonly log?: string;
  readonly cwd?: string;
  readonly user?: SystemUser | undefined;
}

/** Runs a program. Resolves with its stdout, or rejects with its error line. */
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
  // Ignores an error of the pipe: a program that does not read its input closes it early. Its exit
  // code is the better error.
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
