import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** Runs a program. @throws Error with its output if it fails */
export async function run(
  folder: string,
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ stdout: string; stderr: string }> {
  return execute(program, args, { cwd: folder, env: { ...userEnvironment(), ...env } });
}

/**
 * Removes npm's variables for scripts, because they describe this project, not the project in
 * `folder`.
 */
export function userEnvironment(): NodeJS.ProcessEnv {
  const names = Object.keys(process.env).filter((name) => !/^(npm_|NODE_|VITEST|TEST$)/.test(name));
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}
