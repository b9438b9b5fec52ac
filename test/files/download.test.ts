import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";

import type { ClientOptions } from "datameta-client";
import { downloadFile, type DownloadOptions } from "datameta-client/files";
import type { Fault, Faults } from "datameta-client/testing";
import { describe, expect, it } from "vitest";

import { download } from "../../src/files/download.js";
import { fileErrorOf } from "../../src/files/file-error-of.js";
import type { Platform } from "../../src/files/platform.js";
import { nodePlatform } from "../../src/files/platform-node.js";
import { failureOf } from "../support/failure-of.js";
import { expectClean, printed } from "./support/failed.js";
import { createWorld, type World } from "./support/world.js";

const content = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
const wrong = Buffer.from(content).fill(0, 200_000);

const saying = (text: string): string => expect.stringContaining(text) as string;

async function createDownload(faults: Faults = {}, clientOptions: Partial<ClientOptions> = {}) {
  const file = { name: "reads.fq", owner: "member@example.org", content };
  const world = await createWorld({ files: [file], faults }, clientOptions);
  const id = world.server.files[0]?.id ?? { uuid: "" };
  return Object.assign(world, { id });
}

/** Returns the `Range` header of each request for the content. */
function ranges({ server }: World): (string | undefined)[] {
  return server.requests
    .filter(({ operationId }) => operationId === "DownloadFile")
    .map(({ headers }) => headers["range"]);
}

it("writes the file only when it is complete, and leaves no other file", async () => {
  await using world = await createDownload();
  const to = world.path("copy");

  const downloaded = await downloadFile(world.datameta, world.id, { to });

  const checksum = createHash("md5").update(content).digest("hex");
  expect(downloaded).toEqual({ path: to, name: "reads.fq", size: content.length, checksum });
  expect((await readFile(to)).equals(content)).toBe(true);
  expect(await readdir(world.folder)).toEqual(["copy"]);
});

it("resumes a broken transfer", async () => {
  await using world = await createDownload({
    downloadFile: [{ cutAfter: 100_000 }, { cutAfter: 50_000 }],
  });
  const to = world.path("copy");

  await downloadFile(world.datameta, world.id, { to });

  expect((await readFile(to)).equals(content)).toBe(true);
  // After a reset, bytes that the client has not read yet may be lost.
  const starts = ranges(world).map((range) =>
    Number(/^bytes=(\d+)-$/.exec(range ?? "bytes=0-")?.[1]),
  );
  expect(starts).toHaveLength(3);
  expect(starts).toEqual(starts.toSorted((a, b) => a - b));
  expect(new Set(starts).size).toBe(3);
});

it("skips bytes that it already has if the server does not support ranges", async () => {
  const whole: Fault = { status: 200, body: content };
  await using world = await createDownload({ downloadFile: [{ cutAfter: 100_000 }, whole] });
  const to = world.path("copy");

  await downloadFile(world.datameta, world.id, { to });

  expect((await readFile(to)).equals(content)).toBe(true);
});

it("downloads an empty file", async () => {
  await using world = await createWorld({
    files: [{ name: "empty", owner: "member@example.org" }],
  });
  const to = world.path("copy");

  await downloadFile(world.datameta, world.server.files[0]?.id.uuid ?? "", { to });

  expect(await readFile(to)).toHaveLength(0);
});

it("reports its progress, which ends with all bytes", async () => {
  await using world = await createDownload();
  const events: unknown[] = [];

  await downloadFile(world.datameta, world.id, {
    to: world.path("copy"),
    onProgress: (event) => events.push(event),
  });

  const total = content.length;
  expect(events[0]).toEqual({ file: "reads.fq", phase: "receiving", loaded: 0, total });
  expect(events.at(-1)).toEqual({ file: "reads.fq", phase: "receiving", loaded: total, total });
});

interface Case {
  readonly faults: Faults;
  readonly options?: DownloadOptions;
  readonly error: Readonly<Record<string, unknown>>;
}

