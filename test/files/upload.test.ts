import { createHash } from "node:crypto";
import { mkdtemp, readFile, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

import { createClient } from "datameta-client";
import { downloadFile, uploadFile } from "datameta-client/files";
import { startTestServer } from "datameta-client/testing";

test("uploads and downloads a file", async () => {
  await using server = await startTestServer();
  const datameta = createClient({
    baseUrl: server.url,
    auth: { bearer: server.account("member@example.org").token },
  });
  const folder = await mkdtemp(join(tmpdir(), "files-"));
  const path = join(folder, "reads.bin");
  const content = Buffer.alloc(3_000_000, "abc");
  await writeFile(path, content);
  const events: unknown[] = [];
  const file = await uploadFile(datameta, { path }, { onProgress: (event) => events.push(event) });
  expect(file).toMatchObject({ name: "reads.bin", filesize: content.length });
  expect(file.checksum).toBe(createHash("md5").update(content).digest("hex"));
  const to = join(folder, "copy");
  await downloadFile(datameta, file.id, { to });
  expect((await readFile(to)).equals(content)).toBe(true);
  expect(await readdir(folder)).toHaveLength(2);
  const { stream } = await downloadFile(datameta, file.id);
  const bytes = await new Response(stream).arrayBuffer();
  expect(Buffer.from(bytes).equals(content)).toBe(true);
});
