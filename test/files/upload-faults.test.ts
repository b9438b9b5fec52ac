import { appendFile, rm, truncate, utimes, writeFile } from "node:fs/promises";
import { createServer } from "node:net";

import { ConflictError } from "datameta-client";
import { FileError, uploadFile, type UploadOptions } from "datameta-client/files";
import type { Faults } from "datameta-client/testing";
import { describe, expect, it } from "vitest";

import { failureOf } from "../support/failure-of.js";
import { expectClean, staged } from "./support/failed.js";
import { createWorld, type World } from "./support/world.js";

const content = new Uint8Array(700_000).fill(7);

interface Case {
  readonly faults: Faults;
  readonly options?: UploadOptions;
  /** The size of the content in bytes. @default 700000 */
  readonly size?: number;
  readonly error: Readonly<Record<string, unknown>>;
  /** How often the content was sent. @default 1 */
  readonly sent?: number;
}

const saying = (text: string): string => expect.stringContaining(text) as string;

const unavailable = { status: 503, headers: { "Retry-After": "0" } };

/** Permanent faults. */
const lasting: Readonly<Record<string, Case>> = {
  "a refused announcement": {
    faults: { createFile: { status: 403, body: [{ message: "no" }] } },
    error: { name: "ForbiddenError", operationId: "CreateFile" },
    sent: 0,
  },
  "a reset in the midst": {
    // Too large for the buffers of the system, so that it cannot have arrived completely.
    size: 16_000_000,
    faults: { uploadFile: "reset-in-request" },
    error: { name: "ConnectionError", operationId: "UploadFile", attempts: 3 },
    sent: 3,
  },
  "a 500": {
    faults: { uploadFile: { status: 500, body: "crash" } },
    error: { name: "ServerError", operationId: "UploadFile", status: 500, attempts: 3 },
    sent: 3,
  },
  "a 503 with Retry-After": {
    faults: { uploadFile: unavailable },
    error: { name: "ServerError", status: 503, retryAfter: 0, attempts: 3 },
    sent: 3,
  },
  "a 503 that asks for more time than there is": {
    faults: { uploadFile: { status: 503, headers: { "Retry-After": "3600" } } },
    error: { name: "ServerError", status: 503, attempts: 1 },
  },
  "an upload URL that has expired": {
    faults: { uploadFile: { status: 404, body: null } },
    error: {
      ...{ name: "NotFoundError", operationId: "UploadFile" },
      message: saying("The upload URL has expired"),
    },
  },
  "a file that is frozen": {
    faults: { uploadFile: { status: 409, body: null } },
    error: { name: "ConflictError", operationId: "UploadFile", status: 409 },
  },
  "a proxy that refuses the size": {
    faults: { uploadFile: { status: 413, body: "<html>too large</html>" } },
    error: { name: "ApiError", status: 413, message: saying("A proxy refuses") },
  },
  "a login page": {
    faults: { uploadFile: "login-page" },
    error: { name: "ResponseFormatError", operationId: "UploadFile" },
  },
  "a redirect": {
    faults: { uploadFile: "redirect-elsewhere" },
    error: { name: "ResponseFormatError", operationId: "UploadFile" },
  },
  "a stall in the midst": {
    faults: { uploadFile: "stall-in-request" },
    options: { timeout: 400 },
    error: { name: "TimeoutError", operationId: "UploadFile", timeout: 400 },
  },
  "a stall before the answer": {
    faults: { uploadFile: "stall-before-headers" },
    options: { timeout: 400 },
    error: { name: "TimeoutError", operationId: "UploadFile" },
  },
  "a checksum that does not match": {
    faults: { updateFile: { status: 409, body: null } },
    error: { name: "ConflictError", operationId: "UpdateFile" },
  },
  "a server that fails to complete": {
    faults: { updateFile: { status: 500, body: "crash" } },
    error: { name: "ServerError", operationId: "UpdateFile" },
  },
  "completing that stalls": {
    faults: { updateFile: "stall-before-headers" },
    options: { timeout: 500 },
    error: { name: "TimeoutError", operationId: "UpdateFile" },
  },
};

describe("an upload fails with the right error and leaves no file after", () => {
  it.each(Object.entries(lasting))("%s", async (_, test) => {
    const { faults, options, error, sent = 1, size = content.length } = test;
    await using world = await createWorld({ faults });

    const failure = await failureOf(
      uploadFile(world.datameta, { name: "reads", content: new Uint8Array(size) }, options),
    );

    expect(failure).toMatchObject(error);
    expectClean(failure);
    expect(world.requestsTo("UploadFile")).toBe(sent);
    expect(staged(world.server)).toEqual([]);
  });

  it("a connection that is refused", async () => {
    await using world = await createWorld();
    const port = await unusedPort();
    const datameta = elsewhere(world, `http://127.0.0.1:${port}`);

    const failure = await failureOf(uploadFile(datameta, { name: "reads", content }));

    expect(failure).toMatchObject({ name: "ConnectionError", outcome: "not-sent", attempts: 3 });
    expectClean(failure);
    expect(staged(world.server)).toEqual([]);
  });
});

