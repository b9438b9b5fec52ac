import { createHash } from "node:crypto";
import { openAsBlob, writeFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { Agent } from "node:http";
import { createServer } from "node:https";
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";

import { uploadFile, type FileProgress, type FileSource } from "datameta-client/files";
import { describe, expect, it } from "vitest";

import { webPlatform } from "../../src/files/platform-web.js";
import { upload } from "../../src/files/upload.js";
import { failureOf } from "../support/failure-of.js";
import { createWorld, type World } from "./support/world.js";

const content = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
const checksum = createHash("md5").update(content).digest("hex");

async function* chunks() {
  for (let at = 0; at < content.length; at += 7_777) {
    await Promise.resolve();
    yield content.subarray(at, at + 7_777);
  }
}

const sources: Readonly<Record<string, (path: string) => FileSource | Promise<FileSource>>> = {
  "a path": (path) => ({ path }),
  "a path as URL": (path) => ({ path: pathToFileURL(path) }),
  "a file: URL": (path) => pathToFileURL(path),
  "a File": () => new File([content], "reads.fq"),
  "a Blob with a name": () => ({ name: "reads.fq", content: new Blob([content]) }),
  "a Blob of a file": async (path) => ({ name: "reads.fq", content: await openAsBlob(path) }),
  "bytes with a name": () => ({ name: "reads.fq", content: new Uint8Array(content) }),
  "a stream of the web": () => ({ name: "reads.fq", content: new Blob([content]).stream() }),
  "a stream of Node": () => ({ name: "reads.fq", content: Readable.from(chunks()) }),
  "an async iterable": () => ({ name: "reads.fq", content: chunks() }),
};

describe("a file is uploaded from", () => {
  it.each(Object.entries(sources))("%s", async (_, open) => {
    await using world = await createWorld();
    writeFileSync(world.path("reads.fq"), content);

    const file = await uploadFile(world.datameta, await open(world.path("reads.fq")));

    expect(file).toMatchObject({ name: "reads.fq", checksum, filesize: content.length });
    expect(Buffer.from(world.server.files[0]?.content ?? []).equals(content)).toBe(true);
  });

  const inBrowsers = Object.entries(sources).filter(([name]) => !/path|URL/.test(name));

  it.each(inBrowsers)("%s with fetch, as in browsers", async (_, open) => {
    await using world = await createWorld();
    writeFileSync(world.path("reads.fq"), content);

    const source = await open(world.path("reads.fq"));
    const file = await upload(webPlatform, world.datameta, source, {});

    expect(file).toMatchObject({ name: "reads.fq", checksum, filesize: content.length });
  });

  it("empty content", async () => {
    await using world = await createWorld();
    await writeFile(world.path("empty"), "");

    const { filesize } = await uploadFile(world.datameta, { path: world.path("empty") });

    expect(filesize).toBe(0);
  });
});

it.each(["データ.fq", 'a"b\\c.fq', "../../etc/passwd", "a\r\nX-Header: 1", "🧬".repeat(50)])(
  "the server gets the unchanged name %j",
  async (name) => {
    await using world = await createWorld();

    const file = await uploadFile(world.datameta, { name, content });

    expect(file.name).toBe(name);
  },
);

describe("an upload refuses before any request:", () => {
  const refused: Readonly<Record<string, (world: World) => Promise<unknown>>> = {
    "a text": ({ datameta }) => uploadFile(datameta, "reads.fq" as never),
    null: ({ datameta }) => uploadFile(datameta, null as never),
    "an object without content": ({ datameta }) => uploadFile(datameta, { name: "a" } as never),
    "content without a name": ({ datameta }) => uploadFile(datameta, content),
    "an empty name": ({ datameta }) => uploadFile(datameta, content, { name: "" }),
    "a name with a NUL": ({ datameta }) => uploadFile(datameta, content, { name: "a\0" }),
    "an invalid timeout": ({ datameta }) =>
      uploadFile(datameta, content, { name: "a", timeout: -1 }),
    "a path in a browser": ({ datameta }) =>
      upload(webPlatform, datameta, { path: "reads.fq" }, {}),
  };

  it.each(Object.entries(refused))("%s", async (_, call) => {
    await using world = await createWorld();

    expect(await failureOf(call(world))).toMatchObject({ name: "ConfigurationError" });
    expect(world.server.requests).toEqual([]);
  });

  it("a folder", async () => {
    await using world = await createWorld();
    await mkdir(world.path("folder"));

    const failure = await failureOf(uploadFile(world.datameta, { path: world.path("folder") }));

    expect(failure).toMatchObject({ name: "FileError", code: "EISDIR" });
    expect(world.server.requests).toEqual([]);
  });
});

describe("progress", () => {
  async function eventsOf(world: World, size: number): Promise<FileProgress[]> {
    const events: FileProgress[] = [];
    await uploadFile(
      world.datameta,
      { name: "reads.fq", content: new Uint8Array(size) },
      { onProgress: (event) => events.push(event) },
    );
    return events;
  }

  it("reports the file, the phase and the bytes from start to end", async () => {
    await using world = await createWorld();

    const events = await eventsOf(world, 3_000_000);

    const total = 3_000_000;
    expect(events[0]).toEqual({ file: "reads.fq", phase: "sending", loaded: 0, total });
    expect(events.at(-1)).toEqual({ file: "reads.fq", phase: "completing", loaded: total, total });
  });

  it("never exceeds the total when a file is sent again", async () => {
    await using world = await createWorld({ faults: { uploadFile: [{ status: 500 }] } });

    const events = await eventsOf(world, 3_000_000);

    expect(events.every(({ loaded, total = 0 }) => loaded <= total)).toBe(true);
    expect(events.filter(({ loaded }) => loaded === 0)).toHaveLength(2);
  });

  it("is reported a few times, however many chunks there are", async () => {
    await using world = await createWorld();

    const events = await eventsOf(world, 30_000_000);

    // There are more than a hundred chunks, and at most ten reports a second.
    expect(events.length).toBeLessThan(60);
  });

  it("ends the upload with the error that `onProgress` throws", async () => {
    await using world = await createWorld();
    const error = new Error("a defect of the caller");

    const failure = await failureOf(
      uploadFile(
        world.datameta,
        { name: "reads.fq", content },
        {
          onProgress() {
            throw error;
          },
        },
      ),
    );

    expect(failure).toBe(error);
    expect(world.server.files).toEqual([]);
  });
});

describe("the content is sent", () => {
  it("with the client's own fetch, which may use a proxy", async () => {
    await using world = await createWorld();
    const urls: string[] = [];
    const datameta = world.client({
      fetch: (url, init) => {
        urls.push(new URL(url).pathname.replace(/[\da-f-]{36}/, "ID"));
        return fetch(url, init);
      },
    });

    const file = await uploadFile(datameta, { name: "reads.fq", content });

    expect(file.checksum).toBe(checksum);
    expect(urls).toEqual(["/api/v1/files", "/api/v1/upload/ID", "/api/v1/files/ID"]);
  });

  it("with the agent of the call", async () => {
    await using world = await createWorld();
    let connections = 0;
    class Counting extends Agent {
      override createConnection(...args: Parameters<Agent["createConnection"]>) {
        connections++;
        return super.createConnection(...args);
      }
    }

    await uploadFile(world.datameta, { name: "reads.fq", content }, { agent: new Counting() });

    expect(connections).toBe(1);
  });

  it("to another host without the client's credential", async () => {
    await using world = await createWorld();

    await uploadFile(world.datameta, { name: "reads.fq", content });

    const [sent] = world.server.requests.filter(({ operationId }) => operationId === "UploadFile");
    expect(Object.keys(sent?.headers ?? {})).not.toContain("authorization");
    expect(Object.keys(sent?.headers ?? {})).toContain("access-token");
  });

  it("nowhere if the certificate is unknown, with an error that explains it", async () => {
    await using world = await createWorld();
    const server = createServer({}).listen(0);
    const { port } = server.address() as { port: number };
    const { datameta } = world;
    const createFile = Object.assign(
      async (...args: Parameters<typeof datameta.createFile>) => ({
        ...(await datameta.createFile(...args)),
        urlToUpload: `https://127.0.0.1:${port}/upload`,
      }),
      datameta.createFile,
    );
    const client = Object.assign(Object.create(datameta) as typeof datameta, { createFile });

    const failure = await failureOf(
      uploadFile(client, { name: "reads.fq", content }, { retry: 0 }),
    );
    server.close();

    expect(failure).toMatchObject({ name: "ConnectionError", operationId: "UploadFile" });
    expect(world.server.files).toEqual([]);
  });
});

describe("completing", () => {
  it("requests the file if fetch stops waiting, and sends no second PUT", async () => {
    await using world = await createWorld();
    let puts = 0;
    let looks = 0;
    const datameta = world.client({
      fetch: async (url, init) => {
        if (init.method === "GET" && url.includes("/files/")) looks++;
        if (init.method !== "PUT") return fetch(url, init);
        puts++;
        // The error that undici throws after 300 s without headers. The server is still working.
        setTimeout(() => void fetch(url, { ...init, signal: null }), 600);
        throw new TypeError("fetch failed", {
          cause: Object.assign(new Error("Headers Timeout Error"), {
            code: "UND_ERR_HEADERS_TIMEOUT",
          }),
        });
      },
    });

    const file = await uploadFile(datameta, { name: "reads.fq", content });

    expect(file).toMatchObject({ contentUploaded: true, checksum });
    expect(puts).toBe(1);
    expect(looks).toBeGreaterThan(1);
  });

  it("gives up at the deadline, and removes the file", async () => {
    await using world = await createWorld({
      faults: { updateFile: { status: 504, body: "<html>gateway timeout</html>" } },
    });

    const failure = await failureOf(
      uploadFile(world.datameta, { name: "reads.fq", content }, { timeout: 700 }),
    );

    expect(failure).toMatchObject({ name: "TimeoutError", operationId: "UpdateFile" });
    expect(world.requestsTo("UpdateFile")).toBe(1);
    expect(world.server.files).toEqual([]);
  });
});

it("works with a wrapped client, with the default options", async () => {
  await using world = await createWorld();

  const file = await uploadFile({ ...world.datameta }, { name: "reads.fq", content });

  expect(file.checksum).toBe(checksum);
});
