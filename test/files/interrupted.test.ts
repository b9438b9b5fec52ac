import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";
import type { Submission } from "datameta-client/files";
import type { TestServer } from "datameta-client/testing";
import { expect, it } from "vitest";

import { createWorld } from "./support/world.js";

const rounds = 50;
const samples = 12;
const concurrency = 4;

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Bundles the program into one file, which starts fast. */
async function buildProgram(outfile: string): Promise<void> {
  await build({
    ...{ entryPoints: [pathOf("support/submit-program.ts")], outfile, bundle: true },
    ...{ platform: "node", format: "esm", target: "node20" },
    // Node's modules need no bundling, and js-md5 is only for browsers.
    alias: {
      "datameta-client": pathOf("../../src/index.ts"),
      "datameta-client/files": pathOf("../../src/files/node.ts"),
    },
  });
}

interface Ending {
  readonly isKilled: boolean;
  readonly output: string;
}

/** Runs the program, or kills it after this number of milliseconds. */
async function run(program: string, argument: object, killAfter?: number): Promise<Ending> {
  const child = fork(program, [JSON.stringify(argument)], { silent: true });
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const timer =
    killAfter === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfter);
  const [, signal] = (await once(child, "close")) as [number | null, string | null];
  clearTimeout(timer);
  return { isKilled: signal === "SIGKILL", output };
}

/** Returns what the server has of one round. Each round has its own names. */
function stateOf({ files, metadatasets }: TestServer, round: number) {
  const ofRound = (name: string | null | undefined) => name?.startsWith(`${round}-`) === true;
  return {
    files: files.filter(({ name }) => ofRound(name)),
    sets: metadatasets.filter(({ record }) => ofRound(record["sample_id"])),
  };
}

it(`a submission that is killed ${rounds} times at random moments resumes with its journal`, async () => {
  await using world = await createWorld({ faults: { "*": { delay: 3 } } });
  const { server, path } = world;
  const program = path("program.mjs");
  await buildProgram(program);
  let longest = 0;
  let killed = 0;
  let named = 0;

  for (let round = 0; round < rounds; round++) {
    const folder = path(`${round}`);
    await mkdir(folder);
    const names = Array.from({ length: samples }, (_, index) => `${round}-${index}.fq`);
    const files = names.map((name) => ({ path: `${folder}/${name}` }));
    await Promise.all(files.map(({ path: file }) => writeFile(file, file.padEnd(50_000))));
    const records = names.map((reads, index) => ({ sample_id: `${round}-${index}`, reads }));
    const { token } = server.account("member@example.org");
    const argument = { url: server.url, token, records, files, journal: `${folder}/journal` };

    const start = performance.now();
    // The first round measures how long a complete run takes.
    const first = await run(program, argument, round === 0 ? undefined : Math.random() * longest);
    if (round === 0) longest = performance.now() - start;
    if (first.isKilled) killed++;
    await settled(server);
    const complete = stateOf(server, round).files.filter(({ contentUploaded }) => contentUploaded);
    const second = await run(program, argument);

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
    named += leftFiles.length + leftSets.length;
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
  expect(submissions).toHaveLength(rounds);
  process.stdout.write(
    `${killed} of ${rounds} runs were killed; ${named} things were left, and named.\n`,
  );
  expect(killed).toBeGreaterThan(rounds / 2);
}, 900_000);

/** Waits until the server has no running request. */
async function settled(server: TestServer): Promise<void> {
  for (let before = -1; before !== server.requests.length;) {
    before = server.requests.length;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
