import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { isObject } from "../document/spec-document.js";
import { count, reportDone, reportWarning, startClock } from "../command/progress.js";
import { defaultConfig, defaultOut, defaultSpec, projectRoot } from "../command/project.js";
import { memoryFile } from "../prettify.js";
import { writeOutputs } from "../step.js";
import { askProcess } from "./ask-process.js";
import type { GenerateOrder } from "./generate-again.js";
import { makeDocument } from "./made-document.js";
import { benchFolder } from "./set-up.js";
import { median } from "./statistics.js";

/** What `npm run generate` costs for one document. */
export interface PipelineCost {
  readonly document: string;
  /** Undefined where the command only starts. */
  readonly operations: number | undefined;
  /** Seconds from the start of the process to its end: a median; undefined where it took too long. */
  readonly seconds: number | undefined;
  /** Seconds of processor time, of all threads. */
  readonly processor: number | undefined;
  /** MB: the largest resident set. */
  readonly memory: number | undefined;
  /** Seconds of one more run in the same process, which remembers what it compiled and formatted. */
  readonly again: number | undefined;
}

/** Beyond this, a row says so instead of a time. */
const limit = 120_000;

/** Measures the command on our own document, on made ones of growing size, and on GitHub's. */
export async function measurePipeline(quick: boolean): Promise<PipelineCost[]> {
  const elapsed = startClock();
  const folder = await mkdtemp(join(tmpdir(), "bench-pipeline-"));
  try {
    const ours = ["--spec", defaultSpec, "--out", defaultOut, "--check"];
    const rounds = quick ? 1 : 5;
    const own: GenerateOrder = {
      ...{ spec: defaultSpec, out: defaultOut, config: defaultConfig },
      ...{ check: true, lint: "strict", runs: 6 },
    };
    await rm(memoryFile, { force: true });
    const costs = [
      await measure("the start of the command alone", undefined, ["--help"], rounds),
      await measure("DataMeta, cold", 36, ours, 1, { TMPDIR: folder }),
      { ...(await measure("DataMeta", 36, ours, rounds)), again: await measureAgain(own) },
    ];
    for (const { name, file } of await documents(quick)) {
      const operations = await countOperations(file);
      const times = quick || operations > 5000 ? 1 : 3;
      const cost = await measure(name, operations, ["--spec", file, "--out", folder], times);
      const runs = operations > 1000 ? 2 : 6;
      const order: GenerateOrder = { spec: file, out: folder, check: false, lint: "warn", runs };
      const isMeasured = cost.seconds !== undefined;
      costs.push(isMeasured ? { ...cost, again: await measureAgain(order) } : cost);
    }
    reportDone("pipeline", elapsed());
    return costs;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function documents(quick: boolean): Promise<{ name: string; file: string }[]> {
  const made = (quick ? [36, 100, 1000] : [36, 100, 1000, 10_000]).map((operations) => ({
    name: "made",
    file: join(benchFolder, "documents", `made-${operations}.json`),
    text: JSON.stringify(makeDocument(operations)),
  }));
  await writeOutputs(made.map(({ file, text }) => ({ path: file, text })));
  const octokit = join(benchFolder, "node_modules", "@octokit", "openapi", "generated");
  return [...made, { name: "GitHub", file: join(octokit, "api.github.com.json") }];
}

async function countOperations(file: string): Promise<number> {
  const document: unknown = JSON.parse(await readFile(file, "utf8"));
  const paths = isObject(document) && isObject(document["paths"]) ? document["paths"] : {};
  const methods = new Set(["get", "put", "post", "delete", "options", "head", "patch", "trace"]);
  return Object.values(paths)
    .flatMap((item) => (isObject(item) ? Object.keys(item) : []))
    .filter((key) => methods.has(key)).length;
}

async function measure(
  document: string,
  operations: number | undefined,
  args: readonly string[],
  rounds: number,
  env: NodeJS.ProcessEnv = {},
): Promise<PipelineCost> {
  const runs: Run[] = [];
  for (let round = 0; round < rounds; round++) {
    const run = await runGenerate(args, env);
    if (run === undefined) {
      reportWarning("pipeline", `${document}, ${operations ?? 0} operations: over ${limit} ms`);
      const nothing = { seconds: undefined, processor: undefined, memory: undefined };
      return { document, operations, ...nothing, again: undefined };
    }
    runs.push(run);
  }
  const seconds = median(runs.map((run) => run.seconds));
  const size = operations === undefined ? "" : count(operations, "operation");
  reportDone("pipeline", document, size, `${seconds.toFixed(1)} s`);
  return {
    ...{ document, operations, seconds },
    processor: median(runs.map((run) => run.processor)),
    memory: median(runs.map((run) => run.memory)),
    again: undefined,
  };
}

async function measureAgain(order: GenerateOrder): Promise<number> {
  const module = new URL("./generate-again.ts", import.meta.url);
  const [, ...again] = await askProcess<readonly number[]>(module, order);
  return median(again);
}

interface Run {
  readonly seconds: number;
  readonly processor: number;
  readonly memory: number;
}

/** Runs the command as `npm run generate` does, with a module that tells its usage at the end. */
async function runGenerate(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Run | undefined> {
  const reporter = join(benchFolder, "report-usage.mjs");
  const start = performance.now();
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "--import", reporter, "scripts/generate.ts", ...args],
    {
      cwd: projectRoot,
      env: { ...process.env, ...env },
      stdio: ["ignore", "ignore", "pipe", "pipe"],
      timeout: limit,
    },
  );
  let said = "";
  let usage = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (said += text));
  child.stdio[3]?.on("data", (data: Buffer) => (usage += data.toString()));
  const code = await new Promise((resolve) => child.once("close", resolve));
  const seconds = (performance.now() - start) / 1000;
  if (child.killed) return undefined;
  if (code !== 0) throw new Error(`generate ${args.join(" ")} failed:\n${said.slice(-2000)}`);
  const { maxRSS, userCPUTime, systemCPUTime } = JSON.parse(usage) as NodeJS.ResourceUsage;
  return { seconds, processor: (userCPUTime + systemCPUTime) / 1e6, memory: maxRSS / 1024 };
}
