import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { reportDone, startClock } from "../command/progress.js";
import { projectRoot } from "../command/project.js";
import { largeDocument } from "./large-document.js";
import type { Field } from "./set-up.js";

/** The sizes of made documents, in operations: they show whether the cost grows in proportion. */
const sizes = [1000, 5000, 10_000];

/** The cost of a generator for one document, per run. */
export interface GenerateCost {
  readonly document: string;
  readonly generator: string;
  readonly seconds: readonly number[];
  /** The largest resident set, in MB. */
  readonly memory: readonly number[];
}

/**
 * Runs the generators as commands, on our document and on GitHub's. The generators take turns. Ours
 * also runs on made documents.
 */
export async function timeGenerators(field: Field, runs: number): Promise<GenerateCost[]> {
  const { folder, contenders } = field;
  const out = await mkdtemp(join(tmpdir(), "bench-generate-"));
  const bin = (name: string, root = folder): string => join(root, "node_modules", ".bin", name);
  const octokit = join(folder, "node_modules", "@octokit", "openapi", "generated");
  const documents: Record<string, string> = {
    DataMeta: join(folder, "openapi.json"),
    GitHub: join(octokit, "api.github.com.json"),
  };
  const made = new Map(sizes.map((size) => [`${size} operations`, join(out, `${size}.json`)]));
  const costs: GenerateCost[] = [];
  try {
    for (const size of sizes) {
      const text = JSON.stringify(largeDocument(size));
      await writeFile(join(out, `${size}.json`), text);
    }
    for (const [document, spec] of [...Object.entries(documents), ...made]) {
      const elapsed = startClock();
      const ours = contenders.flatMap(({ name, package: cwd }) => {
        if (cwd === undefined) return [];
        const command = [join(cwd, "dist", "cli", "main.js"), "generate"];
        return [{ generator: name, cwd, args: [...command, "--spec", spec, "--out", out] }];
      });
      const types = [bin("openapi-typescript", projectRoot), spec, "-o", join(out, "types.ts")];
      const orval = ["--input", spec, "--output", join(out, "orval.ts"), "--client", "fetch"];
      const heyApi = [bin("openapi-ts"), "-i", spec, "-o", join(out, "hey-api")];
      const peers = [
        { generator: "openapi-typescript", args: types },
        { generator: "orval", args: [bin("orval"), ...orval] },
        { generator: "hey-api", args: heyApi },
      ];
      const generators = [...ours, ...(made.has(document) ? [] : peers)].map((each) => ({
        cwd: folder,
        document,
        ...each,
        seconds: [0],
        memory: [0],
      }));
      for (let run = 0; run < runs; run++) {
        for (const { args, cwd, seconds, memory } of generators) {
          // Otherwise our command would find that nothing has changed.
          await rm(join(out, "schema.ts"), { force: true });
          [seconds[run], memory[run]] = await runNode(args, cwd);
        }
      }
      costs.push(...generators);
      reportDone("generate", document, elapsed());
    }
  } finally {
    await rm(out, { recursive: true, force: true });
  }
  return costs;
}

/**
 * Makes each process write its memory size when it ends, because some generators start other
 * processes.
 */
const reporter = `data:text/javascript,process.on('exit',()=>process._rawDebug('maxRSS='+process.resourceUsage().maxRSS))`;

/** @returns the seconds, and the MB of the largest process */
async function runNode(args: readonly string[], cwd: string): Promise<[number, number]> {
  const start = performance.now();
  const env = { ...process.env, NODE_OPTIONS: `--import=${reporter}` };
  const options = { cwd, env, maxBuffer: 2 ** 28 };
  const { stderr } = await promisify(execFile)(process.execPath, args, options);
  const seconds = (performance.now() - start) / 1000;
  const sizes = Array.from(stderr.matchAll(/^maxRSS=(\d+)$/gm), ([, size]) => Number(size) / 1024);
  return [seconds, Math.max(...sizes)];
}
