import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { projectRoot, scratch } from "../../scripts/command/project.js";

/** How a program ended that had a process of its own. */
export interface Ended {
  /** `null` where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program in one file, which starts faster than by a loader of TypeScript. */
export interface Program extends AsyncDisposable {
  /** Runs it to its end, however that is; one that does not end is ended. */
  run(nodeOptions: readonly string[], argument: unknown): Promise<Ended>;
}

/** Bundles a program of the tests, and the package's sources with it. */
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
    // By its `paths` the package's own name leads to the sources.
    tsconfig: join(projectRoot, "tsconfig.json"),
    logLevel: "warning",
  });
  return {
    run: (nodeOptions, argument) => execute([...nodeOptions, file, JSON.stringify(argument)]),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Far beyond what any of them takes. */
const patience = { timeout: 300_000, maxBuffer: 256 * 1024 * 1024 };

function execute(args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, patience, (_, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}
