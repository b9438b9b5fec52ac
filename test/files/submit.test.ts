import { readFile, stat, writeFile } from "node:fs/promises";

import type { ClientOptions } from "datameta-client";
import { submit, SubmissionError, type SubmitProgress } from "datameta-client/files";
import type { Faults } from "datameta-client/testing";
import { describe, expect, it } from "vitest";

import { failureOf } from "../support/failure-of.js";
import { expectClean, staged } from "./support/failed.js";
import { createWorld } from "./support/world.js";

/** Creates records for this number of samples, each with a file. */
function cohort(count: number, size = 1000) {
  const names = Array.from({ length: count }, (_, index) => `${index + 1}.fq`);
  return {
    records: names.map((reads, index) => ({ sample_id: `S${index + 1}`, reads })),
    files: names.map((name) => ({ name, content: new Blob([name.padEnd(size)]) })),
  };
}

it("submits records with their files in one call", async () => {
  await using world = await createWorld();

  const submission = await submit(world.datameta, { ...cohort(5), label: "Cohort 1" });

  const { server, datameta } = world;
  expect(submission).toMatchObject({
    label: "Cohort 1",
    id: { site: expect.any(String) as string },
  });
  expect(submission.files.map(({ name }) => name)).toEqual(cohort(5).files.map(({ name }) => name));
  expect(server.files.map(({ isSubmitted }) => isSubmitted)).toEqual(Array(5).fill(true));
  const sets = await Promise.all(
    submission.metadatasets.map((id) => datameta.getMetaDataSet({ id })),
  );
  expect(sets.map(({ record }) => record["sample_id"])).toEqual(["S1", "S2", "S3", "S4", "S5"]);
  expect(sets[0]?.submissionId).toEqual(submission.id);
});

it("sends at most `concurrency` files at the same time", async () => {
  await using world = await createWorld({ faults: { uploadFile: { delay: 30 } } });
  let open = 0;
  let most = 0;
  const counting = async (url: string, init: RequestInit) => {
    most = Math.max(most, ++open);
    return fetch(url, init).finally(() => open--);
  };

  await submit(world.datameta, { ...cohort(7), concurrency: 2, fetch: counting });

  expect(most).toBe(2);
});

it("reports each phase, and never more than the total", async () => {
  await using world = await createWorld({ faults: { uploadFile: [{ status: 500 }] } });
  const events: SubmitProgress[] = [];

  await submit(world.datameta, { ...cohort(3), onProgress: (event) => events.push(event) });

  const phases = [...new Set(events.map(({ phase }) => phase))];
  expect(phases).toEqual(["checking", "staging", "uploading", "submitting"]);
  expect(events.every(({ done, count }) => done <= count)).toBe(true);
  expect(events.every(({ loaded, total }) => loaded <= total)).toBe(true);
  expect(events.at(-1)).toMatchObject({ phase: "submitting", done: 1, loaded: 3000, total: 3000 });
});

it("checks on the server with `check`, without sending content or leaving anything", async () => {
  await using world = await createWorld();

  const checked = await submit(world.datameta, { ...cohort(3), check: true });

  expect(checked).toMatchObject({ records: 3, files: 3 });
  expect(world.requestsTo("PrevalidateSubmission")).toBe(1);
  expect(world.requestsTo("UploadFile")).toBe(0);
  expect([world.server.files, world.server.metadatasets]).toEqual([[], []]);
});

const unavailable = { status: 503, headers: { "Retry-After": "0" } };

describe("a submission succeeds in spite of", () => {
  const faults: Readonly<Record<string, Faults>> = {
    "transaction conflicts while staging": {
      createMetaDataSet: [{ status: 500 }, null, { status: 500 }],
      createFile: [null, { status: 500 }],
    },
    "a busy server": { createMetaDataSet: [unavailable], createFile: [unavailable] },
    "broken transfers": { uploadFile: ["reset-in-request", { status: 500 }] },
    "a conflict while submitting": { createSubmission: [{ status: 500 }] },
    "a lost response to the submission": { createSubmission: ["answer-lost"] },
    "a submission that did not arrive": { createSubmission: ["reset-before-headers"] },
  };

  it.each(Object.entries(faults))("%s", async (_, each) => {
    await using world = await createWorld({ faults: each });

    const { id } = await submit(world.datameta, cohort(4));

    expect(id.site).toMatch(/^DMS-/);
    expect(world.server.metadatasets.map(({ isSubmitted }) => isSubmitted)).toEqual(
      Array(4).fill(true),
    );
    expect(staged(world.server)).toEqual([]);
  });
});

