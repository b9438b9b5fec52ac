import { mkdtemp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Readable, Writable } from "node:stream";

import type { Io } from "../../../src/cli/io.js";
import { runProgram } from "../../../src/cli/program.js";

/** The exit code and the output of a run. */
export interface CliRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The surroundings of a run. */
export interface CliSurroundings {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly signal?: AbortSignal;
}

/** A temporary home folder and working folder. */
export interface Sandbox extends AsyncDisposable {
  /** The working folder. */
  readonly path: string;
  readonly home: string;
  /** Runs the command in this process. */
  run(args: readonly string[], surroundings?: CliSurroundings): Promise<CliRun>;
  write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void>;
  read(file: string): Promise<string>;
}

/** Creates a home folder, and a working folder with files. */
export async function makeSandbox(
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<Sandbox> {
  const root = await mkdtemp(join(tmpdir(), "datameta-cli-"));
  const [home, path] = [join(root, "home"), join(root, "current")];
  await mkdir(home);
  await mkdir(path);
  const sandbox: Sandbox = {
    ...{ path, home },
    run: (args, surroundings = {}) => runIn(path, home, args, surroundings),
    async write(more) {
      for (const [name, content] of Object.entries(more)) {
        await mkdir(dirname(join(path, name)), { recursive: true });
        await writeFile(join(path, name), content);
      }
    },
    read: (file) => readFile(join(path, file), "utf8"),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
  await sandbox.write(files);
  return sandbox;
}

async function runIn(
  cwd: string,
  home: string,
  args: readonly string[],
  { env = {}, stdin = "", signal = new AbortController().signal }: CliSurroundings,
): Promise<CliRun> {
  const [stdout, stderr] = [new Collected(), new Collected()];
  const io: Io = {
    ...{ stdout, stderr, env, home, cwd, signal, platform: process.platform },
    stdin: Readable.from([Buffer.from(stdin)]),
  };
  const code = await runProgram(args, io);
  return { code, stdout: stdout.text, stderr: stderr.text };
}

/** A stream that keeps what is written to it. */
class Collected extends Writable {
  text = "";

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
