import { execFile } from "node:child_process";
import process from "node:process";

/** The result of a run of npm. */
export interface NpmRun {
  /** `null` if npm could not be started, or a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs npm in a folder. Does not reject if npm fails. */
export function runNpm(folder: string, args: readonly string[]): Promise<NpmRun> {
  // In `npm run`, this is the path of the running npm. PATH could contain another one.
  const cli = process.env["npm_execpath"];
  const [program, first] = cli?.endsWith(".js") ? [process.execPath, [cli]] : ["npm", []];
  // On Windows, npm is a .cmd file, which needs a shell. This is safe, because no argument contains
  // a space.
  const shell = program === "npm" && process.platform === "win32";
  const options = { cwd: folder, env: environment(), shell, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve) => {
    execFile(program, [...first, ...args], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : null;
      resolve({ code, stdout, stderr: stderr || (error?.message ?? "") });
    });
  });
}

/** Removes the variables that npm sets for scripts, because they refer to this project's folder. */
function environment(): NodeJS.ProcessEnv {
  const own = /^npm_(package_|lifecycle_|command$|config_local_prefix$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}
