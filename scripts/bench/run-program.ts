import { spawn, type SpawnOptions } from "node:child_process";

import { GenerationError } from "../command/generation-error.js";

/**
 * Runs a program to its end.
 *
 * @returns what it wrote on stdout
 * @throws GenerationError with what it wrote last, if it fails or is missing
 */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: Pick<SpawnOptions, "cwd" | "env"> = {},
): Promise<string> {
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let all = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    all += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (all += text));
  const outcome = await new Promise<number | string | null>((resolve) => {
    child.once("error", ({ message }) => resolve(message));
    child.once("close", (code, signal) => resolve(code ?? signal));
  });
  if (outcome === 0) return stdout;
  const end = all.trimEnd().split("\n").slice(-12).join("\n");
  throw new GenerationError([
    { message: `${command} ${args[0] ?? ""} failed (${outcome}).\n${end}`, places: [] },
  ]);
}
