import { execFile } from "node:child_process";
import process from "node:process";

/** How a run of npm ended. */
export interface NpmRun {
  /** `null` where it could not be started, or was ended by a signal. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs npm to its end in a folder; also a failure is an answer. */
export function runNpm(folder: string, args: readonly string[]): Promise<NpmRun> {
  // Within `npm run` this names the running npm, whatever the shell's PATH finds first.
  const cli = process.env["npm_execpath"];
  const [program, first] = cli?.endsWith(".js") ? [process.execPath, [cli]] : ["npm", []];
  // On Windows npm is a .cmd file, which only a shell starts; no argument has a space in it.
  const shell = program === "npm" && process.platform === "win32";
  const options = { cwd: folder, env: environment(), shell, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve) => {
    execFile(program, [...first, ...args], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : null;
      resolve({ code, stdout, stderr: stderr || (error?.message ?? "") });
    });
  });
}

/** What npm tells the scripts that it runs names this project's folder, not the one to work in. */
function environment(): NodeJS.ProcessEnv {
  const own = /^npm_(package_|lifecycle_|command$|config_local_prefix$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}