describe("a submission that fails leaves nothing staged, after", () => {
  const faults: Readonly<Record<string, [Faults, Readonly<Record<string, unknown>>]>> = {
    "a refused definition": [
      { getMetaData: { status: 403, body: [] } },
      { name: "ForbiddenError" },
    ],
    "files that cannot be sent": [{ uploadFile: { status: 404 } }, { name: "NotFoundError" }],
    "a wrong checksum": [{ updateFile: [null, { status: 409 }] }, { name: "ConflictError" }],
    "a submission that the server cannot make": [
      { createSubmission: { status: 500 } },
      { name: "ServerError" },
    ],
  };

  it.each(Object.entries(faults))("%s", async (_, [each, error]) => {
    await using world = await createWorld({ faults: each }, { retry: { limit: 1 } });

    const failure = await failureOf(submit(world.datameta, cohort(4)));

    expect(failure).toMatchObject(error);
    expectClean(failure);
    expect(staged(world.server)).toEqual([]);
  });

  const reason = new Error("the user left");
  const phases: Readonly<Record<string, Faults>> = {
    "an abort while checking": { getMetaData: { delay: 300 } },
    "an abort while staging": { createMetaDataSet: { delay: 200 } },
    "an abort while announcing": { createFile: { delay: 200 } },
    "an abort while the server checks": { prevalidateSubmission: { delay: 300 } },
    "an abort while sending": { uploadFile: { delay: 400 } },
    "an abort while completing": { updateFile: { delay: 300 } },
  };

  it.each(Object.entries(phases))("%s", async (_, each) => {
    await using world = await createWorld({ faults: each });
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 120);

    const failure = await failureOf(
      submit(world.datameta, { ...cohort(6), signal: controller.signal }),
    );

    expect(failure).toBe(reason);
    await expect.poll(() => staged(world.server)).toEqual([]);
  });
});

it("does not abort a submission that was sent", async () => {
  await using world = await createWorld({ faults: { createSubmission: { delay: 100 } } });
  const controller = new AbortController();

  const { id } = await submit(world.datameta, {
    ...{ ...cohort(1), signal: controller.signal },
    onProgress: ({ phase }) => {
      if (phase === "submitting") setTimeout(() => controller.abort(), 50);
    },
  });

  expect(id.site).toMatch(/^DMS-/);
});

describe("the error lists everything that could not be removed:", () => {
  it("all files and records, after the token has expired", async () => {
    await using world = await createWorld({
      faults: { createFile: { status: 401, body: [] } },
    });

    const failure = await failureOf(submit(world.datameta, cohort(1)));

    const [set] = world.server.metadatasets;
    expect(failure).toMatchObject({
      ...{ name: "SubmissionError", cause: { name: "UnauthorizedError" } },
      left: { fileIds: [], metadatasetIds: [set?.id.uuid] },
    });
  });

  it("identifiers", async () => {
    await using world = await createWorld({
      faults: {
        uploadFile: { status: 404 },
        ...{ bulkDeleteStagedFiles: { status: 500 }, deleteFile: { status: 500 } },
      },
    });

    const failure = await failureOf(submit(world.datameta, cohort(1)));

    const [file] = world.server.files;
    expect(failure).toBeInstanceOf(SubmissionError);
    expect(failure).toMatchObject({
      ...{ cause: { name: "NotFoundError" }, problems: [] },
      left: { fileIds: [file?.id.uuid], metadatasetIds: [] },
    });
    expectClean(failure);
  });

  it("names and rows whose responses were lost", async () => {
    await using world = await createWorld({ faults: { createMetaDataSet: [null, "answer-lost"] } });

    const failure = await failureOf(submit(world.datameta, { ...cohort(2), concurrency: 1 }));

    expect(failure).toMatchObject({
      cause: { name: "ConnectionError" },
      left: { metadatasetIds: [], unknownRows: [2] },
    });
    expect(staged(world.server)).toHaveLength(1);
  });
});

it("leaves everything staged with `keep`", async () => {
  await using world = await createWorld({ faults: { createSubmission: { status: 500 } } });

  await failureOf(submit(world.datameta, { ...cohort(2), keep: true, retry: 0 }));

  expect(staged(world.server)).toHaveLength(4);
});