/** Temporary faults, and how often the content is sent. */
const passing: readonly [string, Faults, number][] = [
  ["a reset in the midst", { uploadFile: ["reset-in-request"] }, 2],
  ["two resets and a 500", { uploadFile: ["reset-in-request", { status: 500 }] }, 3],
  ["a 503", { uploadFile: [unavailable] }, 2],
  ["a proxy's 502 page", { uploadFile: ["proxy-page"] }, 2],
  ["a lost answer, without sending again", { uploadFile: ["answer-lost"] }, 1],
  ["a completion whose answer is lost", { updateFile: ["answer-lost"] }, 1],
  ["a completion with a conflict", { updateFile: [{ status: 500 }] }, 1],
  ["a completion that is refused for now", { updateFile: [unavailable] }, 1],
  ["a failed request for the file", { updateFile: ["answer-lost"], getFile: ["cut-json"] }, 1],
];

it.each(passing)("an upload survives %s", async (_, faults, sent) => {
  await using world = await createWorld({ faults });

  const file = await uploadFile(world.datameta, { name: "reads", content });

  expect(file).toMatchObject({ contentUploaded: true, filesize: content.length });
  expect(world.requestsTo("UploadFile")).toBe(sent);
  expect(world.server.files).toHaveLength(1);
});

it("sends again if the response and the content were lost", async () => {
  await using world = await createWorld({
    faults: { uploadFile: ["reset-before-headers"] },
  });

  const file = await uploadFile(world.datameta, { name: "reads", content });

  expect(file.filesize).toBe(content.length);
  expect(world.requestsTo("UploadFile")).toBe(2);
});

it("keeps the announced file with `keep`", async () => {
  await using world = await createWorld({ faults: { uploadFile: { status: 404 } } });

  await failureOf(uploadFile(world.datameta, { name: "reads", content }, { keep: true }));

  expect(staged(world.server)).toEqual(["file reads"]);
});

describe("a source that", () => {
  const changes: readonly [string, (path: string) => Promise<unknown>, string][] = [
    ["grows", (path) => appendFile(path, "more"), "CHANGED"],
    ["shrinks", (path) => truncate(path, 10), "CHANGED"],
    ["is written again", (path) => utimes(path, 1, 1), "CHANGED"],
    ["vanishes", (path) => rm(path), "ENOENT"],
  ];

  it.each(changes)("%s while it is read makes the upload fail", async (_, change, code) => {
    await using world = await createWorld();
    const path = world.path("reads");
    await writeFile(path, new Uint8Array(3_000_000));
    let changing: Promise<unknown> | undefined;

    const failure = await failureOf(
      uploadFile(world.datameta, { path }, { onProgress: () => void (changing ??= change(path)) }),
    );
    await changing;

    expect(failure).toBeInstanceOf(FileError);
    expect(failure).toMatchObject({ code, file: path });
    expectClean(failure);
    expect(staged(world.server)).toEqual([]);
    expect(world.server.files).toEqual([]);
  });

  it("throws makes the upload fail, and is not read again", async () => {
    await using world = await createWorld();
    async function* breaking() {
      yield new Uint8Array(10);
      await Promise.resolve();
      throw new Error("the pipe broke");
    }

    const failure = await failureOf(
      uploadFile(world.datameta, { name: "reads", content: breaking() }),
    );

    expect(failure).toMatchObject({ name: "FileError", code: "READ" });
    expect(staged(world.server)).toEqual([]);
  });

  it("is a stream is not sent twice", async () => {
    await using world = await createWorld({ faults: { uploadFile: [{ status: 500 }] } });
    const stream = new Blob([content]).stream();

    const failure = await failureOf(uploadFile(world.datameta, { name: "reads", content: stream }));

    expect(failure).toMatchObject({ name: "ServerError", attempts: 1 });
    expect(staged(world.server)).toEqual([]);
  });
});

describe("an abort", () => {
  const reason = new Error("the user left");

  const phases: readonly [string, Faults][] = [
    ["while announcing", { createFile: { delay: 100 } }],
    ["while sending", { uploadFile: "stall-in-request" }],
    ["while the server writes", { uploadFile: { delay: 5_000 } }],
    ["while completing", { updateFile: { delay: 300 } }],
    ["during a pause", { uploadFile: { status: 503, headers: { "Retry-After": "1" } } }],
  ];

  it.each(phases)("%s rejects with its reason and leaves no file", async (_, faults) => {
    await using world = await createWorld({ faults });
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 60);

    const failure = await failureOf(
      uploadFile(world.datameta, { name: "reads", content }, { signal: controller.signal }),
    );

    expect(failure).toBe(reason);
    await expect.poll(() => staged(world.server)).toEqual([]);
  });

  it("before the start makes no request", async () => {
    await using world = await createWorld();

    const failure = await failureOf(
      uploadFile(world.datameta, { name: "reads", content }, { signal: AbortSignal.abort(reason) }),
    );

    expect(failure).toBe(reason);
    expect(world.server.requests).toEqual([]);
  });
});

it("throws a ConflictError if the server has different content", async () => {
  await using world = await createWorld({ faults: { updateFile: { status: 409, body: null } } });

  const failure = await failureOf(uploadFile(world.datameta, { name: "reads", content }));

  expect(failure).toBeInstanceOf(ConflictError);
});

/** Creates a client whose files are sent to another address. */
function elsewhere(world: World, origin: string) {
  const { datameta } = world;
  const createFile: typeof datameta.createFile = Object.assign(
    async (...args: Parameters<typeof datameta.createFile>) => {
      const announced = await datameta.createFile(...args);
      const { pathname } = new URL(announced.urlToUpload);
      return { ...announced, urlToUpload: origin + pathname };
    },
    datameta.createFile,
  );
  return Object.assign(Object.create(datameta) as typeof datameta, { createFile });
}

async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}
