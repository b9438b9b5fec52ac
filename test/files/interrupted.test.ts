import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Submission } from "datameta-client/files";
import type { TestServer } from "datameta-client/testing";
import { expect, it, onTestFinished } from "vitest";

import { buildProgram } from "./support/build-program.js";
import { createWorld } from "./support/world.js";

/** How many servers there are. Each has its own rounds, one after the other. */
const servers = 4;
/** The rounds of a server go on until there are so many of them, and so many were killed. */
const rounds = 13;
const kills = 11;
const samples = 8;
const concurrency = 4;

interface Ending {
  readonly isKilled: boolean;
  readonly output: string;
  /** The time from the first request to the end, in milliseconds. */
  readonly took: number;
}

/** Runs the program. Kills it so many milliseconds after its first request, if `killAfter` is set. */
async function run(
  program: string,
  argument: object,
  server: TestServer,
  killAfter?: number,
): Promise<Ending> {
  const before = server.requests.length;
  const child = fork(program, [JSON.stringify(argument)], { silent: true });
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  let firstRequest = 0;
  const timer = setInterval(() => {
    if (firstRequest === 0 && server.requests.length > before) firstRequest = performance.now();
    if (firstRequest === 0 || killAfter === undefined) return;
    if (performance.now() - firstRequest >= killAfter) child.kill("SIGKILL");
  }, 1);
  // Safe: "close" has these two arguments.
  const [, signal] = (await once(child, "close")) as [number | null, string | null];
  clearInterval(timer);
  return { isKilled: signal === "SIGKILL", output, took: performance.now() - firstRequest };
}

/** Returns what the server has of one round. Each round has its own names. */
function stateOf({ files, metadatasets }: TestServer, round: number) {
  const ofRound = (name: string | null | undefined) => name?.startsWith(`${round}-`) === true;
  return {
    files: files.filter(({ name }) => ofRound(name)),
    sets: metadatasets.filter(({ record }) => ofRound(record["sample_id"])),
  };
}

it(`a submission that is killed at least ${servers * kills} times resumes with its journal`, async () => {
  const folder = await mkdtemp(join(tmpdir(), "datameta-killed-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const program = join(folder, "program.mjs");
  await buildProgram("submit-program.ts", program);

  const counts = await Promise.all(Array.from({ length: servers }, () => runRounds(program)));

  const [killed, left] = [0, 1].map((place) =>
    counts.reduce((sum, each) => sum + (each[place] ?? 0), 0),
  );
  process.stdout.write(`${killed} runs were killed; ${left} things were left, and named.\n`);
}, 900_000);

/** Runs submissions one after the other. Returns how many were killed, and how much was left. */
async function runRounds(program: string): Promise<[killed: number, left: number]> {
  await using world = await createWorld({ faults: { "*": { delay: 3 } } });
  const { server, path } = world;
  const { token } = server.account("member@example.org");
  let longest = 0;
  let killed = 0;
  let left = 0;
  let round = 0;
  for (; round < rounds || killed < kills; round++) {
    const folder = path(`${round}`);
    await mkdir(folder);
    const names = Array.from({ length: samples }, (_, index) => `${round}-${index}.fq`);
    const files = names.map((name) => ({ path: `${folder}/${name}` }));
    await Promise.all(files.map(({ path: file }) => writeFile(file, file.padEnd(50_000))));
    const records = names.map((reads, index) => ({ sample_id: `${round}-${index}`, reads }));
    const argument = { url: server.url, token, records, files, journal: `${folder}/journal` };

    // The first round measures how long a complete run takes.
    const killAfter = round === 0 ? undefined : Math.random() * longest;
    const first = await run(program, argument, server, killAfter);
    if (round === 0) longest = first.took;
    if (first.isKilled) killed++;
    await settled(server);
    const complete = stateOf(server, round).files.filter(({ contentUploaded }) => contentUploaded);
    const second = await run(program, argument, server);

    expect(second.isKilled).toBe(false);
    const submission = JSON.parse(second.output) as Submission;
    const after = stateOf(server, round);
    // There is exactly one submission, and it is complete.
    expect(after.sets.filter(({ isSubmitted }) => isSubmitted)).toHaveLength(samples);
    expect(after.files.filter(({ isSubmitted }) => isSubmitted)).toHaveLength(samples);
    expect(submission.metadatasets).toHaveLength(samples);
    // Complete files are part of the submission, so they were not sent again.
    const submitted = new Set(submission.files.map(({ id }) => id.uuid));
    expect(complete.filter(({ id }) => !submitted.has(id.uuid))).toEqual([]);
    // Only interrupted requests left something, and the result lists it.
    const leftFiles = after.files.filter(({ isSubmitted }) => !isSubmitted);
    const leftSets = after.sets.filter(({ isSubmitted }) => !isSubmitted);
    left += leftFiles.length + leftSets.length;
    expect(leftFiles.length + leftSets.length).toBeLessThanOrEqual(concurrency);
    expect(submission.left.unknownFiles).toEqual(
      expect.arrayContaining(leftFiles.map(({ name }) => name)),
    );
    const rows = leftSets.map(({ record }) => Number(record["sample_id"]?.split("-")[1]) + 1);
    expect(submission.left.unknownRows).toEqual(expect.arrayContaining(rows));
  }

  const submissions = await world.datameta.getGroupSubmissions({
    id: server.account("member@example.org").groupId,
  });
  expect(submissions).toHaveLength(round);
  return [killed, left];
}

/** Waits until the server has no running request. */
async function settled(server: TestServer): Promise<void> {
  for (let before = -1; before !== server.requests.length;) {
    before = server.requests.length;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
