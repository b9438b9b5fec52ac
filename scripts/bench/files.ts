import { fork, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, open, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { count, reportDone, startClock } from "../command/progress.js";
import { projectRoot } from "../command/project.js";

/** The cost of a transfer. */
export interface FileCost {
  readonly program: string;
  /** The size of the file in MB. */
  readonly size: number;
  readonly seconds: readonly number[];
  /** The increase of the resident memory during the transfer, in MB. */
  readonly memory: readonly number[];
  /** The number of times that the file was read. */
  readonly reads: readonly number[];
}

const megabyte = 1024 * 1024;
const sizes = [64, 1024, 4096];
const programs = ["upload", "upload by fetch", "MD5 alone", "download", "download by fetch"];
const programFile = join(projectRoot, "scripts", "bench", "fixtures", "files", "program.js");

/** The largest file in MB for an upload with plain fetch, which keeps the file in memory. */
const maxForFetch = 1024;

/** Measures uploads and downloads. Each transfer and the server run in separate processes. */
export async function timeFiles(rounds: number): Promise<FileCost[]> {
  const folder = await mkdtemp(join(tmpdir(), "datameta-bench-"));
  const files = Object.fromEntries(
    sizes.map((size) => [`${size}`, { size: size * megabyte, checksum: md5OfZeros(size) }]),
  );
  const server = fork(fileURLToPath(new URL("files-server.ts", import.meta.url)), [
    JSON.stringify(files),
  ]);
  try {
    const [address] = (await once(server, "message")) as [AddressInfo];
    const origin = `http://127.0.0.1:${address.port}`;
    const costs: FileCost[] = [];
    for (const size of sizes) {
      const source = join(folder, `${size}`);
      await createSparseFile(source, size * megabyte);
      for (const program of programs) {
        if (program === "upload by fetch" && size > maxForFetch) continue;
        const runs = [];
        for (let round = 0; round < rounds; round++) {
          const path = program.startsWith("download") ? join(folder, "copy") : source;
          runs.push(await run(program, [origin, `${size}`, path]));
          await rm(join(folder, "copy"), { force: true });
        }
        costs.push({
          ...{ program, size, seconds: runs.map(({ seconds }) => seconds) },
          memory: runs.map(({ memory }) => memory / megabyte),
          reads: runs.map(({ read }) => read / (size * megabyte)),
        });
      }
      await rm(source);
    }
    return costs;
  } finally {
    server.disconnect();
    await rm(folder, { recursive: true });
  }
}

interface Run {
  readonly seconds: number;
  readonly memory: number;
  readonly read: number;
}

async function run(program: string, args: readonly string[]): Promise<Run> {
  const elapsed = startClock();
  const child: ChildProcess = fork(programFile, [program, join(projectRoot, "dist"), ...args], {
    execArgv: ["--expose-gc"],
  });
  const failed = once(child, "exit").then(([code]) => {
    throw new Error(`The program "${program}" failed with exit code ${String(code)}.`);
  });
  const [cost] = (await Promise.race([once(child, "message"), failed])) as [Run];
  failed.catch(() => undefined);
  reportDone(
    program,
    `${args[1] ?? ""} MB`,
    count(Math.round(cost.memory / megabyte), "MB over the base"),
    elapsed(),
  );
  return cost;
}

/** Creates a file that needs no disk space, so that the speed of the disk has no effect. */
async function createSparseFile(path: string, size: number): Promise<void> {
  const file = await open(path, "w");
  await file.truncate(size);
  await file.close();
}

function md5OfZeros(megabytes: number): string {
  const hash = createHash("md5");
  const zeros = Buffer.alloc(megabyte);
  for (let index = 0; index < megabytes; index++) hash.update(zeros);
  return hash.digest("hex");
}