describe("a journal", () => {
  const again: Partial<ClientOptions> = { retry: { limit: 0 } };

  it("lets the next run send only what is missing", async () => {
    await using world = await createWorld(
      { faults: { uploadFile: [null, null, { status: 404 }] } },
      again,
    );
    const options = { ...cohort(4), journal: world.path("journal"), concurrency: 1 };
    await failureOf(submit(world.datameta, { ...options, keep: true }));
    world.server.setFaults({});

    const { files } = await submit(world.datameta, options);

    expect(files).toHaveLength(4);
    // Two files were complete. The third one failed in the first run.
    expect(world.requestsTo("UploadFile")).toBe(5);
    expect(world.requestsTo("CreateMetaDataSet")).toBe(4);
    expect(staged(world.server)).toEqual([]);
  });

  it("returns the submission again if it already exists", async () => {
    await using world = await createWorld();
    const options = { ...cohort(2), label: "Cohort", journal: world.path("journal") };

    const first = await submit(world.datameta, options);
    const second = await submit(world.datameta, options);

    expect(second).toEqual(first);
    expect(world.requestsTo("CreateSubmission")).toBe(1);
  });

  it("is refused for other records after the submission", async () => {
    await using world = await createWorld();
    const journal = world.path("journal");
    await submit(world.datameta, { ...cohort(2), journal });

    const failure = await failureOf(submit(world.datameta, { ...cohort(3), journal }));

    expect(failure).toMatchObject({ name: "ConfigurationError" });
    expect(staged(world.server)).toEqual([]);
  });

  it("detects a changed file and a changed record", async () => {
    await using world = await createWorld({
      faults: { createSubmission: [{ status: 400, body: [] }] },
    });
    const path = world.path("1.fq");
    await writeFile(path, "first");
    const options = { records: [{ sample_id: "S1", reads: "1.fq" }], files: [{ path }] };
    const journal = world.path("journal");
    await failureOf(submit(world.datameta, { ...options, journal, keep: true }));
    await writeFile(path, "other");

    await submit(world.datameta, {
      ...options,
      records: [{ sample_id: "S2", reads: "1.fq" }],
      journal,
    });

    expect(world.server.files.map(({ content }) => String(Buffer.from(content)))).toEqual([
      "other",
    ]);
    expect(world.server.metadatasets.map(({ record }) => record["sample_id"])).toEqual(["S2"]);
  });

  it("stages again what was deleted on the server", async () => {
    await using world = await createWorld({
      faults: { createSubmission: [{ status: 400, body: [] }] },
    });
    const options = { ...cohort(2), journal: world.path("journal") };
    await failureOf(submit(world.datameta, { ...options, keep: true }));
    const { files, metadatasets } = world.server;
    await world.datameta.deleteFile({ id: files[0]?.id ?? "" });
    await world.datameta.deleteMetaDataSet({ id: metadatasets[0]?.id ?? "" });

    const submission = await submit(world.datameta, options);

    expect(submission.files).toHaveLength(2);
    expect(staged(world.server)).toEqual([]);
  });

  it("contains no secret, and only its user can read it", async () => {
    await using world = await createWorld();
    const journal = world.path("journal");
    await submit(world.datameta, { ...cohort(1), journal });

    const text = await readFile(journal, "utf8");

    expect(text).not.toMatch(/upload|token|[A-Za-z0-9]{64}/i);
    expect((await stat(journal)).mode & 0o077).toBe(0);
  });

  it("that cannot be written is an error before anything is staged", async () => {
    await using world = await createWorld();

    for (const journal of [world.path("no/journal"), world.folder, "/dev/null"]) {
      const failure = await failureOf(submit(world.datameta, { ...cohort(1), journal }));
      expect(failure).toMatchObject({ name: "FileError" });
    }
    expect([world.server.files, world.server.metadatasets]).toEqual([[], []]);
  });

  it("is used by one process at a time, and ignores the lock of a killed process", async () => {
    await using world = await createWorld();
    const journal = world.path("journal");
    await writeFile(`${journal}.lock`, String(process.ppid));

    const failure = await failureOf(submit(world.datameta, { ...cohort(1), journal }));
    await writeFile(`${journal}.lock`, "999999999");
    const { id } = await submit(world.datameta, { ...cohort(1), journal });

    expect(failure).toMatchObject({ name: "ConfigurationError" });
    expect(id.site).toMatch(/^DMS-/);
  });
});
