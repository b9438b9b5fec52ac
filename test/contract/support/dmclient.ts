import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { cacheFolder } from "../../server/folders.js";
import { findPython } from "../../server/python-environment.js";

const run = promisify(execFile);

/** Runs the Python command line and returns its output: JSON, or Python's notation. */
export type DmClient = (
  args: readonly string[],
  server: { readonly origin: string; readonly token: string },
) => Promise<string>;

/** Installs the Python command line once, into a separate virtual environment. */
export async function installDmClient(): Promise<DmClient> {
  const folder = join(cacheFolder, "dmclient-1.0.1");
  const program = join(folder, "bin", "dmclient");
  if (!existsSync(program)) {
    await mkdir(cacheFolder, { recursive: true });
    await run(await findPython(), ["-m", "venv", folder]);
    await run(join(folder, "bin", "pip"), ["install", "--quiet", "datameta-client==1.0.1"]);
  }
  return async (args, { origin, token }) => {
    const env = { ...process.env, DATAMETA_URL: origin, DATAMETA_TOKEN: token, NO_COLOR: "1" };
    const { stdout } = await run(program, args, { env: { ...env, COLUMNS: "1000" } });
    return stdout;
  };
}