const cases: Readonly<Record<string, Case>> = {
  "no right to see the file": {
    faults: { getFile: { status: 403, body: [] } },
    error: { name: "ForbiddenError", operationId: "GetFile" },
  },
  "a link that has expired": {
    faults: { downloadFile: { status: 404, body: "<html>not found</html>" } },
    error: { name: "NotFoundError", operationId: "DownloadFile" },
  },
  "a name that the server cannot send": {
    faults: { downloadFile: { status: 500, body: "crash" } },
    error: {
      ...{ name: "ServerError", operationId: "DownloadFile", attempts: 3 },
      message: saying("name has letters"),
    },
  },
  "a transfer that always breaks off": {
    faults: { downloadFile: { cutAfter: 0 } },
    error: { name: "ConnectionError", operationId: "DownloadFile", attempts: 3 },
  },
  "a stall": {
    faults: { downloadFile: "stall-before-headers" },
    options: { timeout: 300 },
    error: { name: "TimeoutError", operationId: "DownloadFile", timeout: 300 },
  },
  "another content": {
    faults: { downloadFile: { status: 200, body: wrong } },
    error: { name: "FileError", code: "CHECKSUM", operationId: "DownloadFile", retryable: true },
  },
  "more content than there should be": {
    faults: { downloadFile: { status: 200, body: Buffer.concat([content, content]) } },
    error: { name: "FileError", code: "CHECKSUM" },
  },
  "less content without a broken connection": {
    faults: { downloadFile: { status: 200, body: content.subarray(10) } },
    error: { name: "ConnectionError", attempts: 3 },
  },
  "a login page": {
    faults: { downloadFile: "login-page" },
    error: { name: "ResponseFormatError", operationId: "DownloadFile" },
  },
  "a redirect": {
    faults: { downloadFile: "redirect-elsewhere" },
    error: { name: "ResponseFormatError", operationId: "DownloadFile" },
  },
  "a range from another place": {
    faults: {
      downloadFile: [
        { cutAfter: 1000 },
        { status: 206, headers: { "Content-Range": "bytes 5000-9999/300000" }, body: "x" },
        { status: 206, headers: { "Content-Range": "bytes 5000-9999/300000" }, body: "x" },
      ],
    },
    error: { name: "ConnectionError", operationId: "DownloadFile" },
  },
};

describe("a download fails with the right error and leaves no file after", () => {
  it.each(Object.entries(cases))("%s", async (_, { faults, options, error }) => {
    await using world = await createDownload(faults);

    const failure = await failureOf(
      downloadFile(world.datameta, world.id, { ...options, to: world.path("copy") }),
    );

    expect(failure).toMatchObject(error);
    expectClean(failure);
    expect(await readdir(world.folder)).toEqual([]);
  });

  it("a file whose upload is not complete", async () => {
    await using world = await createWorld({
      files: [{ name: "reads", owner: "member@example.org", frozen: false }],
    });

    const failure = await failureOf(
      downloadFile(world.datameta, world.server.files[0]?.id.uuid ?? "", { to: world.path("a") }),
    );

    expect(failure).toMatchObject({ name: "FileError", code: "INCOMPLETE" });
    // The server could not delete a file after a request for its link.
    expect(world.requestsTo("GetFileUrl")).toBe(0);
  });

  it.each(["receiving", "pausing"])("an abort while %s", async (phase) => {
    await using world = await createDownload({
      downloadFile:
        phase === "pausing" ? { status: 503, headers: { "Retry-After": "1" } } : "stall-in-body",
    });
    const reason = new Error("the user left");
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 80);

    const failure = await failureOf(
      downloadFile(world.datameta, world.id, {
        ...{ to: world.path("copy"), signal: controller.signal },
      }),
    );

    expect(failure).toBe(reason);
    expect(await readdir(world.folder)).toEqual([]);
  });

  it("a disk that is full", async () => {
    await using world = await createDownload();
    const full: Platform["openTarget"] = async (path, overwrite) => ({
      ...(await nodePlatform.openTarget(path, overwrite)),
      write: () =>
        Promise.reject(
          fileErrorOf(Object.assign(new Error(), { code: "ENOSPC" }), "copy", "cannot be written"),
        ),
    });

    const failure = await failureOf(
      download({ ...nodePlatform, openTarget: full }, world.datameta, world.id, {
        to: world.path("copy"),
      }),
    );

    expect(failure).toMatchObject({
      ...{
        name: "FileError",
        code: "ENOSPC",
        message: saying("the disk is full"),
      },
    });
    expect(await readdir(world.folder)).toEqual([]);
  });
});

