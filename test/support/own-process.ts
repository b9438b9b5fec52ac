import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { projectRoot, scratch } from "../../scripts/command/project.js";

/** The result of a program in a separate process. */
export interface Ended {
  /** `null` if a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A bundled program, which starts faster than with a TypeScript loader. */
export interface Program extends AsyncDisposable {
  /** Runs the program and returns its result. Kills it after a timeout. */
  run(nodeOptions: readonly string[], argument: unknown): Promise<Ended>;
}

/** Bundles a test program with the package's sources. */
export async function bundleProgram(source: URL): Promise<Program> {
  await mkdir(scratch, { recursive: true });
  const folder = await mkdtemp(join(scratch, "program-"));
  const entry = fileURLToPath(source);
  const file = join(folder, basename(entry).replace(/\.ts$/, ".mjs"));
  await build({
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: "inline",
    // With the `paths` of this file, the package's own name resolves to the sources.
    tsconfig: join(projectRoot, "tsconfig.json"),
    logLevel: "warning",
  });
  return {
    run: (nodeOptions, argument) => execute([...nodeOptions, file, JSON.stringify(argument)]),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Much longer than any of these programs takes. */
const patience = { timeout: 300_000, maxBuffer: 256 * 1024 * 1024 };

function execute(args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, patience, (_, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}