describe("an invalid target fails before any request:", () => {
  const targets: readonly [string, (world: World) => Promise<string>, string][] = [
    [
      "a file that exists",
      async ({ path }) => {
        await writeFile(path("there"), "mine");
        return path("there");
      },
      "EEXIST",
    ],
    ["a folder that does not exist", ({ path }) => Promise.resolve(path("no/file")), "ENOENT"],
    [
      "a folder",
      async ({ path }) => {
        await mkdir(path("folder"));
        return path("folder");
      },
      "EISDIR",
    ],
  ];

  it.each(targets)("%s", async (_, prepare, code) => {
    await using world = await createDownload();
    const to = await prepare(world);
    const before = await readdir(world.folder);

    const failure = await failureOf(downloadFile(world.datameta, world.id, { to }));

    expect(failure).toMatchObject({ name: "FileError", code });
    expect(world.server.requests).toEqual([]);
    expect(await readdir(world.folder)).toEqual(before);
  });

  it("a device, even with `overwrite`", async () => {
    await using world = await createDownload();

    const failure = await failureOf(
      downloadFile(world.datameta, world.id, { to: "/dev/null", overwrite: true }),
    );

    expect(failure).toMatchObject({ name: "FileError", code: "EINVAL" });
  });
});

describe("overwriting", () => {
  it("replaces a file when the new one is complete", async () => {
    await using world = await createDownload();
    const to = world.path("there");
    await writeFile(to, "old");

    await downloadFile(world.datameta, world.id, { to, overwrite: true });

    expect((await readFile(to)).equals(content)).toBe(true);
  });

  it("leaves the old file if the download fails", async () => {
    await using world = await createDownload({ downloadFile: { status: 200, body: wrong } });
    const to = world.path("there");
    await writeFile(to, "old");

    await failureOf(downloadFile(world.datameta, world.id, { to, overwrite: true }));

    expect(await readFile(to, "utf8")).toBe("old");
    expect(await readdir(world.folder)).toEqual(["there"]);
  });

  it("follows a symbolic link and keeps it", async () => {
    await using world = await createDownload();
    await writeFile(world.path("real"), "old");
    await symlink(world.path("real"), world.path("link"));

    await downloadFile(world.datameta, world.id, { to: world.path("link"), overwrite: true });

    expect((await readFile(world.path("real"))).equals(content)).toBe(true);
  });

  it("does not replace a file that appears during the download", async () => {
    await using world = await createDownload({ downloadFile: { delay: 100 } });
    const to = world.path("copy");
    const downloading = failureOf(downloadFile(world.datameta, world.id, { to }));
    await expect.poll(() => readdir(world.folder)).toHaveLength(1);
    await writeFile(to, "mine");

    expect(await downloading).toMatchObject({ name: "FileError", code: "EEXIST" });
    expect(await readFile(to, "utf8")).toBe("mine");
    expect(await readdir(world.folder)).toEqual(["copy"]);
  });
});

describe("a stream", () => {
  it("returns the content, and resumes after a broken connection", async () => {
    await using world = await createDownload({ downloadFile: [{ cutAfter: 100_000 }] });

    const { stream, ...file } = await downloadFile(world.datameta, world.id);

    expect(file).toMatchObject({ name: "reads.fq", size: content.length });
    expect(Buffer.from(await new Response(stream).arrayBuffer()).equals(content)).toBe(true);
  });

  it("makes no request before it is read", async () => {
    await using world = await createDownload();

    await downloadFile(world.datameta, world.id);

    expect(world.requestsTo("GetFileUrl")).toBe(0);
  });

  it("ends with an error if the content is wrong", async () => {
    await using world = await createDownload({ downloadFile: { status: 200, body: wrong } });
    const { stream } = await downloadFile(world.datameta, world.id);

    const failure = await failureOf(new Response(stream).arrayBuffer());

    expect(failure).toMatchObject({ name: "FileError", code: "CHECKSUM" });
    expect(printed(failure)).not.toContain("/download/");
  });

  it("can be cancelled", async () => {
    await using world = await createDownload();
    const { stream } = await downloadFile(world.datameta, world.id);
    const reader = stream.getReader();
    await reader.read();

    await reader.cancel("enough");

    expect((await reader.read()).done).toBe(true);
  });

  it("is aborted by its signal", async () => {
    await using world = await createDownload({ downloadFile: "stall-in-body" });
    const controller = new AbortController();
    const { signal } = controller;
    const { stream } = await downloadFile(world.datameta, world.id, { signal });
    const reading = failureOf(new Response(stream).arrayBuffer());
    setTimeout(() => controller.abort(new Error("the user left")), 50);

    expect(await reading).toMatchObject({ message: "the user left" });
  });
});
